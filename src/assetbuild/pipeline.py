"""From the configuration to the output folder: the whole build, step by step."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from .build import run, run_until_fault
from .bundles import expand_bundles
from .cache import NoCache
from .cached import Cache, CachedCompiler
from .config import Config
from .encodings import Codec, check_encoding, find_codec
from .errors import AssetbuildError, Location, UsageError
from .filters.options import OptionError
from .filters.registry import find_filter, refuse_rivals
from .fingerprint import digest
from .link import link
from .manifest import Entry, ManifestFile, manifest_bytes
from .media_types import media_type
from .model import Action, Artifact, Filter, Note, Plan, Source
from .output.place import output_folder
from .output.writer import Output, OutputReport
from .places import Places
from .plan import make_plan
from .source_bytes import SourceBytes, read_file
from .sourcemaps.mapper import Mapper
from .sources import Sources, find_sources
from .timed import timed_cache, timed_codec, timed_filter, timed_scanner
from .timings import NoTimings, Timings
from .twins import Twins

Progress = Callable[[int, int], None]
# Items under way for each worker: enough that none waits, few enough that memory stays flat.
_WINDOW = 4
_COMPILE = "run `assetbuild compile --force`"


@dataclass(frozen=True, slots=True)
class BuildResult:
    """What a build made: its entries by logical path, what there is to say of it, and what was written where.

    `sources` and `digests` (SHA-256 in hex by logical path) are what it was made of, `files` the project's own filters.
    `is_pure` says whether that is all: a filter that is not pure may have read something else.
    """

    output: Path
    entries: dict[str, Entry]
    notes: tuple[Note, ...]
    report: OutputReport
    sources: Sources
    digests: dict[str, str]
    files: tuple[str, ...]
    is_pure: bool


def compile_assets(
    config: Config,
    folder: str,
    *,
    workers: int = 0,
    fast: bool = False,
    cache: Cache | None = None,
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
    cache = timed_cache(cache or NoCache(), timings)
    output = output_folder(config, folder)
    with build.places.told(), _threads(workers) as threads, Output(output.absolute()) as writer:
        finish = _finisher(Twins(codecs, cache), writer, timings)
        written = run_until_fault(finish, _linked(build, cache, timings, threads), threads.executor, threads.window)
        entries, notes = _collect(written, {action.output for action in build.plan.actions}, progress)
        report = timings.timed("commit", writer.commit)(manifest_bytes(config.url, entries))
    notes = [*_unused_filters(config, build.filters), *map(build.places.of_note, notes)]
    is_pure = all(found.pure for found in build.filters.values())
    files = tuple(file for found in build.filters.values() for file in found.files)
    return BuildResult(output, entries, tuple(notes), report, build.sources, build.fetch.digests(), files, is_pure)


def compare_sources(config: Config, folder: str, manifest: ManifestFile) -> Iterator[AssetbuildError]:
    """What the manifest would say otherwise if everything were compiled now, with no cache and nothing written."""
    build = _prepare(config, folder, None, NoTimings())
    with build.places.told(), _threads(0) as threads:
        artifacts = {each.logical: each.path for each in _linked(build, NoCache(), NoTimings(), threads)}
    where = Location(manifest.file)
    for name in sorted(artifacts.keys() | manifest.names()):
        if name not in manifest:
            yield AssetbuildError(f"the sources have {name!r}, which the manifest has not", where, _COMPILE)
        elif name not in artifacts:
            yield AssetbuildError(f"the manifest has {name!r}, which the sources have not", where, _COMPILE)
        elif artifacts[name] != manifest.entry(name).path:
            message = f"the sources of {name!r} give another content than the manifest says"
            yield AssetbuildError(message, where, _COMPILE)


@dataclass(frozen=True, slots=True)
class _Build:
    """What is known before anything is compiled."""

    config: Config
    sources: Sources
    plan: Plan
    filters: Mapping[str, Filter]
    fetch: SourceBytes
    places: Places


@dataclass(frozen=True, slots=True)
class _Threads:
    """An executor, and how many items may be under way in it."""

    executor: ThreadPoolExecutor
    window: int


def _prepare(config: Config, folder: str, known: Mapping[Source, str] | None, timings: Timings) -> _Build:
    sources = timings.timed("list", find_sources)(config, folder)
    plan = make_plan(config, sources.listing, expand_bundles(config, sources.listing))
    filters = {name: timed_filter(each, timings) for name, each in _find_filters(plan, config, folder).items()}
    fetch = SourceBytes(sources.listing, timings.timed("read", read_file, str), known)
    fetch.expect(plan)
    return _Build(config, sources, plan, filters, fetch, Places(sources.listing, plan))


def _linked(build: _Build, cache: Cache, timings: Timings, threads: _Threads) -> Iterator[Artifact]:
    """The artifacts of the plan, compiled and linked, as they come."""
    compiler = CachedCompiler(build.filters, build.fetch, cache, timed_scanner(timings), _mapper(build.config))
    compile_one = timings.timed("compile", compiler.compile, lambda action: action.output)
    assets = run(compile_one, _largest_first(build.plan, build.sources), threads.executor, threads.window)
    names = frozenset(action.output for action in build.plan.actions)
    return link(assets, names, build.config, build.places.of_reference)


def _mapper(config: Config) -> Mapper | None:
    return Mapper() if config.sourcemaps else None


@contextmanager
def _threads(workers: int) -> Iterator[_Threads]:
    """One thread for each processor by default. What has not begun when a build fails never does."""
    workers = workers or os.cpu_count() or 1
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
    artifacts: Iterator[Artifact], outputs: Collection[str], progress: Progress | None
) -> tuple[dict[str, Entry], list[Note]]:
    """The entries by logical path and the notes by place, whatever the order in which the artifacts came."""
    entries: dict[str, Entry] = {}
    notes: list[Note] = []
    done = 0
    for artifact in artifacts:
        entries[artifact.logical] = _entry(artifact)
        notes += artifact.notes
        # Source maps come on top of what was planned.
        done += artifact.logical in outputs
        if progress:
            progress(done, len(outputs))
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
    return replace(found, version=" ".join([found.version, *digests]))


def _unused_filters(config: Config, filters: Mapping[str, Filter]) -> Iterator[Note]:
    for name in sorted(config.filters.keys() - filters.keys()):
        message = f"[filters.{name}] sets options of a filter that nothing uses"
        yield Note("warning", message, config.where_filter(name))
