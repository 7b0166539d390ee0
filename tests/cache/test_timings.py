"""Timings: every call is a span, totals add them up, and the trace is one that Chrome reads."""

from __future__ import annotations

import json

import pytest

from assetbuild.timing_totals import chrome_trace, totals
from assetbuild.timings import NoTimings, Recorder, Span


def clock(*times: float) -> Recorder:
    return Recorder(iter(times).__next__)


def test_call_is_a_span_and_gives_its_result() -> None:
    recorder = clock(1.0, 1.5)
    double = recorder.timed("work", lambda number: number * 2, str)
    assert double(4) == 8
    (span,) = recorder.spans
    assert (span.work, span.name, span.start, span.seconds) == ("work", "4", 1.0, 0.5)


def test_call_that_fails_is_a_span_too() -> None:
    recorder = clock(1.0, 3.0)
    with pytest.raises(ZeroDivisionError):
        recorder.timed("work", lambda number: 1 // number, str)(0)
    assert [span.seconds for span in recorder.spans] == [2.0]


def test_without_timings_a_function_stays_what_it_is() -> None:
    assert NoTimings().timed("work", len, str) is len


def test_totals_come_with_the_most_first() -> None:
    spans = [Span("a", "x", 0, 1, 7), Span("b", "y", 1, 5, 7), Span("a", "z", 6, 2, 8)]
    assert [(total.work, total.count, total.seconds, total.longest.name) for total in totals(spans)] == [
        ("b", 1, 5, "y"),
        ("a", 2, 3, "z"),
    ]


def test_trace_has_complete_events_in_microseconds_from_the_first() -> None:
    trace = chrome_trace([Span("b", "y", 11.0, 0.5, 700), Span("a", "", 10.0, 0.25, 900)])
    assert json.loads(json.dumps(trace)) == {
        "displayTimeUnit": "ms",
        "traceEvents": [
            {"ph": "X", "pid": 1, "tid": 0, "cat": "a", "name": "a", "ts": 0.0, "dur": 250000.0},
            {"ph": "X", "pid": 1, "tid": 1, "cat": "b", "name": "b y", "ts": 1000000.0, "dur": 500000.0},
        ],
    }


def test_trace_of_nothing_is_empty() -> None:
    assert chrome_trace([])["traceEvents"] == []
