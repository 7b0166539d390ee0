"""One process of esbuild that answers requests from any thread: `esbuild --service`, as its JavaScript API uses it."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from queue import Empty, SimpleQueue
from struct import Struct
from threading import Lock, Thread
from typing import IO, Any

from ..errors import AssetbuildError, Location, UsageError
from .binary import START, find_binary, refuse_other_version
from .collecting import collecting
from .packets import Packet, decode, encode
from .settings import EsbuildSettings

_LENGTH = Struct("<I")
_LIMIT_HINT = "if it needs longer, raise `time-limit` (seconds) in [esbuild]"

Value = dict[str, Any]


class ServiceEnded(Exception):
    """The process is no more."""


class Service:
    """Starts the process at the first request; `close` ends it."""

    def __init__(self, settings: EsbuildSettings, version: str, folder: str, where: Location) -> None:
        self._settings, self._version, self._folder, self._where = settings, version, folder, where
        self._program = ""
        self.owner = os.getpid()
        self.is_dismissed = False
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._reader = Thread()
        self._waiting: dict[int, SimpleQueue[Value | None]] = {}
        self._ended = False
        self._answered = False
        self._count = 0

    def begin(self, value: Value, what: str) -> Callable[[], Value]:
        """Send a request, and give what waits for its response. `what` is what it works on, for people.

        Both raise UsageError for a program that is no esbuild of the pinned version, AssetbuildError for one that fails
        or does not answer in time.
        """
        answer: SimpleQueue[Value | None] = SimpleQueue()
        try:
            self._send(value, answer)
        except OSError as error:
            if self._process is None:
                raise UsageError(f"{self._program} {START}: {error.strerror}", self._where) from error
            answer.put(None)
        return partial(self._response, answer, what)

    def _response(self, answer: SimpleQueue[Value | None], what: str) -> Value:
        try:
            response = answer.get(timeout=self._settings.time_limit)
        except Empty as error:
            self._kill()
            message = f"esbuild took more than {self._settings.time_limit} s for {what}, and was stopped"
            raise AssetbuildError(message, self._where, _LIMIT_HINT) from error
        if response is None:
            raise self._failure(what)
        if "error" in response:
            raise UsageError(f"esbuild refuses the call for {what}: {response['error']}", self._where)
        return response

    def dismiss(self) -> None:
        """Tell the process to end: nothing more is asked of it. `close` waits for that."""
        self.is_dismissed = True
        if self._process and self._process.stdin:
            with suppress(OSError):  # it ended before
                self._process.stdin.close()

    def close(self) -> None:
        """End the process, if there is one."""
        process = self._process
        if process is None:
            return
        if self._waiting:
            self._kill()  # nobody wants to know any more
        self.dismiss()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            self._kill()
        self._reader.join()

    def _send(self, value: Value, answer: SimpleQueue[Value | None]) -> None:
        with self._lock:
            if self._ended:
                answer.put(None)
                return
            process = self._process or self._start()
            self._process = process
            number = self._count
            self._count += 1
            self._waiting[number] = answer
            assert process.stdin
            process.stdin.write(encode(Packet(number, True, value)))

    def _start(self) -> subprocess.Popen[bytes]:
        self._program = find_binary(self._settings, self._folder, self._where)
        command = [self._program, f"--service={self._version}"]
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(os.environ),
            bufsize=0,
        )
        assert process.stdout
        self._reader = Thread(target=self._read, args=(process.stdout,), daemon=True)
        self._reader.start()
        return process

    def _read(self, stream: IO[bytes]) -> None:
        """Gives each response to who waits for it, until there is no more."""
        try:
            _packet(stream)  # the version, which the program has compared with ours
            self._answered = True
            while True:
                packet = decode(_packet(stream))
                if not packet.is_request and (answer := self._waiting.pop(packet.number, None)):
                    answer.put(packet.value)
        except (ServiceEnded, OSError, ValueError, IndexError):
            with self._lock:
                self._ended = True
                waiting, self._waiting = self._waiting, {}
            for answer in waiting.values():
                answer.put(None)
        finally:
            stream.close()

    def _failure(self, what: str) -> AssetbuildError:
        if not self._answered:
            refuse_other_version(self._program, self._version, self._where)
        return AssetbuildError(f"esbuild ended while it worked on {what}", self._where, "compile again")

    def _kill(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    """Without what would change its output or its work."""
    kept = {name: value for name, value in variables.items() if name != "NODE_PATH" and not name.startswith("ESBUILD_")}
    return {**kept, **collecting()}


def _packet(stream: IO[bytes]) -> memoryview:
    (length,) = _LENGTH.unpack(_exactly(stream, _LENGTH.size))
    return _exactly(stream, length)


def _exactly(stream: IO[bytes], size: int) -> memoryview:
    data = memoryview(bytearray(size))
    rest = data
    while rest:
        count = stream.readinto(rest)  # type: ignore[attr-defined]
        if not count:
            raise ServiceEnded
        rest = rest[count:]
    return data
