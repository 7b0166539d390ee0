"""Where the time of a build goes. Phases know nothing of it: their functions are wrapped where they are wired."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import get_ident
from typing import Any, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Span:
    """One piece of work in one thread; `start` and `seconds` by the same clock. Spans of one thread do not overlap."""

    work: str
    name: str
    start: float
    seconds: float
    thread: int


class Timings(Protocol):
    """Takes the time of what it wraps."""

    def timed(self, work: str, function: Callable[P, R], name: Callable[..., str]) -> Callable[P, R]:
        """`function`, each call of which is a span of that kind of work; `name` says what a call worked on."""
        ...


class NoTimings:
    """For a build that nobody asks: a function stays what it is."""

    def timed(self, work: str, function: Callable[P, R], name: Callable[..., str]) -> Callable[P, R]:
        """The function."""
        return function


class Recorder:
    """Keeps the spans of one build, from any thread."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self.spans: list[Span] = []

    def timed(self, work: str, function: Callable[P, R], name: Callable[..., str]) -> Callable[P, R]:
        """`function`, each call of which is kept as a span, also where it raises."""

        def call(*arguments: P.args, **options: P.kwargs) -> R:
            start = self._clock()
            try:
                return function(*arguments, **options)
            finally:
                seconds = self._clock() - start
                self.spans.append(Span(work, name(*arguments), start, seconds, get_ident()))

        return call


@dataclass(frozen=True, slots=True)
class Total:
    """All spans of one kind of work: how many, their seconds, and the longest of them."""

    work: str
    count: int
    seconds: float
    longest: Span


def totals(spans: Iterable[Span]) -> list[Total]:
    """What each kind of work took, the most first."""
    by_work: dict[str, list[Span]] = {}
    for span in spans:
        by_work.setdefault(span.work, []).append(span)
    found = [
        Total(work, len(each), sum(span.seconds for span in each), max(each, key=lambda span: span.seconds))
        for work, each in by_work.items()
    ]
    return sorted(found, key=lambda total: (-total.seconds, total.work))


def chrome_trace(spans: Iterable[Span]) -> dict[str, Any]:
    """The spans as Chrome's trace viewer and Perfetto read them ("Trace Event Format", complete events, in µs)."""
    ordered = sorted(spans, key=lambda span: span.start)
    origin = ordered[0].start if ordered else 0.0
    # Threads by order of appearance: their own numbers say nothing.
    threads = {thread: number for number, thread in enumerate(dict.fromkeys(span.thread for span in ordered))}
    events = [
        {
            "ph": "X",
            "pid": 1,
            "tid": threads[span.thread],
            "cat": span.work,
            "name": f"{span.work} {span.name}".rstrip(),
            "ts": round((span.start - origin) * 1e6, 1),
            "dur": round(span.seconds * 1e6, 1),
        }
        for span in ordered
    ]
    return {"displayTimeUnit": "ms", "traceEvents": events}
