"""`assetbuild migrate`."""

from __future__ import annotations

import os

import click

from ..config_file import OWN, SHARED, configures
from ..config_reader import parse_config
from ..definitions.registry import KINDS, read_definition
from ..definitions.toml_text import toml_text
from ..errors import Location, UsageError
from ..model import Note
from .console import print_json, print_result, show_notes
from .options import common_options

_HEAD = "The configuration of assetbuild, made from that of {}. Paths are relative to this file."


@click.command("migrate")
@click.argument("kind")
@click.argument("path", required=False, default="")
@click.option("--stdout", is_flag=True, help="Print it, and write no file.")
@common_options
def command(
    kind: str, path: str, stdout: bool, config_file: str | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Write our configuration from that of another tool.

    It compiles to the same files as `compile --from KIND:PATH`. What could not be carried over is written in it as
    comments. A file that is there is never overwritten.
    """
    file = config_file or OWN
    folder = os.path.dirname(file) or "."
    if not stdout:
        _refuse_second(file, folder)
    made, _, main = read_definition(f"{kind}:{path}", folder)
    head = _HEAD.format(KINDS[kind].title if os.path.isdir(main) else main)
    text = toml_text(made.document, (head, *map(_comment, made.notes)))
    parse_config(text, file)
    if not stdout:
        _write(file, text)
    show_notes(made.notes, quiet, verbose)
    if as_json:
        print_json({"ok": True, "file": None if stdout else file, "text": text})
    elif stdout:
        print_result(text, newline=False)
    elif not quiet:
        print_result(f"wrote {file}; now run: assetbuild compile{f' --config {file}' if config_file else ''}")


def _comment(note: Note) -> str:
    place = f" ({note.where})" if note.where else ""
    return f"Not carried over{place}: {note.message}"


def _write(file: str, text: str) -> None:
    try:
        with open(file, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError("it is there already, and was left as it is", Location(file), _ELSEWHERE) from error
    except OSError as error:
        raise UsageError(f"cannot write it: {error.strerror}", Location(file), "name another with --config") from error


_ELSEWHERE = "move it away, or print the new one with --stdout"


def _refuse_second(file: str, folder: str) -> None:
    """A new file would silently win over the table in `pyproject.toml`."""
    shared = os.path.normpath(os.path.join(folder, SHARED))
    if os.path.basename(file) == SHARED:
        raise UsageError(f"migrate writes no {SHARED}", Location(file), f"leave out --config: it writes {OWN}")
    if os.path.lexists(file):
        raise UsageError("it is there already, and was left as it is", Location(file), _ELSEWHERE)
    if configures(shared):
        raise UsageError("[tool.assetbuild] is there already", Location(shared), _ELSEWHERE)
