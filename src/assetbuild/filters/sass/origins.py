"""Addresses in what Sass made: Sass leaves them as they are written, in whatever folder that was.

One is relative to the style sheet that is compiled, as Sass has it, if there is such a file; else to the file that
wrote it, which the source map tells. Where that misleads (of two places in a line Sass maps one, if their lines have
the same number), it is the one file of all that were read beside which there is what the address names.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator

from ...logical import BadPath, join
from ...references import css
from ...sourcemaps.vlq import decode
from ...urls import relative_url
from .importer import to_path


def rebased_urls(
    text: str, source_map: str, path: str, loaded: Iterable[str], exists: Callable[[str], bool]
) -> list[tuple[int, int, str]]:
    """What takes the place of which spans of the style sheet that was compiled from `path` and the others in `loaded`:
    the addresses that only their own file can mean, rebased to it."""
    lines: list[tuple[list[int], list[str]]] = []
    replacements = []
    loaded = list(loaded)
    for reference in css.scan(text):
        if reference.kind == "sourcemap" or reference.target.startswith("/") or _names(path, reference.target, exists):
            continue
        lines = lines or list(_decode(source_map))
        origin = _origin(text, reference.start, lines)
        found = origin and _names(origin, reference.target, exists)
        found = found or _only([_names(each, reference.target, exists) for each in loaded])
        if found:
            replacements.append((reference.start, reference.end, relative_url(path, found)))
    return replacements


def _names(base: str, target: str, exists: Callable[[str], bool]) -> str | None:
    try:
        path = join(base, target)
    except BadPath:
        return None
    return path if exists(path) else None


def _only(found: Iterable[str | None]) -> str | None:
    names = set(filter(None, found))
    return names.pop() if len(names) == 1 else None


def _origin(text: str, offset: int, lines: list[tuple[list[int], list[str]]]) -> str | None:
    """The source of what stands at `offset`: that of the last mapping before it in its line."""
    line = text.count("\n", 0, offset)
    if line >= len(lines):
        return None
    columns, sources = lines[line]
    at = bisect_right(columns, offset - text.rfind("\n", 0, offset) - 1)
    return sources[at - 1] if at else None


def _decode(source_map: str) -> Iterator[tuple[list[int], list[str]]]:
    """For each line of the output the columns of its mappings and the sources that they lead to."""
    document = json.loads(source_map)
    paths = [to_path(source) for source in document["sources"]]
    source = 0
    for line in document["mappings"].split(";"):
        columns: list[int] = []
        sources: list[str] = []
        column = 0
        for segment in filter(None, line.split(",")):
            fields = decode(segment)
            column += fields[0]
            source += fields[1] if len(fields) > 1 else 0
            columns.append(column)
            sources.append(paths[source])
        yield columns, sources
