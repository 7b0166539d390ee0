"""All that is known before the first asset of a plan is compiled, and the assets and artifacts that come of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing
from typing import TYPE_CHECKING, NamedTuple

from .build import LITTLE, run
from .bundles import expand_bundles
from .cache import FolderCache, NoCache
from .cached import CachedCompiler
from .config import Config
from .entries.begun import Begun
from .entries.compiled import Compiled
from .esbuild.tool import Esbuild
from .found_filters import find_filters
from .last_build import LastBuild, Made, can_be_kept, unchanged
from .model import Action, Artifact, Asset, Filter, Note, Plan, Source, WalkedFolder
from .packages import PackageFolders
from .places import Places
from .plan import make_plan, plan_files
from .sharing import Crew, crew
from .source_bytes import SourceBytes, read_file
from .sources import Sources
from .timed import timed_cache, timed_filter, timed_scanner
from .timings import Timings
from .workers import Threads

if TYPE_CHECKING:
    from .sourcemaps.mapper import Mapper


class Prepared(NamedTuple):
    """What is known before anything is compiled, but for the entry points of esbuild, which are `entries` already."""

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
    entries: Compiled
    esbuild: Esbuild
    compiler: CachedCompiler
    # What there is to say of the bundles.
    notes: tuple[Note, ...]

    @property
    def expected(self) -> int:
        """How many assets there will be at least: what modules reach in packages comes in addition."""
        return len(self.plan.actions) + len(self.entries.assets)

    @property
    def is_pure(self) -> bool:
        """Whether files and folders tell all that the output depends on."""
        return self.sources.roots.is_pure and self.entries.is_pure and all(each.pure for each in self.filters.values())

    def files(self) -> Iterator[str]:
        """What was read, or looked for, beside the sources."""
        yield from self.esbuild.files()
        yield from self.entries.files
        yield from (file for found in self.filters.values() for file in found.files)
        yield from self.packages.files


def prepare(
    config: Config,
    folder: str,
    begun: Begun,
    known: Mapping[Source, str] | None,
    cache: FolderCache | NoCache,
    timings: Timings,
    stack: ExitStack,
) -> Prepared:
    """`known` has digests of sources, where these are known. `stack` closes what is opened here, and esbuild."""
    sources = begun.sources
    esbuild = stack.enter_context(closing(begun.esbuild))
    bundles = expand_bundles(config, sources.listing)
    plan = make_plan(config, sources.listing, bundles)
    entries = _compile_entries(begun, cache, timings)
    plan = entries.without_made(plan, config)
    found, input_folders = find_filters(plan, config, folder, esbuild)
    filters = {name: timed_filter(each, timings) for name, each in found.items()}
    listing = dict(sources.listing)
    fetch = SourceBytes(listing, timings.timed("read", read_file, str), known)
    fetch.expect(plan)
    places = Places(listing, plan)
    packages = PackageFolders(config, folder)
    mapper = _mapper() if config.sourcemaps else None
    modules = config.modules != "off"
    scanner = timed_scanner(timings, modules)
    compiler = CachedCompiler(filters, fetch, timed_cache(cache, timings), scanner, mapper, modules)
    return Prepared(
        config,
        folder,
        sources,
        plan,
        filters,
        listing,
        fetch,
        places,
        packages,
        input_folders,
        entries,
        esbuild,
        compiler,
        tuple(note for bundle in bundles for note in bundle.notes),
    )


def _mapper() -> Mapper:
    from .sourcemaps.mapper import Mapper

    return Mapper()


def keep(build: Prepared, last: LastBuild, is_in_place: Callable[[Made], bool]) -> dict[str, Made]:
    """What the last build made and this one need not."""
    if not can_be_kept(build.config) or not last.made:
        return {}
    keys = {action.output: build.compiler.key(action) for action in build.plan.actions}
    return unchanged(last, keys, build.compiler.is_same, is_in_place)


def _compile_entries(begun: Begun, cache: FolderCache | NoCache, timings: Timings) -> Compiled:
    if begun.entries is None:
        return Compiled()
    # While esbuild works, what is needed when it has answered.
    import concurrent.futures.thread  # noqa: F401

    from . import link  # noqa: F401
    from .entries.compile import compile_entries

    compiled = timings.timed("esbuild", compile_entries)(begun.entries, timed_cache(cache, timings))
    # Copies of this process may be made from here on, and a thread that reads from esbuild cannot be copied.
    begun.esbuild.close()
    return compiled


def together(
    build: Prepared, kept: Collection[str], cache: FolderCache | NoCache, timings: Timings, processes: int
) -> AbstractContextManager[Crew]:
    """The processes that compile what is not kept, that many at most."""
    compile_one = timings.timed("compile", build.compiler.compile, lambda action: action.output)
    plan = Plan(tuple(action for action in build.plan.actions if action.output not in kept))

    def is_little(action: Action) -> bool:
        return _size(action, build.listing) < LITTLE and build.compiler.is_at_hand(action)

    # A copy that is interrupted could not end the tools that it waits for, and they are processes of their own anyway.
    processes = 1 if any(found.tools for found in build.filters.values()) else processes
    actions = _largest_first(plan, build.listing)
    return crew(compile_one, is_little, actions, build.fetch, cache, timings, processes)


def linked(build: Prepared, assets: Iterable[Asset], kept: Mapping[str, Made]) -> Iterator[Artifact]:
    """The artifacts of the assets, as they come. Those of what is `kept` are there already."""
    # Not before there are copies of this process, which need none of it.
    from .link import link

    names = frozenset([*(action.output for action in build.plan.actions), *build.entries.names()])
    named = {path: made.entry.path for path, made in kept.items()}
    return link(assets, names, build.config, build.places.of_reference, build.packages, named)


def compiled(build: Prepared, compiling: Crew, timings: Timings, threads: Threads) -> Iterator[Asset]:
    """The assets of the entry points and of the plan, then those of packages that these were found to import, and so on
    until no more are."""
    yield from build.entries.assets
    yield from compiling.assets(threads.executor, threads.window)
    while actions := _largest_first(_reached(build, timings), build.listing):
        yield from run(compiling.compile_one, actions, threads.executor, threads.window)


def _reached(build: Prepared, timings: Timings) -> Plan:
    """What is to be compiled of what the assets so far were found to need."""
    paths = build.packages.take()
    build.listing.update({path: build.packages.sources[path] for path in paths})
    plan = plan_files(build.config, paths)
    missing = {name for name in plan.filter_uses() if name not in build.filters}
    if missing:
        found, folders = find_filters(plan, build.config, build.folder, build.esbuild)
        build.filters.update({name: timed_filter(found[name], timings) for name in missing})
        build.input_folders.extend(folders)
    build.fetch.expect(plan)
    build.places.add(plan)
    return plan


def _largest_first(plan: Plan, listing: Mapping[str, Source]) -> list[Action]:
    """The actions in the order that leaves no worker alone with a large one at the end."""
    return sorted(plan.actions, key=lambda action: _size(action, listing), reverse=True)


def _size(action: Action, listing: Mapping[str, Source]) -> int:
    return sum(listing[member.path].size for member in action.members)
