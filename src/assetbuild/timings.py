"""Where the time of a build goes. Phases know nothing of it: their functions are wrapped where they are wired."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import get_ident
from typing import Any, NamedTuple, ParamSpec, Protocol, TypeVar

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


@dataclass(frozen=True, slots=True)
class Total:
    """All spans of one kind of work: how many, their seconds without those of spans within them, and the longest."""

    work: str
    count: int
    seconds: float
    longest: Span


def totals(spans: Iterable[Span]) -> list[Total]:
    """What each kind of work took, the most first."""
    spans = list(spans)
    own = _own_seconds(spans)
    by_work: dict[str, list[Span]] = {}
    for span in spans:
        by_work.setdefault(span.work, []).append(span)
    found = [
        Total(work, len(each), sum(own[span] for span in each), max(each, key=lambda span: span.seconds))
        for work, each in by_work.items()
    ]
    return sorted(found, key=lambda total: (-total.seconds, total.work))


def _own_seconds(spans: Iterable[Span]) -> dict[Span, float]:
    """What each span took without those within it."""
    own: dict[Span, float] = {}
    around: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda span: (span.start, -span.seconds)):
        outer = around.setdefault(span.thread, [])
        while outer and outer[-1].start + outer[-1].seconds <= span.start:
            outer.pop()
        if outer:
            own[outer[-1]] -= span.seconds
        own[span] = span.seconds
        outer.append(span)
    return own


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
