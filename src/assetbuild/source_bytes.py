"""The bytes and digests of the sources: a file is read once, or not at all where its digest is known and suffices."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from threading import Lock

from .errors import AssetbuildError, Location
from .fingerprint import digest
from .model import Plan, Source

_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_READABLE = "make it readable for the user that runs the build"


class _Held:
    """What is known of one source: its bytes as long as somebody may still ask for them, and their digest; or what was
    wrong when it was read, which stays so: another read may not see it."""

    __slots__ = ("data", "digest", "fault", "lock", "trusted", "uses")

    def __init__(self) -> None:
        self.lock = Lock()
        self.uses = 0
        self.data: bytes | None = None
        self.digest = ""
        self.trusted = False
        self.fault: AssetbuildError | None = None


class SourceBytes:
    """Serves the bytes of `listing`, from any thread. What was hashed is what is compiled: a source that differs from
    one read to the next is an error.

    `read` reads a file. `known` has digests by what an earlier build saw of files (a `Source` without a path): one with
    the same size, time and inode is not read for its digest again.
    """

    def __init__(
        self, listing: Mapping[str, Source], read: Callable[[str], bytes], known: Mapping[Source, str] | None = None
    ) -> None:
        self.listing = listing
        self._read = read
        self._known = known or {}
        self._lock = Lock()
        self._held: dict[str, _Held] = {}

    def expect(self, plan: Plan) -> None:
        """Says how often each source will be used, so that its bytes are kept until `done` was called as often."""
        for action in plan.actions:
            for member in action.members:
                self._hold(member.path).uses += 1

    def __call__(self, path: str) -> bytes | None:
        """The bytes of the source, or None where there is none."""
        source = self.listing.get(path)
        if source is None:
            return None
        held = self._hold(path)
        with held.lock:
            return self._bytes(source, held)

    def digest(self, path: str) -> str | None:
        """The digest of the source, or None where there is none."""
        source = self.listing.get(path)
        if source is None:
            return None
        held = self._hold(path)
        with held.lock:
            # What is at hand is hashed: it may be another content than was known.
            if not held.digest and held.data is None:
                held.digest = self._known.get(source._replace(path=""), "")
                held.trusted = bool(held.digest)
            if not held.digest:
                held.digest = digest(self._bytes(source, held))
            return held.digest

    def done(self, path: str) -> None:
        """One of the expected uses is over."""
        held = self._hold(path)
        with held.lock:
            held.uses -= 1
            if held.uses <= 0:
                held.data = None

    def file(self, path: str) -> str | None:
        """The file on disk of the source."""
        source = self.listing.get(path)
        return source.file if source else None

    def exists(self, path: str) -> bool:
        """Whether there is that source."""
        return path in self.listing

    def digests(self) -> dict[str, str]:
        """The digests that are known by now, by logical path."""
        return {path: held.digest for path, held in self._held.items() if held.digest}

    def learn(self, digests: Mapping[str, str]) -> None:
        """What another process read. Raises AssetbuildError for a source that it found otherwise."""
        for path, found in digests.items():
            held = self._hold(path)
            if held.digest and held.digest != found:
                raise _differs(path, held.trusted)
            held.digest = found

    def _hold(self, path: str) -> _Held:
        held = self._held.get(path)
        if held is None:
            with self._lock:
                held = self._held.setdefault(path, _Held())
        return held

    def _bytes(self, source: Source, held: _Held) -> bytes:
        if held.data is not None:
            return held.data
        if held.fault:
            raise held.fault
        try:
            data = self._read(source.file)
        except AssetbuildError as error:
            held.fault = AssetbuildError(error.message, Location(source.path), error.hint)
            raise held.fault from error
        if held.uses:
            held.data = data
        # What only a filter asks for is not kept, and may be asked for again.
        if held.digest or not held.uses:
            found = digest(data)
            if held.digest and held.digest != found:
                raise _differs(source.path, held.trusted)
            held.digest = found
        return data


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
        raise _differs(file, trusted=False)
    return data


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _differs(shown: str, trusted: bool) -> AssetbuildError:
    if trusted:
        message = "the source changed, but not its time, size and inode"
        return AssetbuildError(message, Location(shown), "run `assetbuild compile --force`, which reads everything")
    hint = "compile again when nothing writes to it"
    return AssetbuildError("the source changed while it was read", Location(shown), hint)
