"""A map that a text came with: a vendor's, or that of a compiler. Positions are looked up in it."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from typing import Any, NamedTuple

from .vlq import BadMappings, Memo, decode
from .words import Words

_Known = Memo[str, tuple[int, ...]]
NAMED = 5
# In place of a segment where the map says nothing.
UNKNOWN = -1


class BadMap(ValueError):
    """A text that is no source map of version 3."""


class Targets(NamedTuple):
    """What the segments of a map say, each list has one number a segment: source, line, column, name. `kinds` says how
    many numbers a segment has, 0 for one that says nothing; only those of five have a name."""

    sources: list[int]
    lines: list[int]
    columns: list[int]
    names: list[int]
    kinds: list[int]


@dataclass(slots=True)
class Inner:
    """A parsed map. `starts` says which segment is the first of each line, and how many there are. `columns` has those
    of all segments, each line's counted on from the last one of the line before."""

    sources: tuple[str, ...]
    contents: tuple[str | None, ...]
    names: tuple[str, ...]
    starts: list[int]
    columns: list[int]
    targets: Targets
    first_name: int = 0

    def of_words(self, words: Words, index: int, count: int) -> list[int]:
        """For each of so many words of the text that has this map the segment there, or else the last before it in its
        line; UNKNOWN where there is none or it says nothing."""
        found: list[int] = []
        kinds, sums = self.targets.kinds, words.sums
        for row, first, end in words.runs(index, count):
            line = words.lines[row]
            low, high = self.starts[line : line + 2] if line + 1 < len(self.starts) else (0, 0)
            # From where the sums and the columns count.
            shift = (self.columns[low - 1] if low else 0) + words.leads[row] - sums[words.firsts[row]]
            for start in sums[first:end]:
                at = bisect_right(self.columns, start + shift, low, high) - 1
                found.append(at if at >= low and kinds[at] else UNKNOWN)
        return found


class Parser:
    """Parses maps; it keeps what segments say from one to the next."""

    def __init__(self) -> None:
        self._known = Memo(_padded)

    def parse(self, text: str) -> Inner:
        """The map in a JSON text. Raises BadMap."""
        return _of(_document(text), self._known)


def _document(text: str) -> dict[str, Any]:
    try:
        # Servers may put this before JSON so that no script can read it (ECMA-426 §4).
        document: object = json.loads(text.partition("\n")[2] if text.startswith(")]}'") else text)
    except ValueError as error:
        raise BadMap("it is not JSON") from error
    if not isinstance(document, dict) or document.get("version") != 3:
        raise BadMap("it is not a source map of version 3")
    if "sections" in document:
        raise BadMap("it has sections")
    return document


def _of(document: dict[str, Any], known: _Known) -> Inner:
    root = _text(document.get("sourceRoot"))
    root += "/" if root and not root.endswith("/") else ""
    sources = tuple(root + _text(source) for source in _list(document, "sources"))
    contents = [each if isinstance(each, str) else None for each in _list(document, "sourcesContent")]
    contents += [None] * (len(sources) - len(contents))
    names = tuple(map(_text, _list(document, "names")))
    try:
        found = _decode(_text(document.get("mappings")), len(sources), len(names), known)
    except BadMappings as error:
        raise BadMap(str(error)) from error
    return Inner(sources, tuple(contents[: len(sources)]), names, *found)


def _list(document: dict[str, Any], key: str) -> Sequence[object]:
    value = document.get(key)
    return value if isinstance(value, list) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _decode(mappings: str, sources: int, names: int, known: _Known) -> tuple[list[int], list[int], Targets]:
    """The starts, columns and targets of mappings. Raises BadMappings."""
    lines = mappings.split(";")
    counts = [line.count(",") + 1 if line else 0 for line in lines]
    starts = list(accumulate(counts, initial=0))
    if not starts[-1]:
        return starts, [], Targets([], [], [], [], [])
    segments = list(map(known.__getitem__, ",".join(filter(None, lines)).split(",")))
    steps, *others, kinds = (list(map(itemgetter(at), segments)) for at in range(NAMED + 1))
    columns = list(accumulate(steps))
    absolute = tuple(list(accumulate(numbers)) for numbers in others)
    if min(map(min, (steps, *absolute))) < 0:
        raise BadMappings("a number is below zero")
    if max(absolute[0]) >= max(sources, not any(kinds)) or (NAMED in kinds and max(absolute[3]) >= names):
        raise BadMappings("a segment names what is not there")
    return starts, columns, Targets._make((*absolute, kinds))


def _padded(segment: str) -> tuple[int, ...]:
    """The numbers of a segment, with zeros for those that it has not, and how many it has: none for a column alone."""
    numbers = decode(segment)
    return (*numbers, *(0,) * (NAMED - len(numbers)), len(numbers) if len(numbers) > 1 else 0)
