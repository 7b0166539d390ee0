"""Copies of this process, for work that holds Python's lock: it runs on one core only, in however many threads."""

from __future__ import annotations

import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import FileIO
from struct import Struct
from typing import Generic, TypeVar

R = TypeVar("R")

_NUMBER = Struct("=i")
# As many as the smallest pipe holds, of one page: of a large pile each stands for several numbers.
_TICKETS = 1024
_LENGTH = Struct("=Q")
# What a copy may have said and nobody heard yet, in bytes: with less it waits where this process is busy. All that
# Linux gives to everybody.
_PIPE_SIZE = 1 << 20


def can_fork() -> bool:
    """Whether a copy of this process can be trusted: on Linux, and while no other thread may hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


class Pile:
    """Numbers, in order, each of which is taken once, by whichever copy or thread asks first. It waits for nobody."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers
        self._each = max(1, -(-len(numbers) // _TICKETS))
        self._taken: deque[int] = deque()
        # Copies share the pipe, and what one of them reads of it no other does.
        tickets, begun = os.pipe()
        self._tickets = FileIO(tickets)
        with FileIO(begun, "w") as beginning:
            beginning.write(b"".join(map(_NUMBER.pack, range(0, len(numbers), self._each))))

    def take(self) -> int | None:
        """The next number, or None where all are taken."""
        with suppress(IndexError):
            return self._taken.popleft()
        read = self._tickets.read(_NUMBER.size)
        if not read:
            return None
        start: int = _NUMBER.unpack(read)[0]
        self._taken.extend(self._numbers[start + 1 : start + self._each])
        return self._numbers[start]

    def close(self) -> None:
        """Leave nothing to take, to nobody."""
        while self._tickets.read(_NUMBER.size * _TICKETS):
            pass
        self._tickets.close()


class Copy(Generic[R]):
    """A copy of this process, and the pipe from it."""

    def __init__(self, process: int, answers: int) -> None:
        self.process = process
        self._answers = FileIO(answers)
        self._read = bytearray()

    def hear(self) -> list[R]:
        """What it said since it was last heard; waits until there is something. Nothing where it says no more: it is
        at the end, or was killed, or met with what is no fault of the assets, which whoever does its work again will
        meet too."""
        said = self._said()
        # All at once: each read has to wait for Python's lock, which whoever compiles here holds most of the time.
        while not said and (read := self._more()):
            self._read += read
            said = self._said()
        return said

    def _more(self) -> bytes:
        with suppress(OSError):
            return self._answers.read(_PIPE_SIZE) or b""
        return b""

    def _said(self) -> list[R]:
        import pickle

        said: list[R] = []
        at = 0
        with memoryview(self._read) as read:
            while len(read) - at >= _LENGTH.size:
                (length,) = _LENGTH.unpack_from(read, at)
                start = at + _LENGTH.size
                if len(read) < start + length:
                    break
                at = start + length
                said.append(pickle.loads(read[start:at]))
        del self._read[:at]
        return said

    def forget(self) -> None:
        """Hear it no more."""
        self._answers.close()

    def close(self) -> None:
        """Hear it no more, and wait for its end: it comes with the next that it says."""
        self.forget()
        with suppress(ChildProcessError):
            os.waitpid(self.process, 0)


@contextmanager
def copies(count: int, say: Callable[[int], Iterator[R]]) -> Iterator[list[Copy[R]]]:
    """That many copies of this process, each of which says what `say` yields for its number, from 0.

    A copy has all that this process has by now, and nothing else of what happens there is seen here.
    """
    # Once for all.
    import pickle  # noqa: F401

    made: list[Copy[R]] = []
    try:
        for number in range(count):
            made.append(_fork(say, number, made))
        yield made
    finally:
        for copy in made:
            copy.close()


def _fork(say: Callable[[int], Iterator[R]], number: int, older: Sequence[Copy[R]]) -> Copy[R]:
    import fcntl

    answers, answered = os.pipe()
    with suppress(OSError):
        fcntl.fcntl(answered, fcntl.F_SETPIPE_SZ, _PIPE_SIZE)
    process = _copied()
    if process:
        os.close(answered)
        return Copy(process, answers)
    status = 1
    try:
        # As long as somebody else holds these ends too, the older copies would not see the first process go.
        for copy in older:
            copy.forget()
        os.close(answers)
        with FileIO(answered, "w") as answering:
            _say_all(say(number), answering)
        status = 0
    finally:
        # What this process has begun (buffers, exit functions) is not the copy's to end.
        os._exit(status)


def _copied() -> int:
    """fork(2). An interruption ends the copy at once and without a word: the first process tells of it."""
    import signal

    blocked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    process = os.fork()
    if not process:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, blocked)
    return process


def _say_all(said: Iterable[object], answering: FileIO) -> None:
    import pickle

    for each in said:
        told = pickle.dumps(each, pickle.HIGHEST_PROTOCOL)
        rest = memoryview(_LENGTH.pack(len(told)) + told)
        while rest:
            rest = rest[answering.write(rest) :]
