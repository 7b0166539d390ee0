"""Writing the output folder: the only module that puts files there.

A build that is killed at any point, or a power cut, leaves the last manifest and all that it names: each file is
written under a temporary name, all are flushed, then renamed, then their folders are flushed, and only then the
manifest goes the same way.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Mapping
from contextlib import suppress
from itertools import count
from pathlib import Path
from threading import Lock
from types import MappingProxyType
from typing import NamedTuple, Self

from ..encodings import SUFFIXES
from ..errors import AssetbuildError, Location
from ..last_build import Made
from ..logical import BadPath, normalise
from ..manifest import ManifestFile
from ..model import Artifact
from .disk_errors import disk_error
from .durable_files import FILE_MODE, create, flush_files, flush_folders, holds, make_folder, make_one_folder
from .in_place import InPlace, files_of
from .listing import is_temporary, named_files, temporary_name, walk
from .lock import acquire, release

MANIFEST = "manifest.json"
_MANIFEST_MODE = 0o444


class OutputReport(NamedTuple):
    """What a build did to the output folder: files (artifacts and twins) and bytes written, and those found there."""

    written: int
    reused: int
    written_bytes: int
    reused_bytes: int
    manifest_changed: bool

    @property
    def files(self) -> int:
        return self.written + self.reused

    @property
    def bytes(self) -> int:
        return self.written_bytes + self.reused_bytes


class Moved(Exception):
    """A file in the output folder is not the one that was there when the build began."""


class Output:
    """The output folder during one build, which holds its lock. `write` may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        self._root = os.fspath(folder)
        self._lock = -1
        self._closed = True
        self._guard = Lock()
        # Not the process: where a network file system keeps its locks to one machine, containers share their numbers.
        self._name = os.urandom(8).hex()
        self._numbers = count()
        self._staged: dict[str, str] = {}
        self._folders: dict[str, int] = {}
        self._written: list[int] = []
        self._reused: list[int] = []

    def __enter__(self) -> Self:
        """Make the folder, wait for its lock and remove what killed builds left. Raises AssetbuildError."""
        try:
            make_folder(self._root)
            self._lock = acquire(self._root)
        except OSError as error:
            raise disk_error(error, self._root, "use") from error
        try:
            self._folders[""] = os.stat(self._root).st_dev
            _sweep(self._root)
        except OSError as error:
            release(self._lock)
            raise disk_error(error, self._root, "read") from error
        self._closed = False
        return self

    def __exit__(self, *error: object) -> None:
        self._closed = True
        for temporary in sorted(self._staged):
            _remove(temporary)
        release(self._lock)

    def write(self, artifact: Artifact) -> None:
        """Put an artifact and its twins there under temporary names, unless they are there already, whole.

        Raises AssetbuildError where the disk refuses, or where the path leads out of the folder.
        """
        path = self._checked(artifact.path)
        self._place(path, artifact.data)
        for encoding, data in artifact.encodings.items():
            self._place(path + SUFFIXES[encoding], data)

    def reuse(self, made: Iterable[Made]) -> None:
        """Take what the last build made for written. Raises `Moved` where it is not as that build left it: another one
        may have written it again meanwhile."""
        in_place = InPlace(self._root)
        for each in made:
            if not in_place.has(each):
                raise Moved(each.entry.path)
            self._reused += [size for _, size in files_of(each)]

    def commit(self, manifest: bytes, others: Mapping[str, bytes] = MappingProxyType({})) -> OutputReport:
        """Give all files their names, then replace the manifest, unless it has these very bytes already, and just
        before it the manifests for other readers, by path."""
        target = os.path.join(self._root, MANIFEST)
        try:
            changed = not holds(target, manifest, _MANIFEST_MODE)
            stale = [path for path, data in others.items() if not self._has(path, data)]
            if changed or stale or self._staged:
                self._publish(self._folders)
            for path in stale:
                self._stage(os.path.join(self._root, path), others[path], _MANIFEST_MODE)
            if changed:
                self._touch_dropped(target, manifest)
                self._stage(target, manifest, _MANIFEST_MODE)
            if changed or stale:
                self._publish({"", *(path.rpartition("/")[0] for path in stale)})
        except OSError as error:
            raise disk_error(error, _place_of(error, target)) from error
        return OutputReport(len(self._written), len(self._reused), sum(self._written), sum(self._reused), changed)

    def _checked(self, path: str) -> str:
        """`path`, which is below the folder on every operating system."""
        try:
            if normalise(path) == path and path != MANIFEST and not is_temporary(path):
                return path
            reason = "it is a name that the build keeps for itself, or is not in Unicode NFC"
        except BadPath as bad:
            reason = str(bad)
        raise AssetbuildError(f"{path!r} cannot be a path in the output folder: {reason}", Location(self._root))

    def _place(self, path: str, data: bytes) -> None:
        target = os.path.join(self._root, path)
        try:
            self._open_folder(path.rpartition("/")[0])
            if holds(target, data, FILE_MODE):
                self._reused.append(len(data))
                return
            self._stage(target, data, FILE_MODE)
        except OSError as error:
            raise disk_error(error, _place_of(error, target)) from error
        self._written.append(len(data))

    def _has(self, path: str, data: bytes) -> bool:
        """Whether the manifest for another reader at `path` has these bytes."""
        self._open_folder(path.rpartition("/")[0])
        return holds(os.path.join(self._root, self._checked(path)), data, _MANIFEST_MODE)

    def _stage(self, target: str, data: bytes, mode: int) -> None:
        name = temporary_name(self._name, next(self._numbers))
        temporary = os.path.join(os.path.dirname(target), name)
        self._staged[temporary] = target
        create(temporary, data, mode)
        # The build failed meanwhile in another thread, which cannot have seen this file.
        if self._closed:
            _remove(temporary)

    def _open_folder(self, path: str) -> None:
        """Make the folder `path` of the output where it is missing, and see that no link leads out of it."""
        if path in self._folders:
            return
        self._open_folder(path.rpartition("/")[0])
        folder = os.path.join(self._root, path)
        with self._guard:
            make_one_folder(folder)
        status = os.lstat(folder)
        if not stat.S_ISDIR(status.st_mode):
            number = errno.ELOOP if stat.S_ISLNK(status.st_mode) else errno.ENOTDIR
            raise OSError(number, os.strerror(number), folder)
        self._folders[path] = status.st_dev

    def _publish(self, folders: Iterable[str]) -> None:
        one_filesystem = len(set(self._folders.values())) == 1
        last = os.path.join(self._root, MANIFEST)
        staged = sorted(self._staged.items(), key=lambda item: (item[1] == last, item[1]))
        filesystem = self._lock if one_filesystem else None
        flush_files([temporary for temporary, _ in staged], filesystem)
        for temporary, target in staged:
            os.replace(temporary, target)
            del self._staged[temporary]
        flush_folders([os.path.join(self._root, folder) for folder in sorted(folders)], filesystem)

    def _touch_dropped(self, manifest_file: str, manifest: bytes) -> None:
        """Set the time of the files that only the previous manifest names.

        A page rendered a minute ago may name them, while their time says when they were first written, which may be
        months ago: `prune --older-than` would delete them at once. From here on it says when they were last current.
        Done before the manifest is replaced, so that no kill can come between.
        """
        try:
            previous = named_files(ManifestFile.load(manifest_file))
        except (AssetbuildError, OSError):  # the first build, or a damaged manifest that is about to be replaced
            return
        for path in sorted(previous - named_files(ManifestFile.parse(manifest, manifest_file))):
            with suppress(OSError, AssetbuildError):
                os.utime(os.path.join(self._root, self._checked(path)), follow_symlinks=False)


def _sweep(folder: str) -> None:
    """Remove the temporary files of killed builds; the lock says that no other build is running."""
    for path, entry in walk(folder):
        if is_temporary(path) and not entry.is_dir(follow_symlinks=False):
            _remove(entry.path)


def _place_of(error: OSError, target: str) -> str:
    """The file that `error` is about, never by its temporary name, which says nothing to people."""
    name = error.filename2 or error.filename
    return target if not isinstance(name, str) or is_temporary(name) else name


def _remove(file: str) -> None:
    with suppress(FileNotFoundError, PermissionError):
        os.unlink(file)
