"""What `watch` and `serve` say of each build."""

from __future__ import annotations

import json
import os
from typing import Any

import click

from ..errors import each_fault, printable
from ..watching import Rebuild
from .console import count, error_data, note_data, print_result, report_error, show_notes

_NAMED = 3


def print_rebuild(rebuild: Rebuild, as_json: bool, quiet: bool, verbose: bool) -> None:
    """One line on standard output; an error and notes on standard error."""
    if rebuild.error:
        report_error(rebuild.error, as_json=False)
    elif rebuild.result:
        show_notes(rebuild.result.notes, quiet, verbose)
    if as_json:
        print_line(_document(rebuild))
    elif not quiet:
        print_result(_line(rebuild))


def print_line(document: dict[str, Any]) -> None:
    """A JSON document in one line."""
    print_result(json.dumps(document, sort_keys=True))


def note(text: str, quiet: bool) -> None:
    """A line for people on standard error."""
    if not quiet:
        click.echo(text, err=True)


def _line(rebuild: Rebuild) -> str:
    result = rebuild.result
    names = [_shown(path) for path in rebuild.changed]
    more = f" and {len(names) - _NAMED:,} more" if len(names) > _NAMED else ""
    head = (
        ", ".join(names[:_NAMED]) + more if names else f"{count(len(result.entries), 'asset') if result else 'assets'}"
    )
    if result is None:
        return f"{head}: failed after {rebuild.milliseconds:.0f} ms; the output folder is as it was"
    return f"{head}: {count(result.report.written, 'file')} written in {rebuild.milliseconds:.0f} ms"


def _document(rebuild: Rebuild) -> dict[str, Any]:
    result, error = rebuild.result, rebuild.error
    return {
        "event": "build",
        "ok": result is not None,
        "changed": [_shown(path) for path in rebuild.changed],
        "milliseconds": round(rebuild.milliseconds, 1),
        "assets": len(result.entries) if result else 0,
        "written": result.report.written if result else 0,
        "manifest_changed": bool(result and result.report.manifest_changed),
        "errors": [error_data(fault) for fault in each_fault(error)] if error else [],
        "notes": [note_data(each) for each in result.notes] if result else [],
    }


def _shown(path: str) -> str:
    """A path below the working directory is shown from there."""
    inner = os.path.relpath(path, os.path.realpath("."))
    return printable(path if inner.startswith("..") else inner.replace(os.sep, "/"))
