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
from ...references.spans import rewrite
from ...urls import relative_url
from .importer import to_path

# Source Map (ECMA-426) §7: base64 digits of five bits and one that says whether more follow.
_DIGITS = {char: value for value, char in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")}


def rebase_urls(text: str, source_map: str, path: str, loaded: Iterable[str], exists: Callable[[str], bool]) -> str:
    """The style sheet compiled from `path` and the others in `loaded`, with the addresses that only their own file can
    mean rebased to it."""
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
    return rewrite(text, replacements)


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
            fields = list(_fields(segment))
            column += fields[0]
            source += fields[1] if len(fields) > 1 else 0
            columns.append(column)
            sources.append(paths[source])
        yield columns, sources


def _fields(segment: str) -> Iterator[int]:
    value = shift = 0
    for char in segment:
        digit = _DIGITS[char]
        value |= (digit & 31) << shift
        shift += 5
        if digit < 32:
            yield -(value >> 1) if value & 1 else value >> 1
            value = shift = 0
