"""From the configuration to the output folder: the whole build, step by step."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from .also import OtherManifests, other_manifests
from .build import LITTLE, run_until_fault
from .cache import FolderCache, NoCache
from .config import Config
from .encodings import Codec, check_encoding
from .entries.begun import Begun, begin
from .errors import AssetbuildError, Location
from .fingerprint import integrity
from .found_filters import unused_filters
from .last_build import NOTHING, LastBuild, can_be_kept, settings_of
from .manifest import Entry, ManifestFile, manifest_bytes
from .manifest_entries import Progress, collect, entries_of, groups_of, module_map, notes_of
from .model import Artifact, Note, Source, WalkedFolder
from .origin import Origin
from .output.in_place import InPlace
from .output.place import output_folder
from .output.writer import Moved, Output, OutputReport
from .plan import shadowed
from .prepared import compiled, keep, linked, prepare, together
from .source_roots import Roots
from .sources import Sources
from .timed import timed_cache, timed_codec
from .timings import NoTimings, Timings
from .twin_codecs import TwinCodecs, twin_codecs
from .twins import Twins
from .workers import processors, threads_of

_COMPILE = "run `assetbuild compile --force`"


class BuildResult(NamedTuple):
    """What a build made: its entries by logical path, what there is to say of it, and what was written where.
    `also` are the paths of the manifests for other readers, below the output folder.

    `sources`, and the `packages` that modules reach, are what it was made of, `digests` (SHA-256 in hex) is of them by
    logical path. `files` are the project's own filters, and what filters and engines read or looked for beside the
    sources, in `folders` that were listed, and with what `tools`. `origin` tells of the foreign files that the
    configuration was made from. `is_pure` says whether that is all: a filter that is not pure, or settings of Django,
    may have read something else. `last` is all of it for the next build.
    """

    output: Path
    entries: dict[str, Entry]
    notes: tuple[Note, ...]
    report: OutputReport
    also: tuple[str, ...]
    sources: Sources
    packages: Sources
    digests: dict[str, str]
    files: tuple[str, ...]
    folders: tuple[WalkedFolder, ...]
    tools: tuple[str, ...]
    is_pure: bool
    origin: Origin
    last: LastBuild

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
    last: LastBuild = NOTHING,
    roots: Roots | None = None,
    timings: Timings | None = None,
    progress: Progress | None = None,
    begun: Begun | None = None,
) -> BuildResult:
    """Compile everything below the source roots into the output folder; `folder` is the configuration's.

    `workers` is the number of threads, by default one for each processor. `fast` makes larger twins in less time.
    `known` has the digests of sources that an earlier build saw, `last` is what it made, `roots` what the source roots
    are known to stand for. `begun` is the build if it was begun before.
    Raises AssetbuildError; then the output folder is what it was.
    """
    timings, cache, workers = timings or NoTimings(), cache or NoCache(), workers or processors()
    begun = begun or begin(config, folder, roots, cache, timings)
    try:
        return _compile(config, folder, begun, workers, fast, cache, known, last, timings, progress)
    except Moved:
        begun = begin(config, folder, roots, cache, timings)
        return _compile(config, folder, begun, workers, fast, cache, known, NOTHING, timings, progress)


def _compile(
    config: Config,
    folder: str,
    begun: Begun,
    workers: int,
    fast: bool,
    cache: FolderCache | NoCache,
    known: Mapping[Source, str] | None,
    last: LastBuild,
    timings: Timings,
    progress: Progress | None,
) -> BuildResult:
    with ExitStack() as stack:
        write_back = timings.timed("cache write", cache.write_back)
        stack.callback(write_back)
        build = prepare(config, folder, begun, known, cache, timings, stack)
        codecs = _find_codecs(config, fast, lambda codec: timed_codec(codec, timings))
        output = output_folder(config, folder)
        stack.enter_context(build.places.told())
        in_place = InPlace(str(output.absolute()))
        settings = settings_of(config, codecs)
        kept = keep(build, last, in_place.has) if last.settings == settings else {}
        # Copies of the process are made before it holds the lock of the output folder.
        compiling = stack.enter_context(together(build, kept, cache, timings, 1 if known else workers))
        threads = stack.enter_context(threads_of(workers, build.filters))
        writer = stack.enter_context(Output(output.absolute()))
        twins = Twins(codecs, timed_cache(cache, timings))
        finish = _finisher(twins, writer, timings)
        artifacts = map(_little_hashed, linked(build, compiled(build, compiling, timings, threads), kept))
        written = run_until_fault(finish, artifacts, threads.executor, threads.window, _is_little(twins))
        made = collect(written, kept, build.expected, progress)
        entries = entries_of(made)
        writer.reuse(kept.values())
        manifest, others = manifests(config, entries)
        # The disk is waited for now, which leaves time for the cache.
        threads.executor.submit(write_back)
        report = timings.timed("commit", writer.commit)(manifest, others.files)
    origin = config.origin or Origin("")
    notes = [*shadowed(build.plan, build.sources.listing), *notes_of(made)]
    notes = [
        *origin.notes,
        *build.notes,
        *build.esbuild.notes,
        *others.notes,
        *unused_filters(config, build.filters),
        *map(build.places.of_note, notes),
    ]
    return BuildResult(
        output,
        entries,
        tuple(notes),
        report,
        tuple(others.files),
        build.sources,
        Sources(build.packages.sources, tuple(build.packages.folders)),
        build.fetch.digests(),
        tuple(build.files()),
        (*build.input_folders, *build.entries.folders),
        tuple(tool for found in build.filters.values() for tool in found.tools),
        build.is_pure and origin.is_pure,
        origin,
        LastBuild(settings, in_place.stamped(made)) if cache.keeps and can_be_kept(config) else NOTHING,
    )


def manifests(config: Config, entries: Mapping[str, Entry]) -> tuple[bytes, OtherManifests]:
    """Our manifest of these assets, and those for other readers."""
    modules, groups = module_map(config, entries), groups_of(config, entries)
    others = other_manifests(config, entries, modules, groups)
    return manifest_bytes(config.url, entries, modules, groups, others.said), others


def compile_entries(config: Config, folder: str, *, workers: int = 0, fast: bool = False) -> dict[str, Entry]:
    """What the manifest would name if everything were compiled now, with no cache and nothing written."""
    twins = Twins(_find_codecs(config, fast), NoCache())
    artifacts = _compiled_anew(config, folder, workers or processors(), twins.finish)
    return entries_of(collect(artifacts, {}, 0, None))


def compare_sources(config: Config, folder: str, manifest: ManifestFile) -> Iterator[AssetbuildError]:
    """What the manifest would say otherwise if everything were compiled now, with no cache and nothing written."""
    compiled = _compiled_anew(config, folder, processors(), lambda artifact: artifact)
    artifacts = {each.logical: each.path for each in compiled}
    where = Location(manifest.file)
    for name in sorted(artifacts.keys() | manifest.names()):
        if name not in manifest:
            yield AssetbuildError(f"the sources have {name!r}, which the manifest has not", where, _COMPILE)
        elif name not in artifacts:
            yield AssetbuildError(f"the manifest has {name!r}, which the sources have not", where, _COMPILE)
        elif artifacts[name] != manifest.entry(name).path:
            message = f"the sources of {name!r} give another content than the manifest says"
            yield AssetbuildError(message, where, _COMPILE)


def _compiled_anew(
    config: Config, folder: str, workers: int, finish: Callable[[Artifact], Artifact]
) -> Iterator[Artifact]:
    timings, cache = NoTimings(), NoCache()
    with ExitStack() as stack:
        build = prepare(config, folder, begin(config, folder, None, cache, timings), None, cache, timings, stack)
        stack.enter_context(build.places.told())
        compiling = stack.enter_context(together(build, (), cache, timings, workers))
        threads = stack.enter_context(threads_of(workers, build.filters))
        artifacts = linked(build, compiled(build, compiling, timings, threads), {})
        yield from run_until_fault(finish, artifacts, threads.executor, threads.window)


def _finisher(twins: Twins, writer: Output, timings: Timings) -> Callable[[Artifact], Artifact]:
    finish = timings.timed("finish", twins.finish, lambda artifact: artifact.path)
    write = timings.timed("write", writer.write, lambda artifact: artifact.path)

    def finish_and_write(artifact: Artifact) -> Artifact:
        finished = finish(artifact)
        write(finished)
        return finished

    return finish_and_write


def _little_hashed(artifact: Artifact) -> Artifact:
    """With its integrity, where that is a matter of microseconds: it says whether twins are at hand."""
    return artifact._replace(integrity=integrity(artifact.data)) if len(artifact.data) < LITTLE else artifact


def _is_little(twins: Twins) -> Callable[[Artifact], bool]:
    return lambda artifact: len(artifact.data) < LITTLE and twins.are_at_hand(artifact)


def _find_codecs(config: Config, fast: bool, timed: Callable[[Codec], Codec] = lambda codec: codec) -> TwinCodecs:
    for index, encoding in enumerate(config.encodings):
        check_encoding(encoding, config.where("encodings", index))
    return twin_codecs(config.encodings, fast=fast, timed=timed)
