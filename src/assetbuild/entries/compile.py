"""All entry points to assets, in one call of esbuild, or from the cache."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..cached import Cache
from ..errors import AssetbuildError, Faults, UsageError
from ..esbuild.messages import as_errors, as_notes
from ..fingerprint import digest
from ..globs import compile_globs
from ..model import Asset, Note, WalkedFolder
from ..places import shown
from ..plan import is_compiled_away
from ..sourcemaps.trace import Origin
from ..unchanged import TICK, changed_ns
from .begun import BegunCall
from .call import OUT, Answer, EntriesCall
from .compiled import RENAME, Compiled
from .looked_at import look
from .maps import map_of
from .metafile import MAP, Metafile, read_metafile
from .names import FILES, name_outputs
from .references import without_marks
from .stored_call import Call, restore_call, store_call

if TYPE_CHECKING:
    from ..sourcemaps.mapper import Mapper


def compile_entries(begun: BegunCall, cache: Cache) -> Compiled:
    """What the entry points of a build become. Raises AssetbuildError with all that esbuild finds wrong."""
    return _Entries(begun.call).compile(begun, cache)


class _Entries:
    def __init__(self, call: EntriesCall) -> None:
        self._call = call
        self._config, self._folder, self._sources = call.config, call.folder, call.sources
        self._logical = {call.relative(source.file): path for path, source in call.sources.items()}
        excluded = compile_globs(call.config.exclude)
        self._emitted = {
            file: path
            for file, path in self._logical.items()
            if not (excluded and excluded.fullmatch(path)) and not is_compiled_away(call.config, path)
        }

    def compile(self, begun: BegunCall, cache: Cache) -> Compiled:
        call = restore_call(begun.kept) if begun.kept is not None else None
        if call is None or not call.looked_at.is_same(self._folder):
            call = self._settled_call(begun.answer or self._call.ask())
            if cache.keeps:
                cache.put(begun.key, store_call(call))
        return self._compiled(call)

    def _settled_call(self, answer: Answer) -> Call:
        """A call whose inputs did not change while it ran: the digests are of what esbuild read."""
        call, settled = self._answered(answer)
        if settled:
            return call
        again, _ = self._answered(self._call.ask())
        if again.looked_at != call.looked_at:
            message = "what esbuild reads changed while it worked"
            raise AssetbuildError(message, self._config.entries[0].where, "compile again when nothing writes to it")
        return again

    def _answered(self, answer: Answer) -> tuple[Call, bool]:
        response = answer.wait()
        self._call.esbuild.dismiss()
        if errors := as_errors(response["errors"], self._shown):
            where = self._config.where("esbuild")
            raise Faults(each if each.where else AssetbuildError(each.message, where, each.hint) for each in errors)
        metafile = read_metafile(response["metafile"], OUT + "/", self._is_there)
        # Kept with the result, they name files as every checkout does.
        notes = as_notes(response["warnings"], lambda file: self._logical.get(file, file))
        assets = self._assets(metafile, response["outputFiles"], notes)
        looked_at = look(metafile, self._folder, self._config.esbuild.tsconfig)
        inputs = frozenset(self._logical[each.file] for each in metafile.inputs if each.file in self._logical)
        settled = all(self._changed(file) < answer.began - TICK for file, digest in looked_at.files.items() if digest)
        return Call(assets, inputs, looked_at), settled

    def _assets(
        self, metafile: Metafile, files: Sequence[Mapping[str, Any]], notes: tuple[Note, ...]
    ) -> tuple[Asset, ...]:
        entries = [entry.path for entry in self._config.entries]
        taken = {*self._sources, *(bundle.path for bundle in self._config.bundles)}
        names = name_outputs(metafile, entries, self._emitted, taken)
        out = os.path.join(self._folder, OUT) + os.sep
        others = frozenset(self._emitted.values())
        assets: dict[str, Asset] = {}
        made = {file["path"].removeprefix(out).replace(os.sep, "/"): file["contents"] for file in files}
        maps = {path: made.pop(path) for path in list(made) if path.endswith(MAP)}
        closed = {output.path for output in metafile.outputs if output.is_closed}
        mapper = _mapper() if maps else None
        for path, data in made.items():
            if names[path] in assets:
                raise UsageError(f"two entry points make {names[path]!r}", self._config.entries[0].where, RENAME)
            if not (path.startswith(FILES) and names[path] in others):
                found = map_of(maps[f"{path}.map"], f"{OUT}/{path}", self._logical) if f"{path}.map" in maps else None
                assets[names[path]] = _asset(names[path], data, names, found, mapper, path in closed)
        first = entries[0]
        assets[first] = assets[first]._replace(notes=notes)
        return tuple(assets[path] for path in sorted(assets))

    def _compiled(self, call: Call) -> Compiled:
        files = tuple(os.path.join(self._folder, file) for file in call.looked_at.files)
        folders = [os.path.join(self._folder, each) for each in call.looked_at.folders]
        walked = tuple(map(_walked, folders))
        return Compiled(call.assets, call.inputs, files, walked, not call.looked_at.has_links())

    def _shown(self, file: str) -> str:
        return shown(os.path.join(self._folder, file))

    def _is_there(self, file: str) -> bool:
        return os.path.lexists(os.path.join(self._folder, file))

    def _changed(self, file: str) -> int:
        try:
            return changed_ns(os.stat(os.path.join(self._folder, file)))
        except OSError:
            return 0


def _asset(
    path: str, data: bytes, names: Mapping[str, str], own_map: str | None, mapper: Mapper | None, is_closed: bool
) -> Asset:
    is_script = path.endswith((".js", ".mjs"))
    if not is_script and not path.endswith(".css"):
        return Asset(path, data, digest=digest(data))
    made = data.decode()
    unmarked = without_marks(path, made, names)
    references = unmarked.references(path, is_closed)
    origins = [Origin(path, made, own_map)]
    found = mapper.map(path, unmarked.text, references, origins) if mapper and own_map else None
    data = data if unmarked.text == made else unmarked.text.encode()
    return Asset(path, data, references, "" if references else digest(data), module=is_script, map=found)


def _mapper() -> Mapper:
    from ..sourcemaps.mapper import Mapper

    return Mapper()


def _walked(folder: str) -> WalkedFolder:
    status = os.stat(folder)
    with os.scandir(folder) as scanned:
        entries = list(scanned)
    names = None if any(entry.is_symlink() for entry in entries) else tuple(sorted(entry.name for entry in entries))
    return WalkedFolder(folder, changed_ns(status), status.st_ino, names)
