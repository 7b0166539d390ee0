"""From the configuration to the output folder: the whole build, step by step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path

from .build import run, run_until_fault
from .bundles import expand_bundles
from .cache import NoCache
from .cached import Cache, CachedCompiler
from .config import Config
from .encodings import Codec, check_encoding, find_codec
from .entries.compiled import Compiled
from .errors import AssetbuildError, Location
from .esbuild.tool import Esbuild
from .found_filters import find_filters, unused_filters
from .link import link
from .manifest import Entry, ManifestFile, ModuleMap, manifest_bytes
from .media_types import media_type
from .model import Action, Artifact, Asset, Filter, Note, Plan, Source
from .output.place import output_folder
from .output.writer import Output, OutputReport
from .packages import PackageFolders
from .places import Places
from .plan import make_plan, plan_files
from .source_bytes import SourceBytes, read_file
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

    `sources`, and the `packages` that modules reach, are what it was made of, `digests` (SHA-256 in hex) is of them by
    logical path. `files` are the project's own filters, and what was read or looked for in packages. `is_pure` says
    whether that is all: a filter that is not pure may have read something else.
    """

    output: Path
    entries: dict[str, Entry]
    notes: tuple[Note, ...]
    report: OutputReport
    sources: Sources
    packages: Sources
    digests: dict[str, str]
    files: tuple[str, ...]
    is_pure: bool

    def source(self, path: str) -> Source:
        """The source with that logical path."""
        return self.sources.listing.get(path) or self.packages.listing[path]


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
    cache = timed_cache(cache or NoCache(), timings)
    with ExitStack() as stack:
        build = _prepare(config, folder, known, cache, timings, stack)
        codecs = [timed_codec(codec, timings) for codec in _find_codecs(config, fast)]
        output = output_folder(config, folder)
        stack.enter_context(build.places.told())
        threads = stack.enter_context(_threads(workers))
        writer = stack.enter_context(Output(output.absolute()))
        finish = _finisher(Twins(codecs, cache), writer, timings)
        written = run_until_fault(finish, _linked(build, cache, timings, threads), threads.executor, threads.window)
        entries, notes = _collect(written, len(build.plan.actions) + len(build.entries.assets), progress)
        report = timings.timed("commit", writer.commit)(manifest_bytes(config.url, entries, _modules(config, entries)))
    notes = [*build.esbuild.notes, *unused_filters(config, build.filters), *map(build.places.of_note, notes)]
    is_pure = build.entries.is_pure and all(found.pure for found in build.filters.values())
    own = (file for found in build.filters.values() for file in found.files)
    files = (*build.esbuild.files(), *build.entries.files, *own, *build.packages.files)
    packages = Sources(build.packages.sources, tuple(build.packages.folders))
    sources = replace(build.sources, folders=(*build.sources.folders, *build.entries.folders))
    digests = build.fetch.digests()
    return BuildResult(output, entries, tuple(notes), report, sources, packages, digests, files, is_pure)


def compare_sources(config: Config, folder: str, manifest: ManifestFile) -> Iterator[AssetbuildError]:
    """What the manifest would say otherwise if everything were compiled now, with no cache and nothing written."""
    with ExitStack() as stack:
        build = _prepare(config, folder, None, NoCache(), NoTimings(), stack)
        stack.enter_context(build.places.told())
        threads = stack.enter_context(_threads(0))
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
    folder: str
    sources: Sources
    plan: Plan
    filters: dict[str, Filter]
    # All that can be fetched: sources, and of packages what was reached so far.
    listing: dict[str, Source]
    fetch: SourceBytes
    places: Places
    packages: PackageFolders
    entries: Compiled
    esbuild: Esbuild


@dataclass(frozen=True, slots=True)
class _Threads:
    """An executor, and how many items may be under way in it."""

    executor: ThreadPoolExecutor
    window: int


def _prepare(
    config: Config,
    folder: str,
    known: Mapping[Source, str] | None,
    cache: Cache,
    timings: Timings,
    stack: ExitStack,
) -> _Build:
    """`stack` closes what was opened."""
    sources = timings.timed("list", find_sources)(config, folder)
    plan = make_plan(config, sources.listing, expand_bundles(config, sources.listing))
    esbuild = stack.enter_context(closing(Esbuild(config.targeted_esbuild(), folder, config.where("esbuild"))))
    entries = _compile_entries(config, folder, sources, esbuild, cache, timings) if config.entries else Compiled()
    plan = entries.without_made(plan, config)
    found = find_filters(plan, config, folder, esbuild)
    filters = {name: timed_filter(each, timings) for name, each in found.items()}
    listing = dict(sources.listing)
    fetch = SourceBytes(listing, timings.timed("read", read_file, str), known)
    fetch.expect(plan)
    places = Places(listing, plan)
    packages = PackageFolders(config, folder)
    return _Build(config, folder, sources, plan, filters, listing, fetch, places, packages, entries, esbuild)


def _compile_entries(
    config: Config, folder: str, sources: Sources, esbuild: Esbuild, cache: Cache, timings: Timings
) -> Compiled:
    from .entries.compile import compile_entries

    bundle = timings.timed("esbuild", compile_entries)
    compiled = bundle(config, folder, sources.roots, sources.listing, esbuild, cache)
    # Copies of this process may be made from here on, and a thread that reads from esbuild cannot be copied.
    esbuild.close()
    return compiled


def _linked(build: _Build, cache: Cache, timings: Timings, threads: _Threads) -> Iterator[Artifact]:
    """The artifacts of the plan, compiled and linked, as they come, and of all that modules reach in packages."""
    names = frozenset([*(action.output for action in build.plan.actions), *build.entries.names()])
    assets = chain(build.entries.assets, _compiled(build, cache, timings, threads))
    return link(assets, names, build.config, build.places.of_reference, build.packages)


def _compiled(build: _Build, cache: Cache, timings: Timings, threads: _Threads) -> Iterator[Asset]:
    """The assets of the plan, then those of packages that these were found to import, and so on until no more are."""
    plan = build.plan
    while plan.actions:
        compiler = CachedCompiler(build.filters, build.fetch, cache, timed_scanner(timings))
        compile_one = timings.timed("compile", compiler.compile, lambda action: action.output)
        yield from run(compile_one, _largest_first(plan, build.listing), threads.executor, threads.window)
        plan = _reached(build, timings)


def _reached(build: _Build, timings: Timings) -> Plan:
    """What is to be compiled of what the assets so far were found to need."""
    paths = build.packages.take()
    build.listing.update({path: build.packages.sources[path] for path in paths})
    plan = plan_files(build.config, paths)
    missing = {name for name in plan.filter_uses() if name not in build.filters}
    if missing:
        found = find_filters(plan, build.config, build.folder, build.esbuild)
        build.filters.update({name: timed_filter(found[name], timings) for name in missing})
    build.fetch.expect(plan)
    build.places.add(plan)
    return plan


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


def _largest_first(plan: Plan, listing: Mapping[str, Source]) -> list[Action]:
    """The actions in the order that leaves no worker alone with a large one at the end."""

    def size(action: Action) -> int:
        return sum(listing[member.path].size for member in action.members)

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
            progress(done, max(done, total))
    return dict(sorted(entries.items())), sorted(notes, key=Note.order)


def _entry(artifact: Artifact) -> Entry:
    twins = {encoding: len(data) for encoding, data in sorted(artifact.encodings.items())}
    kind = media_type(artifact.logical)
    # The ending says it already.
    module = artifact.module and not artifact.path.endswith(".mjs")
    return Entry(
        artifact.path,
        len(artifact.data),
        kind,
        artifact.integrity,
        twins,
        artifact.references,
        module,
        artifact.imports,
        artifact.dynamic,
    )


def _modules(config: Config, entries: Mapping[str, Entry]) -> ModuleMap | None:
    """How the modules among the assets find each other; None where there are none."""
    if config.modules == "off" or not any(entry.is_module() or entry.dynamic for entry in entries.values()):
        return None
    below = {name: target.removeprefix(config.url) for name, target in config.importmap.items()}
    names = {name: below[name] if below[name] in entries else target for name, target in config.importmap.items()}
    return ModuleMap(config.modules, names)
