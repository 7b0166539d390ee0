"""A map that a text came with: a vendor's, or that of a compiler. Positions are looked up in it."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from .vlq import BadMappings, Memo, decode

# Source, line, column, name (-1 for none); None where the map says that nothing is known.
Found = tuple[int, int, int, int]


class BadMap(ValueError):
    """A text that is no source map of version 3."""


@dataclass(slots=True)
class Inner:
    """A parsed map. `columns` has those of the segments of each line, `targets` what they say."""

    sources: tuple[str, ...]
    contents: tuple[str | None, ...]
    names: tuple[str, ...]
    columns: list[list[int]]
    targets: list[list[Found | None]]
    first_name: int = 0

    def find(self, line: int, column: int) -> Found | None:
        """What the segment at that place, or the last one before it in its line, says."""
        if line >= len(self.columns):
            return None
        at = bisect_right(self.columns[line], column) - 1
        return self.targets[line][at] if at >= 0 else None


def parse(text: str) -> Inner:
    """The map in a JSON text. Raises BadMap."""
    try:
        # Servers may put this before JSON so that no script can read it (ECMA-426 §4).
        document: object = json.loads(text.partition("\n")[2] if text.startswith(")]}'") else text)
    except ValueError as error:
        raise BadMap("it is not JSON") from error
    if not isinstance(document, dict) or document.get("version") != 3:
        raise BadMap("it is not a source map of version 3")
    if "sections" in document:
        raise BadMap("it has sections")
    return _of(document)


def _of(document: dict[str, Any]) -> Inner:
    root = _text(document.get("sourceRoot"))
    root += "/" if root and not root.endswith("/") else ""
    sources = tuple(root + _text(source) for source in _list(document, "sources"))
    contents = [each if isinstance(each, str) else None for each in _list(document, "sourcesContent")]
    contents += [None] * (len(sources) - len(contents))
    names = tuple(map(_text, _list(document, "names")))
    try:
        columns, targets = _decode(_text(document.get("mappings")), len(sources), len(names))
    except BadMappings as error:
        raise BadMap(str(error)) from error
    return Inner(sources, tuple(contents[: len(sources)]), names, columns, targets)


def _list(document: dict[str, Any], key: str) -> Sequence[object]:
    value = document.get(key)
    return value if isinstance(value, list) else ()


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _decode(mappings: str, sources: int, names: int) -> tuple[list[list[int]], list[list[Found | None]]]:
    known = Memo(decode)
    source = line = column = name = 0
    all_columns, all_targets = [], []
    for group in mappings.split(";"):
        made = 0
        columns: list[int] = []
        targets: list[Found | None] = []
        for numbers in map(known.__getitem__, filter(None, group.split(","))):
            made += numbers[0]
            columns.append(made)
            if len(numbers) == 1:
                targets.append(None)
                continue
            source += numbers[1]
            line += numbers[2]
            column += numbers[3]
            if len(numbers) == 5:
                name += numbers[4]
            targets.append((source, line, column, name if len(numbers) == 5 else -1))
            if not (0 <= source < sources and line >= 0 and column >= 0 and 0 <= name <= names):
                raise BadMappings("a segment names what is not there")
        if columns != sorted(columns):
            raise BadMappings("segments are not in order")
        all_columns.append(columns)
        all_targets.append(targets)
    return all_columns, all_targets
