"""`assetbuild init`."""

from __future__ import annotations

import os

import click

from ..config_file import OWN, SHARED, configures
from ..definitions.registry import KINDS, detect
from ..errors import Location, UsageError
from ..starter import definition_configuration, find_roots, starter_configuration
from .console import print_json, print_result
from .options import common_options


@click.command("init")
@common_options
def command(config_file: str | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Write a commented starter configuration.

    It fits what is found in this folder, or in that of --config FILE. A file that is there is never overwritten.
    """
    file = config_file or OWN
    folder = os.path.dirname(file) or "."
    _refuse_second(file, folder)
    found = detect(folder)
    try:
        with open(file, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(_text(folder, found))
    except FileExistsError as error:
        raise UsageError("it is there already, and was left as it is", Location(file), "edit it") from error
    except OSError as error:
        hint = "make its folder first, or name a file in another"
        raise UsageError(f"cannot write it: {error.strerror}", Location(file), hint) from error
    roots = find_roots(folder)
    if as_json:
        print_json({"ok": True, "file": file, "sources": roots, "from": found[0] if found else None})
    elif not quiet:
        if found:
            print_result(f"found {', '.join(found)}")
        first = "" if roots or found else f"put your files in {os.path.join(folder, 'assets')}, then "
        print_result(f"wrote {file}; now {first}run: assetbuild compile{f' --config {file}' if config_file else ''}")


def _text(folder: str, found: list[str]) -> str:
    if not found:
        return starter_configuration(folder)
    return definition_configuration(found[0], KINDS[found[0].partition(":")[0]].title)


def _refuse_second(file: str, folder: str) -> None:
    """A new file would silently win over the table in `pyproject.toml`."""
    shared = os.path.normpath(os.path.join(folder, SHARED))
    if os.path.basename(file) == SHARED:
        raise UsageError(f"init writes no {SHARED}", Location(file), f"leave out --config: it writes {OWN}")
    if configures(shared):
        raise UsageError("[tool.assetbuild] is there already, and was left as it is", Location(shared), "edit it")
