"""Where the time of a build goes. Phases know nothing of it: their functions are wrapped where they are wired."""

from __future__ import annotations

from collections.abc import Callable
from threading import get_ident
from typing import NamedTuple, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


def _nameless(*arguments: object) -> str:
    return ""


class Span(NamedTuple):
    """One piece of work in one thread, by one clock. Spans of a thread nest or are apart."""

    work: str
    name: str
    start: float
    seconds: float
    thread: int


class Timings(Protocol):
    """Takes the time of what it wraps, and keeps it as spans."""

    spans: list[Span]

    def timed(self, work: str, function: Callable[P, R], name: Callable[..., str] = ...) -> Callable[P, R]:
        """`function`, each call of which is a span of that kind of work; `name` says what a call worked on."""
        ...


class NoTimings:
    """For a build that nobody asks: a function stays what it is."""

    def __init__(self) -> None:
        self.spans: list[Span] = []

    def timed(self, work: str, function: Callable[P, R], name: Callable[..., str] = _nameless) -> Callable[P, R]:
        """The function."""
        return function


class Recorder:
    """Keeps the spans of one build, from any thread."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.spans: list[Span] = []

    def timed(self, work: str, function: Callable[P, R], name: Callable[..., str] = _nameless) -> Callable[P, R]:
        """`function`, each call of which is kept as a span, also where it raises."""

        def call(*arguments: P.args, **options: P.kwargs) -> R:
            start = self._clock()
            try:
                return function(*arguments, **options)
            finally:
                seconds = self._clock() - start
                self.spans.append(Span(work, name(*arguments), start, seconds, get_ident()))

        return call
