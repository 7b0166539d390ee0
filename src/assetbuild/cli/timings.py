"""Where the time of a build went: a table, and a trace."""

from __future__ import annotations

import json
from collections.abc import Iterable

import click

from ..cache import CacheReport
from ..errors import Location, UsageError
from ..timing_totals import Total, chrome_trace, totals
from ..timings import Span
from .console import count, table


def show_timings(spans: Iterable[Span], cache: CacheReport, trace: str | None, shown: bool) -> None:
    """The table on standard error where `shown`, the trace in the file `trace` where that is given."""
    spans = list(spans)
    if shown:
        click.echo(_table(spans, cache), err=True)
    if trace:
        _write(trace, spans)


def _table(spans: list[Span], cache: CacheReport) -> str:
    rows = [_row(each) for each in totals(spans)]
    begin = min((span.start for span in spans), default=0.0)
    end = max((span.start + span.seconds for span in spans), default=0.0)
    rows.append(["all threads", f"{len(spans):,}", _milliseconds(sum(row.seconds for row in totals(spans))), "", ""])
    lines = table(["work", "times", "ms", "longest", "of"], rows)
    found = f"{cache.hits:,} found in the cache, {count(cache.misses, 'miss', 'misses')}"
    return f"{lines}\n\n{_milliseconds(end - begin)} ms from the first to the last; {found}"


def _row(total: Total) -> list[str]:
    longest = total.longest
    return [total.work, f"{total.count:,}", _milliseconds(total.seconds), _milliseconds(longest.seconds), longest.name]


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:,.1f}"


def _write(file: str, spans: list[Span]) -> None:
    try:
        with open(file, "w", encoding="utf-8", newline="\n") as stream:
            json.dump(chrome_trace(spans), stream)
            stream.write("\n")
    except OSError as error:
        raise UsageError(f"the trace cannot be written: {error.strerror}", Location(file)) from error
