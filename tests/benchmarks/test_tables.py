"""Results as Markdown: what is compared with what."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

import pytest
from benchmarks.tables import corpus, lacking, scaling, seconds, size, times

from tests.benchmarks import canned


def test_times_are_sorted_and_ratios_of_less_work_are_in_brackets() -> None:
    rows = [
        canned.row("each", "assetbuild", 0.2, 0.3, 0.1, outcome=canned.outcome()),
        canned.row("each", "webassets", 0.1, outcome=canned.outcome(others=0, rewritten=0)),
        canned.row("each", "esbuild", 0.3, outcome=canned.outcome()),
        canned.row("each", "floor: read", 0.05),
        canned.row("each", "Sprockets", failure="exit status 1: a | b"),
    ]
    assert times(rows) == dedent(
        """\
        |  | wall, median | least – most | CPU | peak memory | rounds | × assetbuild | does not do |
        | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
        | floor: read | 50.0 ms | 50.0 ms – 50.0 ms | 25.0 ms | 20.0 MB | 1 | (0.25) |  |
        | webassets | 100 ms | 100 ms – 100 ms | 50.0 ms | 20.0 MB | 1 | (0.50) | other files, rewrite |
        | **assetbuild** | 200 ms | 100 ms – 300 ms | 100 ms | 20.0 MB | 3 | 1.00 |  |
        | esbuild | 300 ms | 300 ms – 300 ms | 150 ms | 20.0 MB | 1 | 1.50 |  |
        | Sprockets | failed: exit status 1: a \\| b |  |  |  |  |  |  |"""
    )


def test_without_assetbuild_there_are_no_ratios() -> None:
    assert times([canned.row("scenario", "cold", 0.5)]) == dedent(
        """\
        |  | wall, median | least – most | CPU | peak memory | rounds |
        | --- | ---: | ---: | ---: | ---: | ---: |
        | cold | 500 ms | 500 ms – 500 ms | 250 ms | 20.0 MB | 1 |"""
    )


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="all done"),
        pytest.param({"css": 0}, ["CSS"], id="no CSS"),
        pytest.param({"minified": 100}, ["minify"], id="as large as the sources"),
        pytest.param({"fingerprinted": 0, "rewritten": 0}, ["fingerprint", "rewrite"], id="names kept"),
        pytest.param({"rewritten": 0, "inlined": 3}, ["rewrite: it inlines"], id="inlines"),
        pytest.param({"twins": {"gzip": 9}}, ["br"], id="one encoding"),
    ],
)
def test_what_was_not_done_is_told(changes: dict[str, Any], expected: list[str]) -> None:
    base = canned.outcome(twins={"br": 9, "gzip": 9})
    assert lacking({**base, **changes}, base) == expected


def test_peers_that_could_not_be_installed_are_told() -> None:
    found = canned.corpus(canned.row("each", "assetbuild", 0.2, outcome=canned.outcome()))
    assert corpus(found, {"debian": "could not be installed: no root"}).endswith(
        "| assetbuild | 14, 477 kB | 5 of 5, 4 of 4 | 67 % | no | 93 % | 100 % | none |\n\n"
        "- debian: could not be installed: no root\n"
    )


def test_scaling_tells_the_cost_of_a_file() -> None:
    rows = [canned.row("scaling", "cold: 1000", 0.5), canned.row("scaling", "cold: 10000", failure="out of memory")]
    assert scaling(rows) == dedent(
        """\
        |  | files | wall, median | a file | peak memory |
        | --- | ---: | ---: | ---: | ---: |
        | cold | 1,000 | 500 ms | 500 µs | 20.0 MB |
        | cold | 10,000 | failed: out of memory |  |  |
        """
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(12.34, "12.3 s", id="seconds"),
        pytest.param(0.00123, "1.23 ms", id="milliseconds"),
        pytest.param(45.6e-6, "45.6 µs", id="microseconds"),
        pytest.param(150e-9, "150 ns", id="nanoseconds"),
    ],
)
def test_time_has_three_digits_and_its_unit(value: float, expected: str) -> None:
    assert seconds(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(999, "999 B", id="bytes"),
        pytest.param(16_400_000, "16.4 MB", id="megabytes"),
        pytest.param(2.5e9, "2.50 GB", id="gigabytes"),
    ],
)
def test_size_has_three_digits_and_its_unit(value: float, expected: str) -> None:
    assert size(value) == expected
