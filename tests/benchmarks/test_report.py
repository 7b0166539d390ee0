"""The page and its charts from a results file, and targets against what was measured."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from benchmarks.report import main
from benchmarks.targets import targets_table

from tests.benchmarks import canned


def _run() -> dict[str, object]:
    manifests = [
        {"assets": count, "size": 290 * count, "load_seconds": 1e-6 * count, "load_least_seconds": 8e-7 * count}
        | {"load_most_seconds": 2e-6 * count, "lasting_bytes": 290 * count, "peak_bytes": 700 * count}
        | {"first_url_seconds": 1e-5, "url_seconds": 7e-8}
        for count in (10_000, 100_000)
    ]
    jinja = {"urls": 40, "filter_seconds": 2e-5, "global_seconds": 1e-4, "literal_seconds": 2e-5}
    small = canned.corpus(
        canned.row("unchanged", "assetbuild", 0.04, outcome=canned.outcome()),
        canned.row("unchanged", "webassets", 0.2, outcome=canned.outcome(rewritten=0)),
        canned.row("unchanged", "floor: python -I -c pass", 0.02),
    )
    scaled = [
        canned.row("scaling", f"cold, no twins: {count}", 0.001 * count, memory=20e6 + 500 * count)
        for count in (1_000, 100_000)
    ]
    return canned.document(small=small, scaling={"results": scaled}, runtime={"manifests": manifests, "jinja": jinja})


def test_page_names_each_chart_that_is_written_beside_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    results = tmp_path / "results.json"
    results.write_text(json.dumps(_run()))
    main([str(results), "--into", str(tmp_path / "docs")])
    charts = ["benchmarks-scaling-memory.svg", "benchmarks-scaling-time.svg", "benchmarks-small-unchanged.svg"]
    assert sorted(file.name for file in (tmp_path / "docs").iterdir()) == [*charts, "benchmarks.md"]
    page = (tmp_path / "docs" / "benchmarks.md").read_text()
    for chart in charts:
        assert f"]({chart})" in page
        ET.parse(tmp_path / "docs" / chart)
    assert "## Small: 13 files, 648 kB" in page
    assert "Machine: 2 cores (A CPU), 24 GiB, Linux x86_64, Python 3.11.7." in page
    assert "Peers: bun 1.4.5, webassets 3.0.0." in page
    assert len(capsys.readouterr().out.splitlines()) == 4


def test_targets_say_what_held_and_by_how_much_it_was_missed() -> None:
    assert targets_table(_run()).splitlines()[2:] == [
        "| small, nothing changed, to `python -I -c pass` | 2.50 × | 2.00 × | held |",
        "| cold, no twins, time a file at 100,000 to 1,000 | 1.10 × | 1.00 × | held |",
        "| cold, no twins, memory a file from 1,000 to 100,000 | 2.00 kB | 500 B | held |",
        "| `Manifest.load`, 10,000 assets | 12.0 ms | 10.0 ms | held |",
        "| the same, peak memory | 6.00 MB | 7.00 MB | **missed by 1.2 ×** |",
        "| `Manifest.load`, 100,000 assets | 150 ms | 100 ms | held |",
        "| `url()` of 10,000 assets | 150 ns | 70.0 ns | held |",
    ]


def test_targets_of_the_medium_and_the_large_corpus() -> None:
    medium = canned.corpus(
        canned.row("each", "assetbuild", 0.3),
        canned.row("each", "webassets", 0.2),
        canned.row("twins", "assetbuild", 7.0),
        canned.row("twins", "floor: bare codecs", 7.0),
        canned.row("twins", "collectstatic, WhiteNoise", failure="exit status 1"),
        canned.row("assetbuild", "output wiped, cache full", 0.2),
        canned.row("assetbuild", "one CSS file of a bundle changed", 0.4),
        canned.row("assetbuild", "floor: bare codecs of that bundle", 0.5),
    )
    large = canned.corpus(
        canned.row("each", "assetbuild", 9.0, memory=100e6),
        canned.row("assetbuild", "one file touched", 1.0, memory=500e6),
        canned.row("each", "esbuild", 1.0, memory=900e6),
    )
    assert targets_table(canned.document(medium=medium, large=large)).splitlines()[2:] == [
        "| medium, cold, no twins, to webassets | 1.00 × | 1.50 × | **missed by 1.5 ×** |",
        "| medium, cold, no twins | 250 ms | 300 ms | **missed by 1.2 ×** |",
        "| medium, cold, br and gzip, to the bare codecs | 1.08 × | 1.00 × | held |",
        "| medium, output wiped, cache full | 250 ms | 200 ms | held |",
        "| medium, one CSS file of a bundle changed, beyond its compression | 150 ms | none | held |",
        "| large, peak memory (one file touched) | 400 MB | 500 MB | **missed by 1.2 ×** |",
    ]
