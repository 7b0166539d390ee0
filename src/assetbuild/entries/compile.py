"""All entry points to assets, in one call of esbuild, or from the cache."""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from ..cached import Cache
from ..config import Config, EntryConfig
from ..errors import AssetbuildError, Faults, UsageError, did_you_mean
from ..esbuild.messages import as_errors, as_notes
from ..esbuild.settings import MAP_FLAG, bundle_flags
from ..esbuild.tool import Esbuild
from ..fingerprint import digest
from ..globs import compile_globs
from ..keys import EntriesKey, key_digest
from ..model import Asset, Note, Source, WalkedFolder
from ..places import shown
from ..plan import is_compiled_away
from ..references.scanners import scanner_of
from ..sourcemaps.mapper import Mapper
from ..sourcemaps.trace import Origin
from ..unchanged import TICK, changed_ns
from .compiled import RENAME, Compiled
from .looked_at import look
from .maps import map_of
from .metafile import MAP, Metafile, read_metafile
from .names import FILES, entry_name, name_outputs
from .references import MARK, without_marks
from .stored_call import Call, restore_call, store_call

_OUT = "out"
_ONE = "all entry points"


def compile_entries(
    config: Config, folder: str, roots: Sequence[str], sources: Mapping[str, Source], esbuild: Esbuild, cache: Cache
) -> Compiled:
    """What the entry points of the configuration become. `folder` is the configuration's, `roots` the folders of the
    source roots. Raises AssetbuildError with all that esbuild finds wrong."""
    return _Entries(config, os.path.realpath(folder), roots, sources, esbuild).compile(cache)


class _Entries:
    def __init__(
        self, config: Config, folder: str, roots: Sequence[str], sources: Mapping[str, Source], esbuild: Esbuild
    ) -> None:
        self._config, self._folder, self._esbuild = config, folder, esbuild
        self._sources = sources
        # The project's own packages, for roots that are elsewhere; and all roots, so that one may import from another.
        self._paths = [os.path.join(folder, "node_modules"), *map(os.path.realpath, roots)]
        self._logical = {self._relative(source.file): path for path, source in sources.items()}
        self._flags = bundle_flags(esbuild.settings, config.minify != "off", config.url, MARK)
        self._flags += [MAP_FLAG] if config.sourcemaps else []
        self._starts = [self._relative(self._source(entry).file) for entry in config.entries]

    def compile(self, cache: Cache) -> Compiled:
        key = key_digest(self._key())
        kept = cache.get(key)
        call = restore_call(kept) if kept is not None else None
        if call is None or not call.looked_at.is_same(self._folder):
            call = self._settled_call()
            cache.put(key, store_call(call))
        return self._compiled(call)

    def _key(self) -> EntriesKey:
        names = "\n".join([*self._sources, "", *self._excluded()])
        entries = tuple((entry.path, start) for entry, start in zip(self._config.entries, self._starts, strict=True))
        paths = tuple(map(self._relative, self._paths))
        version = self._esbuild.version
        return EntriesKey(version, tuple(self._flags), entries, paths, sha256(names.encode()).hexdigest())

    def _settled_call(self) -> Call:
        """A call whose inputs did not change while it ran: the digests are of what esbuild read."""
        call, settled = self._call()
        if settled:
            return call
        again, _ = self._call()
        if again.looked_at != call.looked_at:
            message = "what esbuild reads changed while it worked"
            raise AssetbuildError(message, self._config.entries[0].where, "compile again when nothing writes to it")
        return again

    def _call(self) -> tuple[Call, bool]:
        began = time.time_ns()
        response = self._esbuild.request(self._request(), _ONE)
        if errors := as_errors(response["errors"], self._shown):
            where = self._config.where("esbuild")
            raise Faults(each if each.where else AssetbuildError(each.message, where, each.hint) for each in errors)
        metafile = read_metafile(response["metafile"], _OUT + "/", self._is_there)
        looked_at = look(metafile, self._folder, self._config.esbuild.tsconfig)
        # Kept with the result, they name files as every checkout does.
        notes = as_notes(response["warnings"], lambda file: self._logical.get(file, file))
        assets = self._assets(metafile, response["outputFiles"], notes)
        inputs = frozenset(self._logical[each.file] for each in metafile.inputs if each.file in self._logical)
        settled = all(self._changed(file) < began - TICK for file, digest in looked_at.files.items() if digest)
        return Call(assets, inputs, looked_at), settled

    def _request(self) -> dict[str, Any]:
        return {
            "command": "build",
            "key": 0,
            "entries": [[entry_name(index), f"./{start}"] for index, start in enumerate(self._starts)],
            "flags": self._flags,
            "write": False,
            "stdinContents": None,
            "stdinResolveDir": None,
            "absWorkingDir": self._folder,
            "nodePaths": self._paths,
            "context": False,
        }

    def _assets(
        self, metafile: Metafile, files: Sequence[Mapping[str, Any]], notes: tuple[Note, ...]
    ) -> tuple[Asset, ...]:
        emitted = {file: path for file, path in self._logical.items() if self._is_emitted(path)}
        entries = [entry.path for entry in self._config.entries]
        taken = {*self._sources, *(bundle.path for bundle in self._config.bundles)}
        names = name_outputs(metafile, entries, emitted, taken)
        out = os.path.join(self._folder, _OUT) + os.sep
        others = frozenset(emitted.values())
        assets: dict[str, Asset] = {}
        made = {file["path"].removeprefix(out).replace(os.sep, "/"): file["contents"] for file in files}
        maps = {path: made.pop(path) for path in list(made) if path.endswith(MAP)}
        for path, data in made.items():
            if names[path] in assets:
                raise UsageError(f"two entry points make {names[path]!r}", self._config.entries[0].where, RENAME)
            if not (path.startswith(FILES) and names[path] in others):
                found = map_of(maps[f"{path}.map"], f"{_OUT}/{path}", self._logical) if f"{path}.map" in maps else None
                assets[names[path]] = _asset(names[path], data, names, found)
        first = entries[0]
        assets[first] = assets[first]._replace(notes=notes)
        return tuple(assets[path] for path in sorted(assets))

    def _compiled(self, call: Call) -> Compiled:
        files = tuple(os.path.join(self._folder, file) for file in call.looked_at.files)
        folders = [os.path.join(self._folder, each) for each in call.looked_at.folders]
        walked = tuple(map(_walked, folders))
        return Compiled(call.assets, call.inputs, files, walked, not call.looked_at.has_links())

    def _source(self, entry: EntryConfig) -> Source:
        source = self._sources.get(entry.entry)
        if source is None:
            hint = did_you_mean(entry.entry, self._sources) or "paths are relative to a source root"
            message = f"the entry point of {entry.path!r} is {entry.entry!r}, which is in no source root"
            raise AssetbuildError(message, entry.item, hint)
        return source

    def _is_emitted(self, path: str) -> bool:
        excluded = compile_globs(self._config.exclude)
        return not (excluded and excluded.fullmatch(path)) and not is_compiled_away(self._config, path)

    def _excluded(self) -> Collection[str]:
        return (*self._config.exclude, *(bundle.path for bundle in self._config.bundles))

    def _relative(self, file: str) -> str:
        return os.path.relpath(os.path.realpath(file), self._folder).replace(os.sep, "/")

    def _shown(self, file: str) -> str:
        return shown(os.path.join(self._folder, file))

    def _is_there(self, file: str) -> bool:
        return os.path.lexists(os.path.join(self._folder, file))

    def _changed(self, file: str) -> int:
        try:
            return changed_ns(os.stat(os.path.join(self._folder, file)))
        except OSError:
            return 0


def _asset(path: str, data: bytes, names: Mapping[str, str], own_map: str | None) -> Asset:
    is_script = path.endswith((".js", ".mjs"))
    if not is_script and not path.endswith(".css"):
        return Asset(path, data, digest=digest(data))
    text = without_marks(path, data.decode(), names)
    scan = scanner_of(path)
    references = scan(text) if scan else ()
    found = Mapper().map(path, text, references, [Origin(path, data.decode(), own_map)]) if own_map else None
    data = text.encode()
    return Asset(path, data, references, "" if references else digest(data), module=is_script, map=found)


def _walked(folder: str) -> WalkedFolder:
    status = os.stat(folder)
    with os.scandir(folder) as scanned:
        entries = list(scanned)
    names = None if any(entry.is_symlink() for entry in entries) else tuple(sorted(entry.name for entry in entries))
    return WalkedFolder(folder, changed_ns(status), status.st_ino, names)
