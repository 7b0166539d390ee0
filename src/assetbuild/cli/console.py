"""What people and programs read: results on standard output, everything else on standard error."""

from __future__ import annotations

import io
import json
import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

from ..errors import AssetbuildError, Location, UsageError, did_you_mean, each_fault, render, render_note, width
from ..model import Note

if TYPE_CHECKING:
    import click

_COLOURS = {"error:": "red", "warning:": "yellow", "info:": "blue", "hint:": "cyan", "^": "green"}


def prepare_streams() -> None:
    """A name that the terminal's encoding lacks is shown escaped; it must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def on_terminal() -> bool:
    """Whether standard error is a terminal. A program that is started without it has none at all."""
    return sys.stderr is not None and sys.stderr.isatty()


def print_result(text: str, newline: bool = True) -> None:
    """`text` on standard output. Raises AssetbuildError where that cannot be written (a full disk)."""
    try:
        _write(sys.stdout, text + "\n" * newline)
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_output(sys.stdout)
        raise AssetbuildError(f"standard output cannot be written: {error.strerror}") from error


def silence_output(*streams: TextIO) -> None:
    """Nobody reads any more, or nobody can: what the interpreter flushes as it leaves goes nowhere."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in streams:
        os.dup2(nowhere, stream.fileno())
    os.close(nowhere)


def _tell(text: str) -> None:
    """`text` on standard error. Where it may have colours, click knows what terminals take."""
    if not on_terminal():
        _write(sys.stderr, text)
        return
    import click

    click.echo(text, err=True, nl=False)


def _write(stream: TextIO | None, text: str) -> None:
    """A program that is started without the stream has none."""
    if stream is not None:
        stream.write(text)
        stream.flush()


def print_json(document: Any) -> None:
    """One document on standard output."""
    print_result(json_text(document), newline=False)


def json_text(document: Any) -> str:
    """The document, sorted; in ASCII, so that it is JSON in every locale."""
    return json.dumps(document, sort_keys=True, indent=2) + "\n"


def report_error(error: AssetbuildError, as_json: bool) -> None:
    """Show what went wrong, on standard error and, with `--json`, as the one document on standard output."""
    _tell(render(error, _paint) + "\n")
    if as_json:
        print_json({"ok": False, "errors": [error_data(fault) for fault in each_fault(error)]})


def report_usage(command: click.Command) -> None:
    """The help of `command` on standard error, for a call that names nothing to do."""
    import click

    with click.Context(command, info_name="assetbuild", **command.context_settings) as context:
        _tell(command.get_help(context) + "\n")


def error_of_click(error: click.ClickException) -> UsageError:
    """What click has against the call, in our form."""
    import click

    context = error.ctx if isinstance(error, click.UsageError) else None
    hint = f"see `{context.command_path if context else 'assetbuild'} --help`"
    if isinstance(error, click.NoSuchOption):
        options = [name for each in context.command.params for name in each.opts] if context else []
        return UsageError(
            f"there is no option {error.option_name!r}", hint=did_you_mean(error.option_name, options) or hint
        )
    if isinstance(error, click.MissingParameter) and error.param:
        return UsageError(f"the argument {error.param.human_readable_name} is missing", hint=hint)
    message = error.format_message().rstrip(".")
    return UsageError(message[:1].lower() + message[1:], hint=hint)


def show_notes(notes: Iterable[Note], quiet: bool, verbose: bool) -> None:
    """Warnings unless `quiet`; all notes where `verbose`."""
    print_notes(notes_text(notes, quiet, verbose))


def notes_text(notes: Iterable[Note], quiet: bool, verbose: bool) -> str:
    """The notes that are to be shown, painted."""
    shown = (note for note in notes if verbose or (note.level == "warning" and not quiet))
    return "".join(f"{render_note(note.level, note.message, note.where, _paint)}\n" for note in shown)


def print_notes(text: str) -> None:
    """`text` on standard error."""
    _tell(text)


def error_data(error: AssetbuildError) -> dict[str, Any]:
    return {"message": error.message, "hint": error.hint, **_place(error.where)}


def note_data(note: Note) -> dict[str, Any]:
    return {"level": note.level, "message": note.message, **_place(note.where)}


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns: the first to the left, the others to the right."""
    lines = [header, *rows]
    widths = [max(width(line[column]) for line in lines) for column in range(len(header))]
    return "\n".join("  ".join(map(_cell, range(len(header)), line, widths)).rstrip() for line in lines)


def count(number: int, noun: str, nouns: str = "") -> str:
    """`1 file`, `2 files`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {nouns or noun + 's'}"


def size(count: int) -> str:
    """Bytes for people."""
    if count < 1000:
        return f"{count} B"
    value, unit = count / 1000, "kB"
    for unit in ("kB", "MB", "GB"):
        if value < 999.95 or unit == "GB":
            break
        value /= 1000
    return f"{value:,.1f} {unit}"


def _cell(column: int, text: str, columns: int) -> str:
    fill = " " * (columns - width(text))
    return fill + text if column else text + fill


def _place(where: Location | None) -> dict[str, Any]:
    if where is None:
        return {"file": None, "line": None, "column": None}
    return {"file": where.file, "line": where.line or None, "column": where.column or None}


def _paint(word: str) -> str:
    if os.environ.get("NO_COLOR") or not on_terminal():
        return word
    import click

    return click.style(word, fg=_COLOURS[word], bold=True)
