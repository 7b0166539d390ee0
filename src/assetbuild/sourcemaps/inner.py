"""A map that a text came with: a vendor's, or that of a compiler. Positions are looked up in it."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, pairwise
from operator import itemgetter
from typing import Any

from .vlq import BadMappings, Memo, decode

# Source, line, column, name (-1 for none); None where the map says that nothing is known.
Found = tuple[int, int, int, int]
_Known = Memo[str, tuple[int, ...]]
_NAMED = 5


class BadMap(ValueError):
    """A text that is no source map of version 3."""


@dataclass(slots=True)
class Inner:
    """A parsed map. `columns` has those of all segments and `targets` what they say; `starts` says which is the first
    of each line, and how many there are."""

    sources: tuple[str, ...]
    contents: tuple[str | None, ...]
    names: tuple[str, ...]
    starts: list[int]
    columns: list[int]
    targets: list[Found | None]
    first_name: int = 0

    def find(self, line: int, column: int) -> Found | None:
        """What the segment at that place, or the last one before it in its line, says."""
        if line + 1 >= len(self.starts):
            return None
        start = self.starts[line]
        at = bisect_right(self.columns, column, start, self.starts[line + 1]) - 1
        return self.targets[at] if at >= start else None


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


def _decode(mappings: str, sources: int, names: int, known: _Known) -> tuple[list[int], list[int], list[Found | None]]:
    """The starts, columns and targets of mappings. Raises BadMappings."""
    lines = mappings.split(";")
    counts = [line.count(",") + 1 if line else 0 for line in lines]
    starts = list(accumulate(counts, initial=0))
    if not starts[-1]:
        return starts, [], []
    segments = list(map(known.__getitem__, ",".join(filter(None, lines)).split(",")))
    steps, *others, kinds = (list(map(itemgetter(at), segments)) for at in range(_NAMED + 1))
    absolute = [list(accumulate(numbers)) for numbers in others]
    if min(map(min, (steps, *absolute))) < 0:
        raise BadMappings("a number is below zero")
    if max(absolute[0]) >= max(sources, not any(kinds)) or (_NAMED in kinds and max(absolute[3]) >= names):
        raise BadMappings("a segment names what is not there")
    columns = list(chain.from_iterable(accumulate(steps[start:end]) for start, end in pairwise(starts)))
    return starts, columns, _targets(absolute, kinds)


def _targets(absolute: list[list[int]], kinds: list[int]) -> list[Found | None]:
    sources, lines, columns, names = absolute
    named = [name if kind == _NAMED else -1 for name, kind in zip(names, kinds, strict=True)]
    found: list[Found | None] = list(zip(sources, lines, columns, named, strict=True))
    if 0 in kinds:
        return [each if kind else None for each, kind in zip(found, kinds, strict=True)]
    return found


def _padded(segment: str) -> tuple[int, ...]:
    """The numbers of a segment, with zeros for those that it has not, and how many it has: none for a column alone."""
    numbers = decode(segment)
    return (*numbers, *(0,) * (_NAMED - len(numbers)), len(numbers) if len(numbers) > 1 else 0)
