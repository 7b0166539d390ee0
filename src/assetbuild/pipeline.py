"""From the configuration to the output folder: the whole build, step by step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from .build import run_until_fault
from .bundles import expand_bundles
from .cache import FolderCache, NoCache
from .cached import CachedCompiler
from .config import Config
from .encodings import Codec, check_encoding, find_codec
from .errors import AssetbuildError, Location, UsageError, did_you_mean
from .filters.options import OptionError
from .filters.registry import find_filter, refuse_rivals
from .fingerprint import digest
from .globs import compile_glob, is_glob
from .link import link
from .manifest import AssetGroup, Entry, ManifestFile, manifest_bytes
from .media_types import media_type
from .model import Action, Artifact, Filter, Note, Plan, Source
from .origin import Origin
from .output.place import output_folder
from .output.writer import Output, OutputReport
from .places import Places
from .plan import make_plan
from .sharing import Crew, crew
from .source_bytes import SourceBytes, read_file
from .sources import Sources, find_sources
from .timed import timed_cache, timed_codec, timed_filter, timed_scanner
from .timings import NoTimings, Timings
from .twins import Twins

Progress = Callable[[int, int], None]
# Items under way for each worker: enough that none waits, few enough that memory stays flat.
_WINDOW = 4
_COMPILE = "run `assetbuild compile --force`"


class BuildResult(NamedTuple):
    """What a build made: its entries by logical path, what there is to say of it, and what was written where.

    `sources` and `digests` (SHA-256 in hex by logical path) are what it was made of, `files` the project's own filters,
    `origin` tells of the foreign files that the configuration was made from. `is_pure` says whether that is all: a
    filter that is not pure may have read something else.
    """

    output: Path
    entries: dict[str, Entry]
    notes: tuple[Note, ...]
    report: OutputReport
    sources: Sources
    digests: dict[str, str]
    files: tuple[str, ...]
    is_pure: bool
    origin: Origin


def compile_assets(
    config: Config,
    folder: str,
    *,
    workers: int = 0,
    fast: bool = False,
    cache: FolderCache | NoCache | None = None,
    known: Mapping[Source, str] | None = None,
    timings: Timings | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Compile everything below the source roots into the output folder; `folder` is the configuration's.

    `workers` is the number of threads, by default one for each processor. `fast` makes larger twins in less time.
    `known` has the digests of sources that an earlier build saw. Raises AssetbuildError; then the output folder is
    what it was.
    """
    timings = timings or NoTimings()
    build = _prepare(config, folder, known, timings)
    codecs = [timed_codec(codec, timings) for codec in _find_codecs(config, fast)]
    cache = cache or NoCache()
    output = output_folder(config, folder)
    workers = workers or os.cpu_count() or 1
    # Copies of the process are made before it holds the lock of the output folder.
    with (
        build.places.told(),
        _crew(build, cache, timings, 1 if known else workers) as together,
        _threads(workers) as threads,
        Output(output.absolute()) as writer,
    ):
        finish = _finisher(Twins(codecs, timed_cache(cache, timings)), writer, timings)
        written = run_until_fault(finish, _linked(build, together, threads), threads.executor, threads.window)
        entries, notes = _collect(written, len(build.plan.actions), progress)
        report = timings.timed("commit", writer.commit)(manifest_bytes(config.url, entries, _groups(config, entries)))
    origin = config.origin or Origin("")
    notes = [*origin.notes, *build.notes, *_unused_filters(config, build.filters), *map(build.places.of_note, notes)]
    is_pure = origin.is_pure and all(found.pure for found in build.filters.values())
    files = tuple(file for found in build.filters.values() for file in found.files)
    return BuildResult(
        output, entries, tuple(notes), report, build.sources, build.fetch.digests(), files, is_pure, origin
    )


def compare_sources(config: Config, folder: str, manifest: ManifestFile) -> Iterator[AssetbuildError]:
    """What the manifest would say otherwise if everything were compiled now, with no cache and nothing written."""
    build = _prepare(config, folder, None, NoTimings())
    workers = os.cpu_count() or 1
    with build.places.told(), _crew(build, NoCache(), NoTimings(), workers) as together, _threads(workers) as threads:
        artifacts = {each.logical: each.path for each in _linked(build, together, threads)}
    where = Location(manifest.file)
    for name in sorted(artifacts.keys() | manifest.names()):
        if name not in manifest:
            yield AssetbuildError(f"the sources have {name!r}, which the manifest has not", where, _COMPILE)
        elif name not in artifacts:
            yield AssetbuildError(f"the manifest has {name!r}, which the sources have not", where, _COMPILE)
        elif artifacts[name] != manifest.entry(name).path:
            message = f"the sources of {name!r} give another content than the manifest says"
            yield AssetbuildError(message, where, _COMPILE)


class _Build(NamedTuple):
    """What is known before anything is compiled."""

    config: Config
    sources: Sources
    plan: Plan
    filters: Mapping[str, Filter]
    fetch: SourceBytes
    places: Places
    notes: tuple[Note, ...]


class _Threads(NamedTuple):
    """An executor, and how many items may be under way in it."""

    executor: ThreadPoolExecutor
    window: int


def _prepare(config: Config, folder: str, known: Mapping[Source, str] | None, timings: Timings) -> _Build:
    sources = timings.timed("list", find_sources)(config, folder)
    bundles = expand_bundles(config, sources.listing)
    plan = make_plan(config, sources.listing, bundles)
    filters = {name: timed_filter(each, timings) for name, each in _find_filters(plan, config, folder).items()}
    fetch = SourceBytes(sources.listing, timings.timed("read", read_file, str), known)
    fetch.expect(plan)
    notes = tuple(note for bundle in bundles for note in bundle.notes)
    return _Build(config, sources, plan, filters, fetch, Places(sources.listing, plan), notes)


def _crew(
    build: _Build, cache: FolderCache | NoCache, timings: Timings, processes: int
) -> AbstractContextManager[Crew]:
    compiler = CachedCompiler(build.filters, build.fetch, timed_cache(cache, timings), timed_scanner(timings))
    compile_one = timings.timed("compile", compiler.compile, lambda action: action.output)
    return crew(compile_one, _largest_first(build.plan, build.sources), build.fetch, cache, timings, processes)


def _linked(build: _Build, together: Crew, threads: _Threads) -> Iterator[Artifact]:
    """The artifacts of the plan, compiled and linked, as they come."""
    assets = together.assets(threads.executor, threads.window)
    names = frozenset(action.output for action in build.plan.actions)
    return link(assets, names, build.config, build.places.of_reference)


@contextmanager
def _threads(workers: int) -> Iterator[_Threads]:
    """What has not begun when a build fails never does."""
    executor = ThreadPoolExecutor(workers)
    try:
        yield _Threads(executor, _WINDOW * workers)
    finally:
        executor.shutdown(cancel_futures=True)


def _finisher(twins: Twins, writer: Output, timings: Timings) -> Callable[[Artifact], Artifact]:
    finish = timings.timed("finish", twins.finish, lambda artifact: artifact.path)
    write = timings.timed("write", writer.write, lambda artifact: artifact.path)

    def finish_and_write(artifact: Artifact) -> Artifact:
        finished = finish(artifact)
        write(finished)
        return finished

    return finish_and_write


def _find_codecs(config: Config, fast: bool) -> list[Codec]:
    for index, encoding in enumerate(config.encodings):
        check_encoding(encoding, config.where("encodings", index))
    return [find_codec(encoding, fast) for encoding in config.encodings]


def _largest_first(plan: Plan, sources: Sources) -> list[Action]:
    """The actions in the order that leaves no worker alone with a large one at the end."""

    def size(action: Action) -> int:
        return sum(sources.listing[member.path].size for member in action.members)

    return sorted(plan.actions, key=size, reverse=True)


def _collect(
    artifacts: Iterator[Artifact], total: int, progress: Progress | None
) -> tuple[dict[str, Entry], list[Note]]:
    """The entries by logical path and the notes by place, whatever the order in which the artifacts came."""
    entries: dict[str, Entry] = {}
    notes: list[Note] = []
    for done, artifact in enumerate(artifacts, 1):
        entries[artifact.logical] = _entry(artifact)
        notes += artifact.notes
        if progress:
            progress(done, total)
    return dict(sorted(entries.items())), sorted(notes, key=Note.order)


def _entry(artifact: Artifact) -> Entry:
    twins = {encoding: len(data) for encoding, data in sorted(artifact.encodings.items())}
    kind = media_type(artifact.logical)
    return Entry(artifact.path, len(artifact.data), kind, artifact.integrity, twins, artifact.references)


def _find_filters(plan: Plan, config: Config, folder: str) -> dict[str, Filter]:
    found = {}
    for name, use in sorted(plan.filter_uses().items()):
        try:
            found[name] = _versioned(find_filter(use, folder, config.url))
        except UsageError as error:
            option = error.option if isinstance(error, OptionError) else ""
            where = error.where or config.where_filter(name, option)
            raise UsageError(error.message, where, error.hint) from error
    for bundle in config.bundles:
        refuse_rivals(bundle.filters or (), found, bundle.where)
    return found


def _versioned(found: Filter) -> Filter:
    """A filter of the project's own is at another version whenever its code is."""
    digests = [digest(read_file(file)) for file in found.files]
    return found._replace(version=" ".join([found.version, *digests]))


def _groups(config: Config, entries: Mapping[str, Entry]) -> dict[str, AssetGroup]:
    """The groups of the configuration. Raises UsageError for one with an asset that was not made."""
    return {
        name: AssetGroup(tuple(_assets_of(name, config, entries)), group.extra) for name, group in config.groups.items()
    }


def _assets_of(group: str, config: Config, entries: Mapping[str, Entry]) -> Iterator[str]:
    for index, asset in enumerate(config.groups[group].assets):
        if asset in entries:
            yield asset
        elif is_glob(asset):
            pattern = compile_glob(asset)
            yield from (name for name in sorted(entries) if pattern.fullmatch(name))
        else:
            where = config.where("groups", group, "assets", index)
            raise UsageError(
                f"the group {group!r} names {asset!r}, which is no asset", where, did_you_mean(asset, entries)
            )


def _unused_filters(config: Config, filters: Mapping[str, Filter]) -> Iterator[Note]:
    for name in sorted(config.filters.keys() - filters.keys()):
        message = f"[filters.{name}] sets options of a filter that nothing uses"
        yield Note("warning", message, config.where_filter(name))
