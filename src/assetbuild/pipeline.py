"""From the configuration to the output folder: the whole build, step by step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from .build import finish, run, run_in_order
from .bundles import expand_bundles
from .compile import Compiler
from .config import Config
from .encodings import check_encoding
from .errors import AssetbuildError, Faults, Location, UsageError, each_fault, locate
from .filters.registry import find_filter
from .link import link
from .logical import BadPath, join
from .manifest import Entry, manifest_bytes
from .media_types import media_type
from .model import Artifact, Asset, Filter, Member, Note, Plan, Reference
from .output.writer import Output, OutputReport
from .plan import make_plan
from .references.scanners import scanner_of
from .sources import Sources, find_sources

Progress = Callable[[int, int], None]
_WINDOW = 4


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made: its entries by logical path, what there is to say of it, and what was written where."""

    output: Path
    entries: dict[str, Entry]
    notes: tuple[Note, ...]
    report: OutputReport


def compile_assets(config: Config, folder: str, *, workers: int = 0, progress: Progress | None = None) -> BuildResult:
    """Compile everything below the source roots into the output folder. Raises AssetbuildError; then the folder is
    what it was. `workers` is the number of threads, by default one for each processor."""
    sources = find_sources(config, folder)
    try:
        return _compile(config, folder, sources, workers, progress)
    except AssetbuildError as error:
        raise Faults(_at_file(fault, sources) for fault in each_fault(error)) from error


def _compile(config: Config, folder: str, sources: Sources, workers: int, progress: Progress | None) -> BuildResult:
    for index, encoding in enumerate(config.encodings):
        check_encoding(encoding, config.where("encodings", index))
    plan = make_plan(config, sources.listing, expand_bundles(config, sources.listing))
    filters = _find_filters(plan, config, folder)
    sources.expect(plan)
    output = Path(folder, config.output)
    _check_output(config, folder, output)
    workers = workers or os.cpu_count() or 1
    with ThreadPoolExecutor(workers) as executor, Output(output) as writer:
        compiler = Compiler(filters, sources)
        actions = sorted(plan.actions, key=lambda action: -_size(action.members, sources))
        assets = run(compiler.compile, actions, executor, _WINDOW * workers)
        names = frozenset(action.output for action in plan.actions)
        linked = link(assets, names, config, lambda asset, reference: _locate(plan, sources, asset, reference))

        def write(artifact: Artifact) -> Artifact:
            finished = finish(artifact, config.encodings)
            writer.write(finished)
            return finished

        written = run_in_order(write, linked, executor, _WINDOW * workers)
        entries, notes = _collect(written, len(names), progress)
        notes = tuple(replace(note, where=_file_place(note.where, sources)) for note in notes)
        notes = (*_unused_filters(config, filters), *notes)
        return BuildResult(output, entries, notes, writer.commit(manifest_bytes(config.url, entries)))


def _collect(
    artifacts: Iterator[Artifact], total: int, progress: Progress | None
) -> tuple[dict[str, Entry], tuple[Note, ...]]:
    entries: dict[str, Entry] = {}
    notes: list[Note] = []
    for done, artifact in enumerate(artifacts, 1):
        entries[artifact.logical] = _entry(artifact)
        notes += artifact.notes
        if progress:
            progress(done, total)
    return dict(sorted(entries.items())), tuple(sorted(notes, key=_note_order))


def _at_file(fault: AssetbuildError, sources: Sources) -> AssetbuildError:
    return type(fault)(fault.message, _file_place(fault.where, sources), fault.hint)


def _file_place(where: Location | None, sources: Sources) -> Location | None:
    """Filters know a source by its logical path; people look for the file."""
    source = sources.listing.get(where.file) if where else None
    return replace(where, file=_shown(source.file)) if where and source else where


def _note_order(note: Note) -> tuple[str, int, int, str]:
    where = note.where or Location("")
    return where.file, where.line, where.column, note.message


def _entry(artifact: Artifact) -> Entry:
    twins = {encoding: len(data) for encoding, data in sorted(artifact.encodings.items())}
    kind = media_type(artifact.logical)
    return Entry(artifact.path, len(artifact.data), kind, artifact.integrity, twins, artifact.references)


def _find_filters(plan: Plan, config: Config, folder: str) -> dict[str, Filter]:
    uses = {use.name: use for action in plan.actions for use in action.filters}
    uses |= {use.name: use for action in plan.actions for member in action.members for use in member.filters}
    found = {}
    for name in sorted(uses):
        try:
            found[name] = find_filter(uses[name], folder)
        except UsageError as error:
            where = error.where or config.where_filter(name)
            raise UsageError(error.message, where, error.hint) from error
    return found


def _unused_filters(config: Config, filters: Mapping[str, Filter]) -> Iterator[Note]:
    for name in config.filters:
        if name not in filters:
            yield Note(
                "warning", f"[filters.{name}] sets options of a filter that nothing uses", config.where_filter(name)
            )


def _check_output(config: Config, folder: str, output: Path) -> None:
    """Refuse an output folder that holds the project or a source root: a file there might be overwritten."""
    real = os.path.realpath(output)
    for root in (".", *(root for root in config.sources if not root.startswith("package:"))):
        inner = os.path.realpath(os.path.join(folder, root))
        if inner == real or inner.startswith(real.rstrip(os.sep) + os.sep):
            hint = 'give it a folder of its own: output = "dist/assets"'
            held = "the project" if root == "." else f"the source root {root!r}"
            raise UsageError(f"the output folder {config.output!r} holds {held}", config.where("output"), hint)


def _size(members: Sequence[Member], sources: Sources) -> int:
    return sum(sources.listing[member.path].size for member in members if member.path in sources.listing)


def _locate(plan: Plan, sources: Sources, asset: Asset, reference: Reference) -> Location:
    """Where the reference stands in the sources, which are read again for it: it is only asked where one is wrong."""
    action = next(action for action in plan.actions if action.output == asset.path)
    for member in action.members:
        source = sources.listing[member.path]
        try:
            text = Path(source.file).read_bytes().decode()
        except (OSError, UnicodeDecodeError):
            continue
        scan = scanner_of(member.path)
        for found in scan(text) if scan else ():
            if _same(found, member.path, reference, asset.path):
                return locate(_shown(source.file), text, found.start)
    return Location(_shown(sources.listing[action.members[0].path].file))


def _same(found: Reference, base: str, reference: Reference, output: str) -> bool:
    if found.target == reference.target:
        return True
    try:
        return join(base, found.target) == join(output, reference.target)
    except BadPath:
        return False


def _shown(file: str) -> str:
    """The file as a person below the current folder would name it."""
    relative = os.path.relpath(file)
    return file if relative.startswith("..") else relative
