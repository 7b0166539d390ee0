"""What people and programs read: results on standard output, everything else on standard error."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click

from ..errors import AssetbuildError, Location, each_fault, render, render_note
from ..model import Note

_COLOURS = {"error:": "red", "warning:": "yellow", "info:": "blue", "hint:": "cyan"}


def report_error(error: AssetbuildError, as_json: bool) -> None:
    """Show what went wrong, on standard error and, with `--json`, as the one document on standard output."""
    if as_json:
        print_json({"ok": False, "errors": [error_data(fault) for fault in each_fault(error)]})
    click.echo(_coloured(render(error)), err=True)


def show_notes(notes: Iterable[Note], quiet: bool, verbose: bool) -> None:
    """Warnings unless `quiet`; all notes where `verbose`."""
    for note in notes:
        if verbose or (note.level == "warning" and not quiet):
            click.echo(_coloured(render_note(note.level, note.message, note.where)), err=True)


def print_json(document: Any) -> None:
    """One document, sorted, on standard output."""
    click.echo(json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2))


def error_data(error: AssetbuildError) -> dict[str, Any]:
    return {"message": error.message, "hint": error.hint, **_place(error.where)}


def note_data(note: Note) -> dict[str, Any]:
    return {"level": note.level, "message": note.message, **_place(note.where)}


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns: the first to the left, the others to the right."""
    lines = [header, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if not column else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def size(count: int) -> str:
    """Bytes for people."""
    if count < 1000:
        return f"{count} B"
    value, unit = count / 1000, "kB"
    for unit in ("kB", "MB", "GB"):
        if value < 999.95 or unit == "GB":
            break
        value /= 1000
    return f"{value:.1f} {unit}"


def _place(where: Location | None) -> dict[str, Any]:
    if where is None:
        return {"file": None, "line": None, "column": None}
    return {"file": where.file, "line": where.line or None, "column": where.column or None}


def _coloured(text: str) -> str:
    if os.environ.get("NO_COLOR") or not sys.stderr.isatty():
        return text
    for word, colour in _COLOURS.items():
        text = text.replace(word, click.style(word, fg=colour, bold=True), 1)
    return text
