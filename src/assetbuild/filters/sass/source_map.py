"""The source map of what Sass made (ECMA-426), as filters give theirs: its sources are relative to the style sheet."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from posixpath import dirname, relpath

from ...sourcemaps.skeleton import units
from ...sourcemaps.vlq import decode, encode
from .importer import to_path

Replacement = tuple[int, int, str]


def relative_map(
    source_map: str, text: str, replacements: Iterable[Replacement], path: str, read: Callable[[str], str | None]
) -> str:
    """The map of `text`, which was compiled from `path`, as it is after the replacements in it. `read` gives the text
    of a source that was loaded, by its canonical URL."""
    document = json.loads(source_map)
    made = {
        "version": 3,
        "sources": [relpath(f"/{to_path(url)}", f"/{dirname(path)}") for url in document["sources"]],
        "sourcesContent": [read(url) for url in document["sources"]],
        "names": document["names"],
        "mappings": _moved(document["mappings"], text, replacements),
    }
    return json.dumps(made)


def _moved(mappings: str, text: str, replacements: Iterable[Replacement]) -> str:
    """The mappings with what stands behind a replacement moved by what that adds to its line."""
    lines = mappings.split(";")
    for start, end, new in sorted(replacements, reverse=True):
        begin = text.rfind("\n", 0, start) + 1
        line = text.count("\n", 0, start)
        if line < len(lines):
            lines[line] = _moved_line(lines[line], units(text[begin:start]), units(new) - units(text[start:end]))
    return ";".join(lines)


def _moved_line(line: str, column: int, by: int) -> str:
    segments = line.split(",") if line else []
    at = 0
    for index, segment in enumerate(segments):
        step, *rest = decode(segment)
        at += step
        if at > column:
            # The others count on from this one.
            segments[index] = "".join(map(encode, (step + by, *rest)))
            break
    return ",".join(segments)
