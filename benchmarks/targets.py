"""What was set out to be reached, against what was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from .tables import middle, seconds, size, table

Document = Mapping[str, Any]
_OWN = "assetbuild"
_RIVALS = ("webassets", "django-compressor", "django-pipeline", "collectstatic, Manifest", "esbuild")
# What a build holds for each file, at most: names, digests and sizes, but no content.
_INDEX_BYTES = 2_000


@dataclass(frozen=True, slots=True)
class Target:
    """A figure and its limit, both in the same unit: seconds, bytes or, with unit "×", a ratio."""

    what: str
    found: float
    limit: float
    unit: str

    @property
    def held(self) -> bool:
        return self.found <= self.limit


def targets(document: Document) -> Iterator[Target]:
    """Those for which everything was measured."""
    run = _Run(document)
    yield from run.ratio("small, nothing changed, to `python -I -c pass`", "small", "unchanged", _OWN, _PASS, 2.5)
    yield from run.ratio("large, nothing changed, to `git status`", "large", "unchanged", _OWN, _GIT, 2.5)
    for rival in _RIVALS:
        yield from run.ratio(f"medium, cold, no twins, to {rival}", "medium", "each", _OWN, rival, 1.0)
    yield from run.wall("medium, cold, no twins", "medium", "each", _OWN, 0.25)
    yield from run.ratio("medium, cold, br and gzip, to the bare codecs", "medium", "twins", _OWN, _CODECS, 1.08)
    yield from run.ratio("the same, to WhiteNoise's storage", "medium", "twins", _OWN, _WHITENOISE, 1 / 3)
    yield from run.wall("medium, output wiped, cache full", "medium", _OWN, "output wiped, cache full", 0.25)
    yield from run.beyond("medium, one CSS file of a bundle changed, beyond its compression", 0.15)
    yield from run.memory("large, peak memory", "large", 400e6)
    yield from run.growth()
    yield from run.runtime()


_PASS = "floor: python -I -c pass"
_GIT = "floor: git status"
_CODECS = "floor: bare codecs"
_WHITENOISE = "collectstatic, WhiteNoise"


class _Run:
    """Finds medians in a document."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._rows = {
            (corpus, row["group"], row["name"]): row
            for corpus, found in document.items()
            if isinstance(found, dict)
            for row in found.get("results", [])
            if row["samples"]
        }

    def ratio(self, what: str, corpus: str, group: str, one: str, other: str, limit: float) -> Iterator[Target]:
        pair = [self._rows.get((corpus, group, name)) for name in (one, other)]
        if pair[0] and pair[1]:
            yield Target(what, middle(pair[0], "wall") / middle(pair[1], "wall"), limit, "×")

    def wall(self, what: str, corpus: str, group: str, name: str, limit: float) -> Iterator[Target]:
        row = self._rows.get((corpus, group, name))
        if row:
            yield Target(what, middle(row, "wall"), limit, "s")

    def beyond(self, what: str, limit: float) -> Iterator[Target]:
        build = self._rows.get(("medium", _OWN, "one CSS file of a bundle changed"))
        codecs = self._rows.get(("medium", _OWN, "floor: bare codecs of that bundle"))
        if build and codecs:
            yield Target(what, middle(build, "wall") - middle(codecs, "wall"), limit, "s")

    def memory(self, what: str, corpus: str, limit: float) -> Iterator[Target]:
        peaks = [
            (middle(row, "memory"), name)
            for (where, group, name), row in self._rows.items()
            if where == corpus and _OWN in (group, name) and not name.startswith("floor")
        ]
        if peaks:
            yield Target(f"{what} ({max(peaks)[1]})", max(peaks)[0], limit, "B")

    def growth(self) -> Iterator[Target]:
        for name in ("cold, no twins", "nothing changed"):
            few, many = (self._rows.get(("scaling", "scaling", f"{name}: {count}")) for count in (1_000, 100_000))
            if few and many:
                each = middle(many, "wall") / middle(few, "wall") / 100
                yield Target(f"{name}, time a file at 100,000 to 1,000", each, 1.1, "×")
                grown = (middle(many, "memory") - middle(few, "memory")) / 99_000
                yield Target(f"{name}, memory a file from 1,000 to 100,000", grown, _INDEX_BYTES, "B")

    def runtime(self) -> Iterator[Target]:
        rows = {row["assets"]: row for row in self._document.get("runtime", {}).get("manifests", [])}
        if rows:
            yield Target("`Manifest.load`, 10,000 assets", rows[10_000]["load_seconds"], 0.012, "s")
            yield Target("the same, peak memory", rows[10_000]["peak_bytes"], 6e6, "B")
            yield Target("`Manifest.load`, 100,000 assets", rows[100_000]["load_seconds"], 0.150, "s")
            yield Target("`url()` of 10,000 assets", rows[10_000]["url_seconds"], 150e-9, "s")


def targets_table(document: Document) -> str:
    """A row a target."""
    rows = [
        [target.what, _value(target.limit, target.unit), _value(target.found, target.unit), _verdict(target)]
        for target in targets(document)
    ]
    return table(["", "at most", "found", ""], rows) + "\n"


def _verdict(target: Target) -> str:
    return "held" if target.held else f"**missed by {target.found / target.limit:.1f} ×**"


def _value(value: float, unit: str) -> str:
    if unit == "×":
        return f"{value:.2f} ×"
    if value < 0:
        return "none"
    return seconds(value) if unit == "s" else size(value)
