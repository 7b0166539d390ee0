"""Charts as SVG, readable on light and on dark pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from math import ceil, floor, log10

_WIDTH = 720
_LABELS = 210
_BAR = 22
_STYLE = """\
<style>
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600 }
  .value, .tick { fill: #57606a; font-size: 12px }
  .bar { fill: #8c959f } .own { fill: #0969da } .floor { fill: #afb8c1 }
  .grid { stroke: #d0d7de } .line0 { stroke: #0969da } .line1 { stroke: #bf8700 } .line2 { stroke: #1a7f37 }
  .point0 { fill: #0969da } .point1 { fill: #bf8700 } .point2 { fill: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 }
    .value, .tick { fill: #9198a1 }
    .bar { fill: #656c76 } .own { fill: #4493f8 } .floor { fill: #3d444d }
    .grid { stroke: #3d444d } .line0 { stroke: #4493f8 } .line1 { stroke: #d29922 } .line2 { stroke: #3fb950 }
    .point0 { fill: #4493f8 } .point1 { fill: #d29922 } .point2 { fill: #3fb950 }
  }
</style>"""


@dataclass(frozen=True, slots=True)
class Bar:
    """A row of a bar chart: its value, the text beside it, and its look: `bar`, `own` or `floor`."""

    label: str
    value: float
    text: str
    look: str = "bar"


def bars(title: str, rows: Sequence[Bar]) -> str:
    """Horizontal bars from zero."""
    longest = max((row.value for row in rows), default=0.0) or 1.0
    room = _WIDTH - _LABELS - 110
    parts = [_text(0, 18, title, "title")]
    for number, row in enumerate(rows):
        top = 34 + number * (_BAR + 6)
        width = max(1.0, room * row.value / longest)
        parts.append(_text(_LABELS - 8, top + 15, row.label, "label", "end"))
        parts.append(f'<rect class="{row.look}" x="{_LABELS}" y="{top}" width="{width:.1f}" height="{_BAR}" rx="2"/>')
        parts.append(_text(_LABELS + width + 6, top + 15, row.text, "value"))
    return _document(title, 40 + len(rows) * (_BAR + 6), parts)


def lines(title: str, unit: str, series: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Lines over logarithmic axes; a line of slope one is one whose cost grows with the count."""
    points = [point for line in series.values() for point in line]
    across = _Scale.of([x for x, _ in points], 64, _WIDTH - 130)
    up = _Scale.of([y for _, y in points], 300, 40)
    parts = [_text(0, 18, f"{title} ({unit})", "title"), *_grid(across, up)]
    for number, (name, line) in enumerate(series.items()):
        places = [(across.place(x), up.place(y)) for x, y in sorted(line)]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
        parts.append(f'<polyline class="line{number}" points="{path}" fill="none" stroke-width="2"/>')
        parts += [f'<circle class="point{number}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in places]
        if places:
            parts.append(_text(places[-1][0] + 8, places[-1][1] + 4, name, "value"))
    return _document(title, 330, parts)


@dataclass(frozen=True, slots=True)
class _Scale:
    """A logarithmic axis over whole decades, from `first` to `last` on the page."""

    low: int
    high: int
    first: float
    last: float

    @classmethod
    def of(cls, values: Sequence[float], first: float, last: float) -> _Scale:
        low = floor(log10(min(values))) if values else 0
        return cls(low, max(low + 1, ceil(log10(max(values)) - 1e-9)) if values else 1, first, last)

    def place(self, value: float) -> float:
        return self.first + (log10(value) - self.low) / (self.high - self.low) * (self.last - self.first)

    def decades(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def _grid(across: _Scale, up: _Scale) -> list[str]:
    parts = []
    for value in across.decades():
        x = across.place(value)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{up.first}" y2="{up.last}"/>')
        parts.append(_text(x, up.first + 18, f"{value:,.10g}", "tick", "middle"))
    for value in up.decades():
        y = up.place(value)
        parts.append(f'<line class="grid" x1="{across.first}" x2="{across.last}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_text(across.first - 8, y + 4, f"{value:,.10g}", "tick", "end"))
    return parts


def _text(x: float, y: float, text: str, look: str, anchor: str = "start") -> str:
    return f'<text class="{look}" x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(text)}</text>'


def _document(title: str, height: int, parts: Sequence[str]) -> str:
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img">'
    return "\n".join([head, f"<title>{escape(title)}</title>", _STYLE, *parts, "</svg>", ""])
