"""Results as tables of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from .peer import GROUPS

_BASE = "assetbuild"
_NOT_MINIFIED = 95
# As few files, beside the sources, are bundles and not a few that are missing.
_BUNDLED = 0.8
Row = Mapping[str, Any]


def part(name: str, document: Mapping[str, Any]) -> str:
    """Everything that was measured under that name: a corpus, `scaling` or `runtime`."""
    found = document[name]
    if name == "runtime":
        return runtime(found)
    if name == "scaling":
        return scaling(found["results"])
    return corpus(found, document.get("missing", {}))


def corpus(found: Mapping[str, Any], missing: Mapping[str, str]) -> str:
    """A table for each group of equal work, then assetbuild's own scenarios."""
    sections = []
    for group, title in (*GROUPS.items(), ("assetbuild", "assetbuild in other situations")):
        rows = [row for row in found["results"] if row["group"] == group]
        if rows:
            sections.append(f"**{title}**\n\n{times(rows)}")
            seen = [row for row in rows if row.get("outcome")]
            if seen and group in GROUPS and group != "unchanged":
                sections.append(f"What each left:\n\n{outcomes(seen, found)}")
    sections += [f"- {name}: {reason}" for name, reason in sorted(missing.items())]
    return "\n\n".join(sections) + "\n"


def times(rows: Sequence[Row]) -> str:
    """Medians, ranges and, where assetbuild is among the rows, the wall time as a ratio to its own.

    The ratio is in brackets where less was done, and what was not done is told.
    """
    base = next((row for row in rows if row["name"] == _BASE and row["samples"]), None)
    head = ["", "wall, median", "least – most", "CPU", "peak memory", "rounds"]
    if base:
        head += ["× assetbuild", "does not do"]
    ordered = sorted(rows, key=lambda row: (middle(row, "wall") if row["samples"] else float("inf"), row["name"]))
    return table(head, [_times_row(row, base, len(head)) for row in ordered])


def _times_row(row: Row, base: Row | None, columns: int) -> list[str]:
    name = f"**{row['name']}**" if row is base else row["name"]
    if not row["samples"]:
        return [name, f"failed: {_cell(row['failure'])}", *[""] * (columns - 2)]
    walls = [sample["wall"] for sample in row["samples"]]
    return [
        name,
        seconds(median(walls)),
        f"{seconds(min(walls))} – {seconds(max(walls))}",
        seconds(middle(row, "cpu")),
        size(middle(row, "memory")),
        str(len(walls)),
        *(_against(row, base) if base else []),
    ]


def _against(row: Row, base: Row) -> list[str]:
    ratio = f"{middle(row, 'wall') / middle(base, 'wall'):.2f}"
    outcome, whole = row.get("outcome"), base.get("outcome")
    less = lacking(outcome, whole) if outcome and whole else []
    return [f"({ratio})" if less or "floor" in row["name"] else ratio, ", ".join(less)]


def lacking(outcome: Mapping[str, Any], base: Mapping[str, Any]) -> list[str]:
    """What of assetbuild's work was not done."""
    kinds = {"css": "CSS", "js": "JavaScript", "others": "other files"}
    found = [name for kind, name in kinds.items() if base[kind] and not outcome[kind]]
    if outcome["minified"] >= _NOT_MINIFIED:
        found.append("minify")
    if not outcome["fingerprinted"]:
        found.append("fingerprint")
    if base["rewritten"] and not outcome["rewritten"] and outcome["css"]:
        found.append("rewrite: it inlines" if outcome["inlined"] > base["inlined"] else "rewrite")
    return found + [encoding for encoding in sorted(base["twins"]) if encoding not in outcome["twins"]]


def outcomes(rows: Sequence[Row], found: Mapping[str, Any]) -> str:
    """What each did and did not do, from what it left."""
    head = ["", "files", "CSS, JS", "minified to", "bundled", "fingerprinted", "`url()` rewritten", "twins"]
    return table(head, [_outcome_row(row["name"], row["outcome"], found) for row in rows])


def _outcome_row(name: str, outcome: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
    texts = [f"{outcome[kind]} of {found[kind]}" if outcome[kind] else "none" for kind in ("css", "js")]
    fewer = any(0 < outcome[kind] < _BUNDLED * found[kind] for kind in ("css", "js"))
    twins = ", ".join(f"{count} {encoding}" for encoding, count in sorted(outcome["twins"].items()))
    minified = f"{outcome['minified']} %" if outcome["minified"] < _NOT_MINIFIED else f"no ({outcome['minified']} %)"
    return [
        name,
        f"{outcome['files']}, {size(outcome['size'])}",
        ", ".join(texts),
        minified,
        "yes" if fewer else "no",
        _share(outcome["fingerprinted"]),
        _share(outcome["rewritten"]),
        twins or "none",
    ]


def _share(percent: int) -> str:
    return f"{percent} %" if percent else "no"


def scaling(rows: Sequence[Row]) -> str:
    """Time and memory by the number of files, and what a file costs."""
    lines = []
    for row in rows:
        name, _, count = row["name"].rpartition(": ")
        if row["samples"]:
            wall = middle(row, "wall")
            each = f"{1e6 * wall / int(count):,.0f} µs"
            lines.append([name, f"{int(count):,}", seconds(wall), each, size(middle(row, "memory"))])
        else:
            lines.append([name, f"{int(count):,}", f"failed: {_cell(row['failure'])}", "", ""])
    return table(["", "files", "wall, median", "a file", "peak memory"], lines) + "\n"


def runtime(found: Mapping[str, Any]) -> str:
    """Loading manifests and looking names up; a Jinja page with constant names."""
    lines = [
        [
            f"{row['assets']:,}",
            size(row["size"]),
            seconds(row["load_seconds"]),
            f"{seconds(row['load_least_seconds'])} – {seconds(row['load_most_seconds'])}",
            size(row["lasting_bytes"]),
            size(row["peak_bytes"]),
            seconds(row["first_url_seconds"]),
            seconds(row["url_seconds"]),
        ]
        for row in found["manifests"]
    ]
    head = [
        "assets",
        "manifest",
        "`Manifest.load`",
        "least – most",
        "keeps",
        "peak",
        "`url()`, first",
        "`url()`, again",
    ]
    jinja = found["jinja"]
    page = f"a page with {jinja['urls']} URLs"
    pages = [
        ["the URLs written out", seconds(jinja["literal_seconds"])],
        ["`{{ name \\| asset_url }}`", seconds(jinja["filter_seconds"])],
        ["`{{ asset_url(name) }}`", seconds(jinja["global_seconds"])],
    ]
    return f"{table(head, lines)}\n\n{table([page, 'to render'], pages)}\n"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Markdown, the first column to the left, the others to the right."""
    ruler = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ruler, *rows))


def middle(row: Row, what: str) -> float:
    """The median of `wall`, `cpu` or `memory` over the rounds."""
    return float(median(sample[what] for sample in row["samples"]))


def seconds(value: float) -> str:
    """With its unit, in three digits."""
    for unit, scale in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if value >= scale:
            return f"{_digits(value / scale)} {unit}"
    return f"{_digits(value / 1e-9)} ns"


def size(value: float) -> str:
    """Bytes with their unit."""
    for unit, scale in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if value >= scale:
            return f"{_digits(value / scale)} {unit}"
    return f"{value:.0f} B"


def _digits(value: float) -> str:
    value = float(f"{value:.3g}")
    return f"{value:.{2 if value < 10 else 1 if value < 100 else 0}f}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:160]
