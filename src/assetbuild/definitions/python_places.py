"""Where a module of Python has its values: those that stand in it as they are, not those that it computes."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from ..errors import Location
from ..known_places import Path


def places_in_python(file: str, text: str) -> Iterator[tuple[Path, Location]]:
    """The place of each name that the module sets, and of each key and item of what it is set to, by its path."""
    lines = text.split("\n")
    for statement in ast.parse(text).body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    for path, node in ((target.id,), target), *_inner((target.id,), statement.value):
                        yield path, _place(file, lines, node)


def _inner(path: Path, value: ast.expr) -> Iterator[tuple[Path, ast.expr]]:
    """A key of a dictionary is where its value is said to be."""
    if isinstance(value, ast.Dict):
        for key, item in zip(value.keys, value.values, strict=True):
            if isinstance(key, ast.Constant) and isinstance(key.value, str):
                yield (*path, key.value), key
                yield from _inner((*path, key.value), item)
    elif isinstance(value, ast.List | ast.Tuple):
        for index, item in enumerate(value.elts):
            yield (*path, index), item
            yield from _inner((*path, index), item)


def _place(file: str, lines: list[str], node: ast.expr) -> Location:
    line = lines[node.lineno - 1]
    return Location(file, node.lineno, len(line.encode()[: node.col_offset].decode()) + 1, line)
