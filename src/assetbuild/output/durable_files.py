"""Files that are whole or not there: create, compare, flush."""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Sequence
from contextlib import suppress

FILE_MODE = 0o644
_FOLDER_MODE = 0o755
# So many are flushed one by one, which does not wait for what other programs wrote.
_FEW = 2
_CHUNK = 1 << 20

_PLAIN = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PLAIN
# Without O_NONBLOCK, opening a named pipe would wait for its other end.
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _PLAIN
# Windows flushes only what is open for writing.
_FLUSH = os.O_RDWR if sys.platform == "win32" else os.O_RDONLY

# A flush that ends so has lost data: another way of flushing would not bring it back.
_LOST = frozenset({errno.EIO, errno.ENOSPC, errno.EDQUOT})


def create(path: str, data: bytes, mode: int) -> None:
    """Write `data` to the new file `path`, its mode `mode` whatever the umask. Raises OSError where it is there."""
    descriptor = os.open(path, _CREATE, mode)
    try:
        # To look costs a seventieth of setting what is so already.
        if sys.platform != "win32" and stat.S_IMODE(os.fstat(descriptor).st_mode) != mode:
            _set_mode(descriptor, mode)
        view = memoryview(data)
        written = os.write(descriptor, view)
        while written < len(view):
            written += os.write(descriptor, view[written:])
    finally:
        os.close(descriptor)


def holds(path: str, data: bytes, mode: int) -> bool:
    """Whether `path` is a file with exactly these bytes; if so its mode is made `mode`.

    Size first, then the bytes themselves: to compare with what is in memory is stronger and cheaper than a digest.
    Raises OSError where `path` is a link, a folder or a device, which must not be written through or replaced.
    """
    try:
        descriptor = open_regular(path)
    except FileNotFoundError:
        return False
    except PermissionError:
        if os.path.isdir(path):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path) from None
        return False
    try:
        status = os.fstat(descriptor)
        same = status.st_size == len(data) and _same_bytes(descriptor, data)
        if same and stat.S_IMODE(status.st_mode) != mode and sys.platform != "win32":
            _set_mode(descriptor, mode)
        return same
    finally:
        os.close(descriptor)


def open_regular(path: str) -> int:
    """A descriptor to read the file `path`. Raises OSError for a link, a folder or a device in its place."""
    descriptor = os.open(path, _READ)
    try:
        _check_regular(os.fstat(descriptor).st_mode, path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def make_folder(path: str) -> None:
    """Make the folder `path` and those above it, each with mode 0755 whatever the umask."""
    if os.path.isdir(path):
        return
    parent = os.path.dirname(path)
    if parent != path and parent:
        make_folder(parent)
    make_one_folder(path)
    flush_folders([parent or "."])


def make_one_folder(path: str) -> None:
    """Make the folder `path` in one that exists. One that is there gets the modes that it lacks (a build may have been
    killed before it set them); whatever else bears the name is left alone."""
    try:
        os.mkdir(path, _FOLDER_MODE)
        kept = stat.S_ISGID
    except FileExistsError:
        kept = 0o7777
    mode = os.lstat(path).st_mode
    wanted = stat.S_IMODE(mode) & kept | _FOLDER_MODE
    if stat.S_ISDIR(mode) and stat.S_IMODE(mode) != wanted:
        with suppress(PermissionError):
            os.chmod(path, wanted)


def flush_files(paths: Sequence[str], filesystem: int | None) -> None:
    """Bring what was written to `paths` to the disk: one syncfs(2) of the file system that the descriptor
    `filesystem` is on, or one fsync(2) a file where there is none or few files. Raises OSError where data was lost."""
    if not _flush_at_once(paths, filesystem):
        for path in paths:
            _fsync(path, _FLUSH)


def flush_folders(paths: Sequence[str], filesystem: int | None = None) -> None:
    """Bring the names in the folders `paths` to the disk, likewise. Windows has no such call."""
    if sys.platform != "win32" and not _flush_at_once(paths, filesystem):
        for path in paths:
            _fsync(path, os.O_RDONLY | os.O_DIRECTORY)


def _flush_at_once(paths: Sequence[str], filesystem: int | None) -> bool:
    return len(paths) > _FEW and filesystem is not None and _syncfs(filesystem)


def _set_mode(descriptor: int, mode: int) -> None:
    # A file of our own whose mode cannot be set is on a file system without modes; another's is left as it is.
    with suppress(PermissionError):
        os.fchmod(descriptor, mode)


def _check_regular(mode: int, path: str) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)
    if not stat.S_ISREG(mode):
        raise OSError(errno.EEXIST, os.strerror(errno.EEXIST), path)


def _same_bytes(descriptor: int, data: bytes) -> bool:
    view = memoryview(data)
    start = 0
    while start < len(view):
        chunk = os.read(descriptor, _CHUNK)
        if not chunk or view[start : start + len(chunk)] != chunk:
            return False
        start += len(chunk)
    return True


def _fsync(path: str, flags: int) -> None:
    descriptor = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _syncfs(descriptor: int) -> bool:
    if sys.platform != "linux":
        return False
    try:
        import ctypes

        syncfs = ctypes.CDLL(None, use_errno=True).syncfs
    except (ImportError, OSError, AttributeError):  # a static Python or an old C library
        return False
    if syncfs(descriptor) == 0:
        return True
    number = ctypes.get_errno()
    if number in _LOST:
        raise OSError(number, os.strerror(number))
    return False
