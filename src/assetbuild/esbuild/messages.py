"""What esbuild has to say of a source, as our errors and notes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ..errors import AssetbuildError, Location
from ..model import Note

Message = Mapping[str, Any]
# From a file as esbuild names it to the file as it is shown.
Name = Callable[[str], str]


def as_errors(messages: Iterable[Message], name: Name) -> list[AssetbuildError]:
    """One error a message, with what esbuild adds to it as its hint."""
    return [
        AssetbuildError(_sentence(message), where(message["location"], name), _hint(message)) for message in messages
    ]


def as_notes(messages: Iterable[Message], name: Name) -> tuple[Note, ...]:
    """One note a warning. What is wrong in an installed package is its authors' to mend: that is no warning."""
    notes = []
    for message in messages:
        place = where(message["location"], name)
        foreign = place is not None and "node_modules/" in place.file
        notes.append(Note("info" if foreign else "warning", _sentence(message), place))
    return tuple(notes)


def where(location: Message | None, name: Name) -> Location | None:
    """The place of a message: esbuild counts columns from 0, in bytes of UTF-8."""
    # What stands in a flag has a place in no file.
    if location is None or location["file"].startswith(("(", "<")):
        return None
    text: str = location["lineText"]
    column = len(text.encode()[: location["column"]].decode(errors="replace"))
    return Location(name(location["file"]), location["line"], column + 1, text.rstrip("\r\n"))


def _sentence(message: Message) -> str:
    text: str = message["text"]
    return text.rstrip(".")


def _hint(message: Message) -> str | None:
    return " ".join(note["text"] for note in message["notes"]) or None
