"""From the configuration to the output folder: the whole build, step by step."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import NamedTuple

from .build import run, run_until_fault
from .bundles import expand_bundles
from .cache import FolderCache, NoCache
from .cached import CachedCompiler
from .config import Config
from .encodings import Codec, check_encoding, find_codec
from .errors import AssetbuildError, Location, UsageError
from .filters.options import OptionError
from .filters.registry import find_filter, refuse_rivals
from .fingerprint import digest
from .input_files import find_inputs
from .link import link
from .manifest import Entry, ManifestFile, ModuleMap, manifest_bytes
from .media_types import media_type
from .model import Action, Artifact, Asset, Filter, Note, Plan, Source, WalkedFolder
from .output.place import output_folder
from .output.writer import Output, OutputReport
from .packages import PackageFolders
from .places import Places
from .plan import make_plan, plan_files, shadowed
from .sharing import Crew, crew
from .source_bytes import SourceBytes, read_file
from .source_roots import Roots
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

    `sources`, and the `packages` that modules reach, are what it was made of, `digests` (SHA-256 in hex) is of them by
    logical path. `files` are the project's own filters, what filters read beside the sources, in `folders` that were
    listed, and with what `tools`, and what was read or looked for in packages. `is_pure` says whether that is all: a
    filter that is not pure, or settings of Django, may have read something else.
    """

    output: Path
    entries: dict[str, Entry]
    notes: tuple[Note, ...]
    report: OutputReport
    sources: Sources
    packages: Sources
    digests: dict[str, str]
    files: tuple[str, ...]
    folders: tuple[WalkedFolder, ...]
    tools: tuple[str, ...]
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
    cache: FolderCache | NoCache | None = None,
    known: Mapping[Source, str] | None = None,
    roots: Roots | None = None,
    timings: Timings | None = None,
    progress: Progress | None = None,
) -> BuildResult:
    """Compile everything below the source roots into the output folder; `folder` is the configuration's.

    `workers` is the number of threads, by default one for each processor. `fast` makes larger twins in less time.
    `known` has the digests of sources that an earlier build saw, `roots` what the source roots are known to stand for.
    Raises AssetbuildError; then the output folder is what it was.
    """
    timings = timings or NoTimings()
    build = _prepare(config, folder, known, timings, roots)
    codecs = [timed_codec(codec, timings) for codec in _find_codecs(config, fast)]
    cache = cache or NoCache()
    output = output_folder(config, folder)
    workers = workers or os.cpu_count() or 1
    # Copies of the process are made before it holds the lock of the output folder.
    with (
        build.places.told(),
        _crew(build, cache, timings, 1 if known else workers) as together,
        _threads(workers, build.filters) as threads,
        Output(output.absolute()) as writer,
    ):
        finish = _finisher(Twins(codecs, timed_cache(cache, timings)), writer, timings)
        written = run_until_fault(finish, _linked(build, together, timings, threads), threads.executor, threads.window)
        entries, notes = _collect(written, len(build.plan.actions), progress)
        report = timings.timed("commit", writer.commit)(manifest_bytes(config.url, entries, _modules(config, entries)))
    notes = [*shadowed(build.plan, build.sources.listing), *notes]
    notes = [*_unused_filters(config, build.filters), *map(build.places.of_note, notes)]
    return BuildResult(
        output,
        entries,
        tuple(notes),
        report,
        build.sources,
        Sources(build.packages.sources, tuple(build.packages.folders)),
        build.fetch.digests(),
        (*(file for found in build.filters.values() for file in found.files), *build.packages.files),
        tuple(build.input_folders),
        tuple(tool for found in build.filters.values() for tool in found.tools),
        build.sources.roots.is_pure and all(found.pure for found in build.filters.values()),
    )


def compile_entries(config: Config, folder: str, *, workers: int = 0, fast: bool = False) -> dict[str, Entry]:
    """What the manifest would name if everything were compiled now, with no cache and nothing written."""
    build = _prepare(config, folder, None, NoTimings())
    twins = Twins(_find_codecs(config, fast), NoCache())
    workers = workers or os.cpu_count() or 1
    with (
        build.places.told(),
        _crew(build, NoCache(), NoTimings(), workers) as together,
        _threads(workers, build.filters) as threads,
    ):
        linked = _linked(build, together, NoTimings(), threads)
        finished = run_until_fault(twins.finish, linked, threads.executor, threads.window)
        return _collect(finished, len(build.plan.actions), None)[0]


def compare_sources(config: Config, folder: str, manifest: ManifestFile) -> Iterator[AssetbuildError]:
    """What the manifest would say otherwise if everything were compiled now, with no cache and nothing written."""
    build = _prepare(config, folder, None, NoTimings())
    workers = os.cpu_count() or 1
    with (
        build.places.told(),
        _crew(build, NoCache(), NoTimings(), workers) as together,
        _threads(workers, build.filters) as threads,
    ):
        artifacts = {each.logical: each.path for each in _linked(build, together, NoTimings(), threads)}
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
    folder: str
    sources: Sources
    plan: Plan
    filters: dict[str, Filter]
    # All that can be fetched: sources, and of packages what was reached so far.
    listing: dict[str, Source]
    fetch: SourceBytes
    places: Places
    packages: PackageFolders
    input_folders: list[WalkedFolder]


class _Threads(NamedTuple):
    """An executor, and how many items may be under way in it."""

    executor: ThreadPoolExecutor
    window: int


def _prepare(
    config: Config,
    folder: str,
    known: Mapping[Source, str] | None,
    timings: Timings,
    roots: Roots | None = None,
) -> _Build:
    sources = timings.timed("list", find_sources)(config, folder, roots)
    plan = make_plan(config, sources.listing, expand_bundles(config, sources.listing))
    found, input_folders = _find_filters(plan, config, folder)
    filters = {name: timed_filter(each, timings) for name, each in found.items()}
    listing = dict(sources.listing)
    fetch = SourceBytes(listing, timings.timed("read", read_file, str), known)
    fetch.expect(plan)
    places = Places(listing, plan)
    packages = PackageFolders(config, folder)
    return _Build(config, folder, sources, plan, filters, listing, fetch, places, packages, input_folders)


def _crew(
    build: _Build, cache: FolderCache | NoCache, timings: Timings, processes: int
) -> AbstractContextManager[Crew]:
    compiler = CachedCompiler(build.filters, build.fetch, timed_cache(cache, timings), timed_scanner(timings))
    compile_one = timings.timed("compile", compiler.compile, lambda action: action.output)
    # A copy that is interrupted could not end the tools that it waits for, and they are processes of their own anyway.
    processes = 1 if any(found.tools for found in build.filters.values()) else processes
    return crew(compile_one, _largest_first(build.plan, build.listing), build.fetch, cache, timings, processes)


def _linked(build: _Build, together: Crew, timings: Timings, threads: _Threads) -> Iterator[Artifact]:
    """The artifacts of the plan, compiled and linked, as they come, and of all that modules reach in packages."""
    names = frozenset(action.output for action in build.plan.actions)
    assets = _compiled(build, together, timings, threads)
    return link(assets, names, build.config, build.places.of_reference, build.packages)


def _compiled(build: _Build, together: Crew, timings: Timings, threads: _Threads) -> Iterator[Asset]:
    """The assets of the plan, then those of packages that these were found to import, and so on until no more are."""
    yield from together.assets(threads.executor, threads.window)
    while actions := _largest_first(_reached(build, timings), build.listing):
        yield from run(together.compile_one, actions, threads.executor, threads.window)


def _reached(build: _Build, timings: Timings) -> Plan:
    """What is to be compiled of what the assets so far were found to need."""
    paths = build.packages.take()
    build.listing.update({path: build.packages.sources[path] for path in paths})
    plan = plan_files(build.config, paths)
    missing = {name for name in plan.filter_uses() if name not in build.filters}
    if missing:
        found, folders = _find_filters(plan, build.config, build.folder)
        build.filters.update({name: timed_filter(found[name], timings) for name in missing})
        build.input_folders.extend(folders)
    build.fetch.expect(plan)
    build.places.add(plan)
    return plan


@contextmanager
def _threads(workers: int, filters: Mapping[str, Filter]) -> Iterator[_Threads]:
    """What has not begun when a build fails never does, and programs that filters wait for are stopped."""
    executor = ThreadPoolExecutor(workers)
    try:
        yield _Threads(executor, _WINDOW * workers)
    except BaseException:
        for stop in filter(None, (found.stop for found in filters.values())):
            stop()
        raise
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
    return dict(sorted(entries.items())), sorted(dict.fromkeys(notes), key=Note.order)


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


def _find_filters(plan: Plan, config: Config, folder: str) -> tuple[dict[str, Filter], list[WalkedFolder]]:
    """The filters by name, and the folders that were listed for what they read beside the sources."""
    found = {}
    folders: list[WalkedFolder] = []
    for name, use in sorted(plan.filter_uses().items()):
        try:
            each = find_filter(use, folder, config.url)
        except UsageError as error:
            option = error.option if isinstance(error, OptionError) else ""
            where = error.where or config.where_filter(name, option)
            raise UsageError(error.message, where, error.hint) from error
        inputs = find_inputs(each.inputs, folder, config.where_filter(name, "inputs"))
        folders += inputs.folders
        found[name] = _versioned(each, inputs.files)
    for bundle in config.bundles:
        refuse_rivals(bundle.filters or (), found, bundle.where)
    return found, folders


def _versioned(found: Filter, inputs: Mapping[str, str]) -> Filter:
    """A filter of the project's own is at another version whenever its code is, or what it reads beside the text."""
    digests = [digest(read_file(file)) for file in found.files]
    named = [f"{name}={digest(read_file(file))}" for name, file in inputs.items()]
    files = (*found.files, *inputs.values())
    return found._replace(version=" ".join([found.version, *digests, *named]), files=files)


def _unused_filters(config: Config, filters: Mapping[str, Filter]) -> Iterator[Note]:
    for name in sorted(config.filters.keys() - filters.keys()):
        message = f"[filters.{name}] sets options of a filter that nothing uses"
        yield Note("warning", message, config.where_filter(name))
