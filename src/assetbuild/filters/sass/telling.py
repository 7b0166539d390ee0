"""What Sass says, as our errors and notes: each at its file, line and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal

from ...errors import AssetbuildError, Location
from ...model import Note
from .importer import to_path

_MOST = 10


class Told:
    """The notes of one compilation: so many warnings, and of each kind of deprecation the first with their number."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._notes: list[Note] = []
        self._counts: Counter[str] = Counter()
        self._deprecations: dict[str, Note] = {}

    def add(self, event: Any) -> None:
        """A LogEvent of the protocol."""
        where = location(event.span, self._path) if event.HasField("span") else _first_frame(event, self._path)
        if event.deprecation_type:
            self._counts[event.deprecation_type] += 1
            self._deprecations.setdefault(event.deprecation_type, Note("warning", event.message.strip(), where))
            return
        level: Literal["info", "warning"] = "info" if event.type == 2 else "warning"
        self._counts[level] += 1
        if self._counts[level] <= _MOST:
            self._notes.append(Note(level, f"{'@debug' if level == 'info' else '@warn'}: {event.message}", where))

    def note(self, notes: Iterable[Note]) -> None:
        """What a function has to say, once."""
        self._notes += [note for note in notes if note not in self._notes]

    def notes(self) -> tuple[Note, ...]:
        """All there is to say, sorted by place."""
        deprecated = [self._deprecated(kind, note) for kind, note in self._deprecations.items()]
        levels: tuple[Literal["info", "warning"], ...] = ("info", "warning")
        more = [
            Note(level, f"and {self._counts[level] - _MOST} more like it", Location(self._path))
            for level in levels
            if self._counts[level] > _MOST
        ]
        return (*sorted([*self._notes, *deprecated], key=Note.order), *more)

    def _deprecated(self, kind: str, note: Note) -> Note:
        line = note.message.partition("\n")[0]
        first = line[: line.rfind(".")] or line
        places = self._counts[kind]
        others = f", and so is it in {places - 1} other {'place' if places == 2 else 'places'}" if places > 1 else ""
        return Note("warning", f"deprecated in Sass [{kind}]: {first}{others}", note.where)


def fault(failure: Any, path: str) -> AssetbuildError:
    """A CompileFailure of the protocol, in the compilation of `path`."""
    where = location(failure.span, path) if failure.HasField("span") else Location(path)
    message = failure.message.strip().partition("\n")[0]
    hint = f"it was compiled for {path!r}" if where.file != path else None
    if message == "Can't find stylesheet to import.":
        hint = "it is looked for beside the file, then below the source roots and `load_paths` of [filters.sass]"
    return AssetbuildError(f"Sass: {message}", where, hint)


def location(span: Any, path: str) -> Location:
    """A span of the protocol, whose lines and columns count from 0; one without a URL is in `path`."""
    lines = span.context.split("\n")
    return Location(
        to_path(span.url) if span.url else path, span.start.line + 1, span.start.column + 1, lines[0].rstrip("\r")
    )


def _first_frame(event: Any, path: str) -> Location:
    """A `@warn` has no span, but a stack: its first line is `URL LINE:COLUMN  NAME`."""
    words = event.stack_trace.split()
    if len(words) > 1 and ":" in words[1]:
        line, _, column = words[1].partition(":")
        if line.isdigit() and column.isdigit():
            return Location(to_path(words[0]), int(line), int(column))
    return Location(path)
