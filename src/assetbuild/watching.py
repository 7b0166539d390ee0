"""Compiles again whenever a source or the configuration changes."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from threading import Event

from .cache import FolderCache
from .config import Config
from .config_file import OWN, SHARED, load_config
from .django_root.listing import settings_files
from .errors import AssetbuildError, UsageError
from .last_build import NOTHING
from .model import Source
from .origin import Origin
from .pipeline import BuildResult, compile_assets
from .replay import cache_folder
from .source_roots import Roots, find_roots, is_django, is_folder, root_folder
from .source_walk import is_passed_over
from .sources import find_sources
from .unchanged import is_settled

# Milliseconds: how often it is looked whether something changed, for how long it may go on changing before a build,
# and how often the files are looked at that no event tells of.
_STEP, _DEBOUNCE, _POLL = 10, 300, 200
_CACHE_SIZE = 10**9
# Up to that many changed files one thread is faster: the rest comes from the cache, and threads wait for each other.
_FEW = 8

Stamp = tuple[int, ...] | None


@dataclass(frozen=True, slots=True)
class Rebuild:
    """One build of a watch: what changed (absolute paths, sorted; none for the first build), how long it took, and
    what it made or why it made nothing. Then the output folder is as the last complete build left it. `url` is the
    configuration's.
    """

    changed: tuple[str, ...]
    milliseconds: float
    result: BuildResult | None = None
    error: AssetbuildError | None = None
    url: str = "/"


def need_libraries(command: str, *names: str) -> None:
    """Raises UsageError where one of these libraries is not installed."""
    missing = [name for name in names if find_spec(name) is None]
    if missing:
        hint = 'install the extra: pip install "assetbuild[dev]"'
        raise UsageError(f"`assetbuild {command}` needs {' and '.join(missing)}", hint=hint)


class Builder:
    """Builds, again and again, with what the last build knew."""

    def __init__(
        self,
        config_file: str | None,
        *,
        definition: str | None = None,
        cache: str | None = None,
        twins: bool = False,
        workers: int = 0,
    ):
        """Twins cost seconds and change no page, so by default there are none. Raises UsageError as `load_config`."""
        self._definition = definition
        self._file, self._cache_dir, self._twins, self._workers = config_file, cache, twins, workers
        self._known: dict[Source, str] = {}
        self._last = NOTHING
        self._cache: FolderCache | None = None
        self._modules: tuple[str, ...] = ()
        self._roots: Roots | None = None
        self._inputs: tuple[str, ...] = ()
        self._listed: tuple[str, ...] = ()
        self._stamps: dict[str, Stamp] = {}
        self._configure()
        self.last = Rebuild((), 0)

    def build(self, changed: Iterable[str] = ()) -> Rebuild:
        """Build with the configuration as it is now. `changed` are the files that are to be read again."""
        began, settled = time.perf_counter(), time.time_ns()
        names = {os.path.basename(path) for path in changed}
        known = {source: digest for source, digest in self._known.items() if os.path.basename(source.file) not in names}
        seen, self._known = self._stamp(), {}
        result, error = None, None
        if not names or not set(map(os.path.abspath, seen)).isdisjoint(changed):
            self._roots = None
        try:
            self._configure()
            self._ask()
            result = self._compile(known, self._workers or int(0 < len(names) <= _FEW))
            self._known, self._last = dict(_known_of(result, settled)), result.last
            self._modules = (*result.files, *(source.file for source in result.packages.listing.values()))
            self._listed = tuple(listed.folder for listed in result.folders)
        except AssetbuildError as fault:
            error = fault
        # As they were before they were read.
        now = self._stamp()
        self._stamps = now | {file: stamp for file, stamp in seen.items() if file in now}
        taken = (time.perf_counter() - began) * 1000
        self.last = Rebuild(tuple(sorted(changed)), taken, result, error, self.config.url)
        return self.last

    def concerns(self, path: str) -> bool:
        """Whether a change of that file may change the output."""
        if any(_is_below(path, folder) for folder in self._ours):
            return False
        below = (os.path.relpath(path, folder) for folder, _ in self.folders() if _is_below(path, folder))
        return any(map(_may_be_source, below))

    def folders(self) -> tuple[tuple[str, int], ...]:
        """The source roots that are there: real paths and inodes."""
        found = []
        for root in self._root_folders():
            try:
                real = os.path.realpath(root)
                found.append((real, os.stat(real).st_ino))
            except OSError:  # the build tells it, and `polled` sees it come
                continue
        return tuple(sorted(set(found)))

    def _root_folders(self) -> Iterator[str]:
        if self._roots:
            yield from (root.folder for root in self._roots.roots)
        for root in self.config.sources:
            try:
                if not is_django(root):
                    yield root_folder(root, self.folder, self.config.where("sources"))
            except UsageError:
                continue

    def polled(self) -> set[str]:
        """The files that changed and that no event tells of: the configuration, modules of own filters, new roots."""
        now = self._stamp()
        return {
            os.path.abspath(file)
            for file in now.keys() | self._stamps.keys()
            if now.get(file) != self._stamps.get(file)
        }

    def unnoticed(self) -> Rebuild | None:
        """A build of what no event told of, if there is any: a file that was made in a folder so new that nobody
        watched it yet, or one that was being written while it was read. To be asked once after each build."""
        if self._cache:
            self._cache.trim()
        before = self.last
        if before.result is None:
            again = self.build()
            return None if again.result is None and str(again.error) == str(before.error) else again
        changed = self._differing(before.result.sources.listing)
        return self.build(changed) if changed else None

    def _differing(self, listing: Mapping[str, Source]) -> set[str]:
        try:
            now = find_sources(self.config, self.folder, self._roots).listing
        except AssetbuildError:
            return {self.folder}
        differing = [each for path in now.keys() | listing.keys() for each in {now.get(path), listing.get(path)}]
        found = (
            os.path.realpath(each.file) for each in differing if each and now.get(each.path) != listing.get(each.path)
        )
        return {file for file in found if self.concerns(file)}

    def _configure(self) -> None:
        config, self.folder = load_config(self._file, definition=self._definition)
        self.config: Config = config if self._twins else config._replace(encodings=())
        self._place = cache_folder(self.folder, self._cache_dir)
        output = os.path.join(self.folder, config.output)
        self._ours = tuple(map(os.path.realpath, (output, self._place)))

    def _ask(self) -> None:
        """Ask a Django project for its roots. That takes long, so it is done when what they depend on has changed."""
        if self._roots is None and any(map(is_django, self.config.sources)):
            self._roots = find_roots(self.config, self.folder)
            self._inputs = self._roots.inputs

    def _compile(self, known: Mapping[Source, str], workers: int) -> BuildResult:
        self._cache = FolderCache(Path(self._place), _CACHE_SIZE, time.time())
        last, self._last = self._last, NOTHING
        return compile_assets(
            self.config, self.folder, workers=workers, cache=self._cache, known=known, last=last, roots=self._roots
        )

    def _stamp(self) -> dict[str, Stamp]:
        configured = (self._file,) if self._file else tuple(os.path.join(self.folder, name) for name in (OWN, SHARED))
        roots = [os.path.join(self.folder, root) for root in self.config.sources if is_folder(root)]
        settings = [
            file for root in self.config.sources if is_django(root) for file in settings_files(root, self.folder)
        ]
        origin = self.config.origin or Origin("")
        seen = [each.file for each in origin.files]
        stamps = {
            file: _stamp_of(file) for file in (*configured, *self._modules, *self._inputs, *roots, *settings, *seen)
        }
        listed = (*self._listed, *(each.folder for each in origin.folders))
        return stamps | {folder: _stamp_of_listing(folder) for folder in listed}


def rebuilds(builder: Builder, stop: Event) -> Iterator[Rebuild]:
    """The first build, then one for each change, until `stop` is set."""
    yield builder.build()
    while not stop.is_set():
        yield from _rebuilds_of(builder, builder.folders(), stop)


def _rebuilds_of(builder: Builder, folders: tuple[tuple[str, int], ...], stop: Event) -> Iterator[Rebuild]:
    """Builds until other folders are to be watched."""
    from watchfiles import watch

    settled = False
    events = watch(
        *(folder for folder, _ in folders),
        watch_filter=lambda _, path: builder.concerns(path),
        debounce=_DEBOUNCE,
        step=_STEP,
        rust_timeout=_POLL,
        yield_on_timeout=True,
        stop_event=stop,
        ignore_permission_denied=True,
    )
    for event in events:
        changed = {path for _, path in event} | builder.polled()
        if changed:
            yield builder.build(changed)
            settled = False
        elif not settled:
            found = builder.unnoticed()
            settled = found is None
            if found:
                yield found
        if builder.folders() != folders:
            return


def _known_of(result: BuildResult, settled: int) -> Iterator[tuple[Source, str]]:
    """The digests that another build may rely on: of files that were old enough when this one began (ns)."""
    for path, digest in result.digests.items():
        source = result.source(path)
        if is_settled(source.modified, settled):
            yield source._replace(path=""), digest


def _stamp_of(file: str) -> Stamp:
    try:
        status = os.stat(file)
    except OSError:
        return None
    if stat.S_ISDIR(status.st_mode):
        return (status.st_ino,)
    return status.st_ino, status.st_mtime_ns, status.st_size


def _stamp_of_listing(folder: str) -> Stamp:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_ino, status.st_mtime_ns


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)


def _may_be_source(path: str) -> bool:
    """Whether the walk goes there: names that begin with a dot are passed over."""
    return not any(is_passed_over(name) for name in path.split(os.sep) if name != ".")
