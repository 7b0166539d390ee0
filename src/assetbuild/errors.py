"""Errors as data: what went wrong, where, and what to do; rendered in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Paint = Callable[[str], str]

ASSETS_AT_FAULT = 1
CALL_AT_FAULT = 2
INTERRUPTED = 130

_SHOWN_WIDTH = 160


class Location(NamedTuple):
    """A place in a file. `line` and `column` count from 1, in characters; line 0 is the whole file."""

    file: str
    line: int = 0
    column: int = 0
    line_text: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


def locate(file: str, text: str, offset: int) -> Location:
    """The location of the character at `offset` of `text`."""
    before = text.count("\n", 0, offset)
    start = text.rfind("\n", 0, offset) + 1
    end = text.find("\n", offset)
    line_text = text[start : len(text) if end < 0 else end].rstrip("\r")
    return Location(file, before + 1, offset - start + 1, line_text)


class AssetbuildError(Exception):
    """A fault that its reader can mend: the assets' (exit status 1)."""

    exit_status = ASSETS_AT_FAULT

    def __init__(self, message: str, where: Location | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint
        if hint:
            self.add_note(f"hint: {hint}")  # a traceback shows it too

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.message, self.where, self.hint)


class UsageError(AssetbuildError):
    """A fault in the call or the configuration (exit status 2)."""

    exit_status = CALL_AT_FAULT


class Interrupted(AssetbuildError):
    """Somebody stopped the build (exit status 130)."""

    exit_status = INTERRUPTED


class Faults(AssetbuildError):
    """Several faults at once, sorted by place, so that one run shows all there is to mend."""

    def __init__(self, faults: Iterable[AssetbuildError]) -> None:
        self.faults: tuple[AssetbuildError, ...] = tuple(sorted(faults, key=_place))
        super().__init__("\n".join(str(fault) for fault in self.faults))
        self.exit_status = max(fault.exit_status for fault in self.faults)

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.faults,)


def each_fault(error: AssetbuildError) -> Sequence[AssetbuildError]:
    """The single faults that `error` stands for."""
    return error.faults if isinstance(error, Faults) else (error,)


def render(error: AssetbuildError, paint: Paint = str) -> str:
    """`error` for people: place, message, the source line with a caret, and the way out.

    `paint` gives the words `error:` and `hint:` and the caret their colour.
    """
    return "\n".join(_frame("error:", fault.message, fault.where, fault.hint, paint) for fault in each_fault(error))


def render_note(level: str, message: str, where: Location | None, paint: Paint = str) -> str:
    """A note in the same form as an error."""
    return _frame(f"{level}:", message, where, None, paint)


def printable(text: str) -> str:
    """`text` with U+FFFD for all that a terminal would obey, not show."""
    from unicodedata import category

    return "".join("\ufffd" if category(char)[0] == "C" else char for char in text)


def nearest(name: str, candidates: Iterable[str], count: int = 3) -> list[str]:
    """The candidates that a person may have meant by `name`, nearest first."""
    from difflib import get_close_matches

    return get_close_matches(name, sorted(candidates), count, 0.6)


def did_you_mean(name: str, candidates: Iterable[str]) -> str | None:
    """A hint that names the nearest candidates, or nothing where none is near."""
    names = nearest(name, candidates)
    return f"did you mean {' or '.join(repr(each) for each in names)}?" if names else None


def _place(fault: AssetbuildError) -> tuple[str, int, int, str]:
    where = fault.where or Location("")
    return where.file, where.line, where.column, fault.message


def _frame(level: str, message: str, where: Location | None, hint: str | None, paint: Paint) -> str:
    place = f"{printable(str(where))}: " if where else ""
    lines = [f"{place}{paint(level)} {message}"]
    if where and where.line_text:
        lines += _excerpt(where, paint)
    if hint:
        lines.append(f"  {paint('hint:')} {hint}")
    return "\n".join(lines)


def _excerpt(where: Location, paint: Paint) -> list[str]:
    # A minified file is one line of a megabyte: show the part around the column.
    start = max(0, where.column - 1 - _SHOWN_WIDTH // 2)
    if len(where.line_text) <= _SHOWN_WIDTH:
        start = 0
    shown = printable(where.line_text[start : start + _SHOWN_WIDTH].replace("\t", " "))
    gutter = f"  {where.line} | "
    caret = " " * (len(gutter) - 2) + "| " + " " * width(shown[: where.column - 1 - start]) + paint("^")
    return [gutter + shown.rstrip(), caret]


def width(text: str) -> int:
    """The columns that `text` takes on a terminal."""
    from unicodedata import combining, east_asian_width

    return sum(0 if combining(char) else 1 + (east_asian_width(char) in "WF") for char in text)
