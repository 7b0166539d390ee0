"""Where keys and values stand in a TOML text. `tomllib` reads values and forgets their places."""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Callable
from typing import NamedTuple

from .errors import Location, UsageError
from .known_places import Path

_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY_PART = re.compile(r"""[ \t]*(?P<key>"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s."'=\]]+)[ \t]*(?P<dot>\.?)""")
_SCALAR = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^\s,\]}#"'](?:[^\n,\]}#]*[^\s,\]}#])?''',
    re.DOTALL,
)
_SYNTAX = "see https://toml.io for the syntax"
# Python 3.14 gives `lineno` and `colno`; before, the place stands only at the end of the message.
_PLACE = re.compile(r" \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)$")
# What people most often write where `tomllib` only says that the value is invalid.
_LOOKS = (
    (re.compile(r"""\s*\[[^"'\]]*/.*"""), 'a path in a header is quoted: [bundles."css/app.css"]'),
    (re.compile(r"""[^"'=]*=[^"'=]*(?:"[^"]*|'[^']*)"""), "the closing quote is missing"),
    (re.compile(r"""[^"'=]*=\s*(?!(?:true|false)\b)[A-Za-z_./][^"'=]*"""), "quote the text"),
)


def parse_toml(text: str, file: str) -> dict[str, object]:
    """The document, or a `UsageError` at the place where it breaks off."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        place = _PLACE.search(str(error))
        message = _PLACE.sub("", str(error))
        where = _place(file, text, place)
        raise UsageError(f"not valid TOML: {message}", where, _hint(text, where)) from error
    except RecursionError as error:
        raise UsageError("not valid TOML: it is nested too deep", Location(file), "write it flat") from error


class TomlPlaces(NamedTuple):
    """The offsets in `text` of every key and value, by their path from the top; an `int` is a place in a list."""

    file: str
    text: str
    keys: dict[Path, int]
    values: dict[Path, int]
    # Where each line starts: counting the lines before each of a thousand bundles takes a second.
    starts: tuple[int, ...] = (0,)

    def has(self, path: Path) -> bool:
        """Whether that very path is written."""
        return path in self.keys or path in self.values

    def key(self, path: Path) -> Location:
        """Where the key is written, else the nearest key or item above it, else the file."""
        for length in range(len(path), 0, -1):
            for offsets in (self.keys, self.values):
                if path[:length] in offsets:
                    return self._at(offsets[path[:length]])
        return Location(self.file)

    def value(self, path: Path) -> Location:
        """Where the value or the item of a list is written, else the nearest key above it, else the file."""
        if path in self.values:
            return self._at(self.values[path])
        return self.key(path)

    def _at(self, offset: int) -> Location:
        line = bisect_right(self.starts, offset)
        start = self.starts[line - 1]
        end = self.text.find("\n", offset)
        line_text = self.text[start : len(self.text) if end < 0 else end].rstrip("\r")
        return Location(self.file, line, offset - start + 1, line_text)


def find_places(text: str, file: str) -> TomlPlaces:
    """The places in `text`, which `parse_toml` has found to be valid."""
    starts = (0, *(found.end() for found in re.finditer("\n", text)))
    scan = _Scan(text, TomlPlaces(file, text, {}, {}, starts))
    scan.document()
    return scan.places


class _Scan:
    """Reads a valid document once, from `at` on, and notes where things start."""

    def __init__(self, text: str, places: TomlPlaces) -> None:
        self.text, self.places, self.at = text, places, 0
        self.lengths: dict[Path, int] = {}

    def document(self) -> None:
        table: Path = ()
        while self.skip() < len(self.text):
            if self.text[self.at] == "[":
                table = self.header()
            else:
                self.pair(table)

    def skip(self) -> int:
        """Pass over white space, newlines and comments; the new offset."""
        if found := _SPACE.match(self.text, self.at):
            self.at = found.end()
        return self.at

    def header(self) -> Path:
        several = self.text.startswith("[[", self.at)
        self.at += 2 if several else 1
        path, start = self.name(())
        self.at += 2 if several else 1
        if several:
            self.lengths[path] = self.lengths.get(path, 0) + 1
            path = (*path, self.lengths[path] - 1)
            self.places.values[path] = start
        return path

    def name(self, table: Path) -> tuple[Path, int]:
        """The dotted name at `at` below `table`, noted at each of its parts, and the start of its last part."""
        path, start = table, self.at
        while found := _KEY_PART.match(self.text, self.at):
            # A header below `[[name]]` speaks of its last table.
            if path in self.lengths:
                path = (*path, self.lengths[path] - 1)
            path, start = (*path, _unquote(found["key"])), found.start("key")
            self.places.keys.setdefault(path, start)
            self.at = found.end()
            if not found["dot"]:
                break
        return path, start

    def pair(self, table: Path) -> None:
        path, _ = self.name(table)
        self.at = self.text.index("=", self.at) + 1
        self.skip()
        self.value(path)

    def value(self, path: Path) -> None:
        self.places.values[path] = self.at
        opening = self.text[self.at]
        if opening == "[":
            self.sequence("]", lambda count: self.value((*path, count)))
        elif opening == "{":
            self.sequence("}", lambda _: self.pair(path))
        elif found := _SCALAR.match(self.text, self.at):
            self.at = found.end()

    def sequence(self, closing: str, read: Callable[[int], None]) -> None:
        self.at += 1
        count = 0
        while self.text[self.skip()] != closing:
            read(count)
            count += 1
            if self.text[self.skip()] == ",":
                self.at += 1
        self.at += 1


def _unquote(key: str) -> str:
    if "\\" in key and key[0] == '"':
        return str(tomllib.loads(f"key = {key}")["key"])
    return key[1:-1] if key[0] in "'\"" else key


def _hint(text: str, where: Location) -> str:
    """What is probably wrong with a line that is not TOML, by its looks."""
    start = _start(where.line_text)
    for number, line in enumerate(text.split("\n")[: where.line - 1], 1):
        if start and start == _start(line):
            return f"line {number} has it already"
    return next((hint for looks, hint in _LOOKS if looks.fullmatch(where.line_text)), _SYNTAX)


def _start(line: str) -> str:
    """The header, or the key with its `=`, that the line starts with."""
    line = line.strip()
    return line if line.startswith("[") else line[: line.find("=") + 1].rstrip("= ")


def _place(file: str, text: str, place: re.Match[str] | None) -> Location:
    lines = text.split("\n")
    if place is None or place["line"] is None:
        return Location(file, len(lines), len(lines[-1]) + 1, lines[-1].rstrip("\r"))
    line, column = int(place["line"]), int(place["column"])
    return Location(file, line, column, lines[line - 1].rstrip("\r") if line <= len(lines) else "")
