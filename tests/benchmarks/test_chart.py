"""Charts are SVG that any viewer parses, with places that follow the values."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from benchmarks.chart import Bar, bars, lines

_SVG = "{http://www.w3.org/2000/svg}"


def test_bars_are_as_long_as_their_values() -> None:
    chart = ET.fromstring(bars("Cold <medium>", [Bar("a & b", 2.0, "2 s", "own"), Bar("c", 0.5, "0.5 s")]))
    found = chart.findall(f"{_SVG}rect")
    assert [bar.get("class") for bar in found] == ["own", "bar"]
    assert float(found[0].get("width", "")) == pytest.approx(4 * float(found[1].get("width", "")), abs=0.1)
    assert [text.text for text in chart.findall(f"{_SVG}text")] == ["Cold <medium>", "a & b", "2 s", "c", "0.5 s"]


def test_a_chart_of_nothing_is_a_title() -> None:
    assert [text.text for text in ET.fromstring(bars("Nothing", [])).iter(f"{_SVG}text")] == ["Nothing"]


def test_lines_are_straight_where_cost_grows_with_the_count() -> None:
    series = {"cold": [(100.0, 0.1), (1_000.0, 1.0), (10_000.0, 10.0)]}
    chart = ET.fromstring(lines("Time", "seconds", series))
    line = chart.find(f"{_SVG}polyline")
    assert line is not None
    (x0, y0), (x1, y1), (x2, y2) = (map(float, point.split(",")) for point in line.get("points", "").split())
    assert (y1 - y0) / (x1 - x0) == pytest.approx((y2 - y1) / (x2 - x1), abs=0.01)
    ticks = [text.text for text in chart.findall(f"{_SVG}text[@class='tick']")]
    assert ticks == ["100", "1,000", "10,000", "0.1", "1", "10"]
