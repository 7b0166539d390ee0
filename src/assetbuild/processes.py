"""Work shared with copies of this process: what holds Python's lock runs on one core only, in however many threads."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from struct import Struct
from typing import Any, BinaryIO, Generic, TypeVar

from .errors import AssetbuildError

R = TypeVar("R")
S = TypeVar("S")

_NUMBER = Struct(">i")
_FAREWELL = -1


def can_fork() -> bool:
    """Whether a copy of this process can be trusted: on Linux, and while no other thread may hold a lock."""
    return sys.platform == "linux" and threading.active_count() == 1


@dataclass(frozen=True, slots=True)
class Shared(Generic[R, S]):
    """Numbered work in which copies of this process take part.

    Called from one thread more than there are copies, it keeps all of them and this process busy.
    """

    work: Callable[[int], R]
    copies: list[_Copy[S]] = field(default_factory=list)
    idle: SimpleQueue[_Copy[S]] = field(default_factory=SimpleQueue)

    def __call__(self, number: int) -> tuple[R, bool]:
        """What the work gives, and whether a copy did it. Raises what the work raises.

        A copy that is gone (it was killed, or met with what is no fault of the assets) is not missed: its work is
        done here.
        """
        try:
            copy = self.idle.get_nowait()
            result, fault = copy.ask(number)
        except (Empty, EOFError, OSError):
            return self.work(number), False
        self.idle.put(copy)
        if fault:
            raise fault
        return result, True

    def farewells(self) -> Iterator[S]:
        """What the copies that are left have to say when all work is done."""
        for copy in self.copies:
            with suppress(EOFError, OSError):
                yield copy.say_farewell()


@contextmanager
def shared(work: Callable[[int], R], copies: int, farewell: Callable[[], S]) -> Iterator[Shared[R, S]]:
    """`work` in this process and in that many copies of it, which say in the end what `farewell` gives there.

    A copy has all that this process has by now, and nothing else of what happens there is seen here.
    """
    whole: Shared[R, S] = Shared(work)
    try:
        for _ in range(copies):
            copy = _fork(work, farewell, whole.copies)
            whole.copies.append(copy)
            whole.idle.put(copy)
        yield whole
    finally:
        for copy in whole.copies:
            copy.close()


@dataclass(frozen=True, slots=True)
class _Copy(Generic[S]):
    """A copy of this process, and the pipes to and from it."""

    process: int
    asks: BinaryIO
    answers: BinaryIO

    def ask(self, number: int) -> tuple[Any, AssetbuildError | None]:
        """The result of the work, or its fault. Raises EOFError or OSError where the copy is gone."""
        import pickle

        self.asks.write(_NUMBER.pack(number))
        result, fault = pickle.load(self.answers)
        return result, fault

    def say_farewell(self) -> S:
        """What there is to say when all work is done. Raises as `ask` does."""
        said: S = self.ask(_FAREWELL)[0]
        return said

    def close(self) -> None:
        """The copy ends where there is nothing more to read."""
        self.asks.close()
        self.answers.close()
        with suppress(ChildProcessError):
            os.waitpid(self.process, 0)


def _fork(work: Callable[[int], R], farewell: Callable[[], S], older: Sequence[_Copy[S]]) -> _Copy[S]:
    asked, asks = os.pipe()
    answers, answered = os.pipe()
    process = _copied()
    if process:
        os.close(asked)
        os.close(answered)
        return _Copy(process, open(asks, "wb", buffering=0), open(answers, "rb"))
    status = 1
    try:
        # As long as somebody else holds these ends too, the older copies would not see the first process go.
        for copy in older:
            copy.asks.close()
            copy.answers.close()
        os.close(asks)
        os.close(answers)
        with open(asked, "rb") as asking, open(answered, "wb") as answering:
            _answer(work, farewell, asking, answering)
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


def _answer(work: Callable[[int], R], farewell: Callable[[], S], asking: BinaryIO, answering: BinaryIO) -> None:
    import pickle

    while question := asking.read(_NUMBER.size):
        (number,) = _NUMBER.unpack(question)
        result: R | S | None = None
        fault: AssetbuildError | None = None
        try:
            result = farewell() if number == _FAREWELL else work(number)
        except AssetbuildError as error:
            fault = error
        pickle.dump((result, fault), answering, pickle.HIGHEST_PROTOCOL)
        answering.flush()
