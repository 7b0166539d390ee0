"""The local cache folder: key → bytes. It may be deleted, shared, full, damaged or read-only: no output changes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from itertools import count
from pathlib import Path

# The format of entries is in the folder's name, so that versions of assetbuild with different ones share a root.
_FORMAT = "v2"
_DIGEST_SIZE = 32
# How stale the time of an entry's last use may be, in seconds: a read need not write each time.
_USED_AGAIN = 3600
_TRIMMED_TO = 0.8
_TAG = "CACHEDIR.TAG"
# https://bford.info/cachedir/
_TAG_TEXT = "Signature: 8a477f597d28d172789f06886806bc55\n# Results that assetbuild need not make again.\n"
_TEMPORARY_AGE = 3600
# What may wait to be written, in bytes: so much can be lost where a build is killed.
_WAITING = 8 << 20


class CacheReport:
    """What a build had of its cache: reads that found something and that did not, entries that were damaged, whether
    something was written, and why nothing could be, if so."""

    def __init__(self) -> None:
        self.hits = self.misses = self.damaged = 0
        self.wrote = False
        self.refused = ""

    def add(self, other: CacheReport) -> None:
        """What another process had of the same cache."""
        self.hits += other.hits
        self.misses += other.misses
        self.damaged += other.damaged
        self.wrote |= other.wrote
        self.refused = self.refused or other.refused


class NoCache:
    """The cache of `--no-cache`."""

    keeps = False

    def __init__(self) -> None:
        self.report = CacheReport()

    def get(self, key: str) -> bytes | None:
        """Nothing."""
        return None

    def put(self, key: str, value: bytes) -> None:
        """Forget it."""

    def holds(self, key: str) -> bool:
        """Never."""
        return False

    def write_back(self) -> None:
        """There is nothing to write."""

    def trim(self) -> None:
        """There is nothing to trim."""


class FolderCache:
    """Results in a folder, one file an entry; from any number of threads and processes.

    An entry is the SHA-256 of its key and value, and the value. What does not agree with its digest is removed and
    made again. `limit` is in bytes: `trim` removes what was used least recently beyond it.
    """

    keeps = True

    def __init__(self, folder: Path, limit: int, now: float) -> None:
        self._shown = os.fspath(folder)
        self._root = _absolute(self._shown)
        self._entries = os.path.join(self._root, _FORMAT)
        self._is_made = False
        self._limit = limit
        self._now = now
        self._numbers = count()
        self._waiting: dict[str, bytes] = {}
        self._waits = 0
        self.report = CacheReport()

    def get(self, key: str) -> bytes | None:
        """The value that was put under `key` (hex), or None."""
        file = self._file(key)
        if (value := self._waiting.get(key)) is not None:
            self.report.hits += 1
            return value
        try:
            with open(file, "rb", buffering=0) as stream:
                data = stream.readall()
                used = os.fstat(stream.fileno()).st_mtime
        except OSError:
            self.report.misses += 1
            return None
        value = data[_DIGEST_SIZE:]
        if _digest(key, value) != data[:_DIGEST_SIZE]:
            self._drop(file)
            return None
        if self._now - used > _USED_AGAIN:
            with suppress(OSError):
                os.utime(file, (self._now, self._now))
        self.report.hits += 1
        return value

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`. A folder that cannot be written is told once in the report, and is no fault.

        A few megabytes wait for `write_back`, when there is less to do.
        """
        if self._waits + len(value) > _WAITING:
            self._put(key, value)
        else:
            self._waits += len(value)
            self._waiting[key] = value

    def write_back(self) -> None:
        """Write what waits. May be called again, and beside itself."""
        with suppress(KeyError):
            while True:
                self._put(*self._waiting.popitem())

    def holds(self, key: str) -> bool:
        """Whether there seems to be a value under `key`, which is not read."""
        return key in self._waiting or os.path.exists(self._file(key))

    def trim(self) -> None:
        """Remove the entries used least recently where all of them are beyond the limit, and what killed builds left.

        A build that wrote nothing leaves the folder as it is.
        """
        if not self.report.wrote or self.report.refused:
            return
        entries = sorted(self._list())
        left = sum(size for _, size, _ in entries)
        goal = left if left <= self._limit else int(self._limit * _TRIMMED_TO)
        for used, size, file in entries:
            stale = file.endswith(".tmp") and self._now - used > _TEMPORARY_AGE
            if left > goal or stale:
                with suppress(OSError):
                    os.unlink(file)
                left -= size

    def _put(self, key: str, value: bytes) -> None:
        if self.report.refused:
            return
        file = self._file(key)
        temporary = f"{file}.{os.getpid()}-{next(self._numbers)}.tmp"
        try:
            self._write(temporary, _digest(key, value) + value)
            os.replace(temporary, file)
            self.report.wrote = True
        except OSError as error:
            self.report.refused = f"{self._shown}: {os.strerror(error.errno or 0)}"
            with suppress(OSError):
                os.unlink(temporary)

    def _file(self, key: str) -> str:
        return os.path.join(self._entries, key)

    def _write(self, file: str, data: bytes) -> None:
        if not self._is_made:
            self._make_folder()
        with open(file, "xb", buffering=0) as stream:
            view = memoryview(data)
            while view:
                view = view[stream.write(view) :]

    def _make_folder(self) -> None:
        os.makedirs(self._entries, exist_ok=True)
        self._is_made = True
        with suppress(FileExistsError), open(os.path.join(self._root, _TAG), "x") as stream:
            stream.write(_TAG_TEXT)
        with suppress(FileExistsError), open(os.path.join(self._root, ".gitignore"), "x") as stream:
            stream.write("*\n")

    def _drop(self, file: str) -> None:
        self.report.misses += 1
        self.report.damaged += 1
        with suppress(OSError):
            os.unlink(file)

    def _list(self) -> Iterator[tuple[float, int, str]]:
        for entry in _scan(self._entries):
            with suppress(OSError):
                status = entry.stat(follow_symlinks=False)
                yield status.st_mtime, status.st_size, entry.path


def _absolute(folder: str) -> str:
    """Some filters change the current folder while they run."""
    try:
        return os.path.abspath(folder)
    except FileNotFoundError:  # the current folder was deleted, and nothing can be made in it
        return folder


def _scan(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _digest(key: str, value: bytes) -> bytes:
    hasher = sha256(key.encode())
    hasher.update(value)
    return hasher.digest()
