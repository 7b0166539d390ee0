"""One writer at a time in a folder, between processes and threads. The system drops the lock of a killed process."""

from __future__ import annotations

import errno
import os
import sys
from importlib import import_module
from typing import Any

LOCK_FILE = ".assetbuild.lock"

_FOLDER_FLAGS = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0)
_FILE_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
# Network file systems lock by byte ranges, which wants a descriptor open for writing; a folder cannot be.
_NO_FOLDER_LOCKS = frozenset(
    {errno.EBADF, errno.EINVAL, errno.EISDIR, errno.ENOLCK, errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP}
)
_WINDOWS_BUSY = frozenset({errno.EACCES, errno.EDEADLK})


def acquire(folder: str) -> int:
    """Wait for the exclusive lock of `folder`, which exists; a descriptor on its file system that holds the lock.

    The folder's own descriptor is locked (flock(2)), so that no lock file is deployed. Only where the file system
    cannot do that, and on Windows, a lock file is made and left: to delete it would let a third process in.
    """
    if sys.platform == "win32":
        return _lock_file(folder)
    while True:
        descriptor = os.open(folder, _FOLDER_FLAGS)
        try:
            held = _flock_folder(descriptor)
            current = held and os.path.samestat(os.fstat(descriptor), os.stat(folder))
        except BaseException:
            os.close(descriptor)
            raise
        if current:
            return descriptor
        os.close(descriptor)
        if not held:
            return _lock_file(folder)


def release(descriptor: int) -> None:
    """Give the lock back. Unlocked by name: a forked worker may hold a copy of the descriptor."""
    try:
        if sys.platform == "win32":
            _windows_lock(descriptor, wait=False)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def _flock_folder(descriptor: int) -> bool:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
    except OSError as error:
        if error.errno in _NO_FOLDER_LOCKS:
            return False
        raise
    return True


def _lock_file(folder: str) -> int:
    descriptor = os.open(os.path.join(folder, LOCK_FILE), _FILE_FLAGS, 0o644)
    try:
        if sys.platform == "win32":
            _windows_lock(descriptor, wait=True)
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


def _windows_lock(descriptor: int, *, wait: bool) -> None:
    msvcrt: Any = import_module("msvcrt")
    os.lseek(descriptor, 0, os.SEEK_SET)
    if not wait:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
        return
    while True:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_LOCK, 1)
        except OSError as error:  # it gives up after ten seconds
            if error.errno not in _WINDOWS_BUSY:
                raise
        else:
            return
