"""The sources of a build: lists those of all roots, refuses what may not be one, and reads each file once."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from threading import Lock
from unicodedata import normalize

from .config import Config
from .errors import AssetbuildError, Faults, Location, UsageError
from .fingerprint import digest
from .globs import compile_globs
from .logical import BadPath, fold, normalise
from .model import Plan, Source
from .source_roots import root_folder
from .source_walk import Walked, walk_root

_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_RENAME = "rename it, or leave it out with `exclude`"
_READABLE = "make it readable for the user that runs the build"


class Sources:
    """The sources of a build by logical path, and their bytes, each file read once."""

    def __init__(self, listing: Mapping[str, Source]) -> None:
        self.listing = listing
        self._lock = Lock()
        self._uses: dict[str, int] = {}
        self._kept: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}
        self._locks: dict[str, Lock] = {}

    def expect(self, plan: Plan) -> None:
        """Says how often each source will be asked for, so that one used twice is kept until its last use."""
        for action in plan.actions:
            for member in action.members:
                self._uses[member.path] = self._uses.get(member.path, 0) + 1
        self._locks = {path: Lock() for path, uses in self._uses.items() if uses > 1}

    def __call__(self, path: str) -> bytes | None:
        """The bytes of the source, or None where there is none."""
        source = self.listing.get(path)
        if source is None:
            return None
        lock = self._locks.get(path)
        if lock is None:
            return self._read(source)
        with lock:
            return self._read_shared(source)

    def file(self, path: str) -> str | None:
        """The file on disk of the source."""
        source = self.listing.get(path)
        return source.file if source else None

    def _read_shared(self, source: Source) -> bytes:
        data = self._kept.get(source.path)
        if data is None:
            data = self._kept[source.path] = self._read(source)
        self._uses[source.path] -= 1
        if self._uses[source.path] <= 0:
            del self._kept[source.path]
        return data

    def _read(self, source: Source) -> bytes:
        try:
            data = read_file(source.file)
        except AssetbuildError as error:
            raise AssetbuildError(error.message, Location(source.path), error.hint) from error
        with self._lock:
            known = self._digests.get(source.path)
        if known is not None and known != digest(data):
            raise _changed(source.path)
        if known is None and source.path not in self._uses:
            # Only a filter asks for what the plan does not: it may ask again, and must see the same bytes.
            with self._lock:
                self._digests[source.path] = digest(data)
        return data


def find_sources(config: Config, folder: str) -> Sources:
    """All sources below the configured roots; the first root that has a path wins. `folder` is the configuration's.

    What `exclude` matches and may not be a source is passed over. Raises `UsageError` for a root that does not
    exist, and `Faults` for every file that may not be a source.
    """
    roots = [root_folder(root, folder, config.where("sources", index)) for index, root in enumerate(config.sources)]
    output = os.path.realpath(os.path.join(folder, config.output))
    listing = _Listing(config)
    for root in roots:
        listing.add_root(root, output)
    if listing.faults:
        raise Faults(listing.faults)
    return Sources({path: listing.found[path] for path in sorted(listing.found)})


class _Listing:
    """What the roots hold, gathered root by root."""

    def __init__(self, config: Config) -> None:
        self.excluded = compile_globs(config.exclude)
        self.found: dict[str, Source] = {}
        self.faults: list[AssetbuildError] = []
        # Where each path, as a file system that ignores case sees it, was first found: (path, the file as shown).
        self.folds: dict[str, tuple[str, str]] = {}

    def add_root(self, root: str, output: str) -> None:
        names: dict[str, Walked] = {}
        for walked in walk_root(root, output):
            try:
                self.add(walked, names)
            except AssetbuildError as fault:
                if not self.excludes(walked.path):
                    self.faults.append(fault)

    def excludes(self, path: str) -> bool:
        """Whether `exclude` matches the file, or all that would be in the folder."""
        path = normalize("NFC", path)
        return self.excluded is not None and any(map(self.excluded.fullmatch, (path, f"{path}/.")))

    def add(self, walked: Walked, names: dict[str, Walked]) -> None:
        """Add what was found; `names` maps the paths of its root to what they are called on disk."""
        if walked.fault:
            raise walked.fault
        path = _normalise(walked)
        twin = names.setdefault(path, walked)
        if twin is not walked:
            message = f"two names are one in Unicode's normal form, {path!r}: some file systems take them for one file"
            hint = f"rename one of them: they are {twin.shown!a} and {walked.shown!a}"
            raise AssetbuildError(message, Location(walked.shown), hint)
        first, shown = self.folds.setdefault(fold(path), (path, walked.shown))
        if first != path:
            message = f"{path!r} and {first!r} differ only in case: some file systems take them for one file"
            raise AssetbuildError(message, Location(walked.shown), f"rename one of them; the other is {shown}")
        self.found.setdefault(path, Source(path, walked.file, walked.size))


def _normalise(walked: Walked) -> str:
    if not walked.path.isascii() and sys.getfilesystemencoding() != "utf-8":
        message = f"Python takes the names of files for {sys.getfilesystemencoding()} here, not for UTF-8"
        raise UsageError(message, Location(walked.shown), "set the environment variable PYTHONUTF8=1")
    try:
        return normalise(walked.path)
    except BadPath as error:
        raise AssetbuildError(f"this file cannot be a source: {error}", Location(walked.shown), _RENAME) from error


def read_file(file: str) -> bytes:
    """The whole file, read through one descriptor. Raises if it is no regular file or changes while it is read."""
    try:
        descriptor = os.open(file, _OPEN_FLAGS)
        with open(descriptor, "rb", buffering=0) as stream:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise AssetbuildError("a source must be a regular file", Location(file), "remove it from the root")
            data = stream.readall()
            after = os.fstat(descriptor)
    except PermissionError as error:
        raise AssetbuildError(f"cannot be read: {error.strerror}", Location(file), _READABLE) from error
    except OSError as error:
        raise AssetbuildError(f"cannot be read: {error.strerror}", Location(file)) from error
    if _identity(before) != _identity(after) or len(data) != after.st_size:
        raise _changed(file)
    return data


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _changed(shown: str) -> AssetbuildError:
    hint = "compile again when nothing writes to it"
    return AssetbuildError("the source changed while it was read", Location(shown), hint)
