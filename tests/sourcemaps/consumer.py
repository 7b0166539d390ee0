"""What `@jridgewell/trace-mapping`, a consumer that is not ours, reads in a source map."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from py_mini_racer import MiniRacer

from assetbuild.logical import extension
from tests.sites import Run

_FOLDER = Path(__file__).parent / "trace_mapping"
_READ = """
(text, at) => {
    const map = new traceMapping.TraceMap(text);
    if (at) return JSON.stringify(traceMapping.originalPositionFor(map, at));
    const found = [];
    traceMapping.eachMapping(map, each => found.push(
        [each.generatedLine, each.generatedColumn, each.source, each.originalLine, each.originalColumn, each.name]));
    return JSON.stringify(found);
}
"""
_WORDS = {"js": re.compile(r"[\w$\x80-\U0010ffff]+", re.A), "css": re.compile(r"[\w$.#%@\x80-\U0010ffff-]+", re.A)}


class Mapped(NamedTuple):
    """A segment: lines from 1, columns in UTF-16 code units from 0; no source for what is of none."""

    line: int
    column: int
    source: str | None
    source_line: int | None
    source_column: int | None
    name: str | None


@dataclass(frozen=True)
class Read:
    """An asset of a run and its source map, which trace-mapping reads."""

    asset: str
    text: str
    document: Mapping[str, Any]

    @classmethod
    def of(cls, run: Run, asset: str, name: str = "") -> Read:
        return cls(asset, run.text(asset), json.loads(run.text(name or f"{asset}.map")))

    @property
    def sources(self) -> dict[str, str]:
        """The texts of the sources, where they are in the map."""
        contents = self.document.get("sourcesContent", [])
        return {
            name: text
            for name, text in zip(self.document["sources"], contents, strict=bool(contents))
            if text is not None
        }

    def mappings(self) -> list[Mapped]:
        return [Mapped(*each) for each in _ask(self.document)]

    def trace(self, line: int, column: int) -> dict[str, Any]:
        """What is said of a place: line from 1, column from 0."""
        found: dict[str, Any] = _ask(self.document, {"line": line, "column": column})
        return found

    def words(self) -> list[tuple[str, str, str]]:
        """Each mapped word of the asset, the word that stands at its place in the source, and that source."""
        made, sources = _lines(self.text), {name: _lines(text) for name, text in self.sources.items()}
        return [
            (
                self._word(made[each.line - 1], each.column),
                self._word(sources[each.source][each.source_line - 1], each.source_column),
                each.source,
            )
            for each in self.mappings()
            if each.source is not None and each.source_line is not None and each.source_column is not None
        ]

    def wrong(self) -> list[tuple[str, str, str]]:
        """Those of the words that are not the same on both sides; there must be some that are."""
        words = self.words()
        assert words
        return [each for each in words if each[0] != each[1] or not each[0]]

    def all_words(self) -> list[str]:
        """All words of the asset, of strings and licences too."""
        return _WORDS["css" if extension(self.asset) == ".css" else "js"].findall(self.text)

    def _word(self, line: bytes, column: int) -> str:
        rest = line[2 * column :].decode("utf-16-le")
        found = _WORDS["css" if extension(self.asset) == ".css" else "js"].match(rest)
        return found[0] if found else ""


def _lines(text: str) -> list[bytes]:
    return [line.encode("utf-16-le") for line in re.split("\r\n|[\n\r\u2028\u2029]", text)]


def scripts() -> list[str]:
    """The scripts that give `traceMapping`, in order."""
    return [
        (_FOLDER / f"{name}.umd.js").read_text(encoding="utf-8")
        for name in ("resolve-uri", "sourcemap-codec", "trace-mapping")
    ]


def _ask(document: Mapping[str, Any], at: Mapping[str, int] | None = None) -> Any:
    # Not kept: it belongs to the event loop of its time.
    context = MiniRacer()
    for script in scripts():
        context.eval(script)
    return json.loads(str(context.eval(f"({_READ})({json.dumps(json.dumps(document))}, {json.dumps(at)})")))
