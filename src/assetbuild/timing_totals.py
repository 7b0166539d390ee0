"""What timings come to: totals by kind of work, and a trace for a viewer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from .timings import Span


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
