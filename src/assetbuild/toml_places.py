"""Where a key stands in a TOML text. `tomllib` reads values and forgets their lines."""

from __future__ import annotations

import re
import tomllib

from .errors import Location, UsageError

_HEADER = re.compile(r"\s*\[\[?(?P<name>[^\]\n]+)\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*(?P<name>(?:[\w.-]|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[ \t])+?)\s*=(?!=)""")
# Python 3.14 gives `lineno` and `colno`; before, the place stands only at the end of the message.
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")


def parse_toml(text: str, file: str) -> dict[str, object]:
    """The document, or a `UsageError` at the place where it breaks off."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        message = _PLACE.sub("", str(error))
        where = _place(file, text, place)
        raise UsageError(f"not valid TOML: {message}", where, "see https://toml.io for the syntax") from error


def locate_key(text: str, file: str, path: tuple[str, ...]) -> Location:
    """The line where the key, a path through the tables from the top, is written; the whole file if not found."""
    table: tuple[str, ...] = ()
    best = Location(file)
    for number, line in enumerate(text.split("\n"), 1):
        if header := _HEADER.match(line):
            table = _parse_name(header["name"])
            name, start = table, header.start("name")
        elif key := _KEY.match(line):
            name, start = table + _parse_name(key["name"]), key.start("name")
        else:
            continue
        if name[: len(path)] == path:
            return Location(file, number, start + 1, line)
        if path[: len(name)] == name:
            best = Location(file, number, start + 1, line)
    return best


def _parse_name(name: str) -> tuple[str, ...]:
    try:
        value: object = tomllib.loads(f"{name} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    path = []
    while isinstance(value, dict):
        key, value = next(iter(value.items()))
        path.append(key)
    return tuple(path)


def _place(file: str, text: str, place: re.Match[str] | None) -> Location:
    lines = text.split("\n")
    if place is None or place["line"] is None:
        return Location(file, len(lines), len(lines[-1]) + 1, lines[-1])
    line, column = int(place["line"]), int(place["column"])
    return Location(file, line, column, lines[line - 1] if line <= len(lines) else "")
