"""`assetbuild init`."""

from __future__ import annotations

import os

import click

from ..errors import Location, UsageError
from ..starter import starter_configuration
from .console import print_json
from .options import common_options

_FILE = "assetbuild.toml"


@click.command()
@common_options
def init(config_file: str | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Write a commented configuration that fits what is found in this folder."""
    file = config_file or _FILE
    text = starter_configuration(".")
    try:
        with open(file, "x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError as error:
        raise UsageError(
            "it is there already and was left as it is", Location(file), "edit it, or move it away"
        ) from error
    except OSError as error:
        raise UsageError(f"cannot write it: {os.strerror(error.errno or 0)}", Location(file)) from error
    if as_json:
        print_json({"ok": True, "file": file})
    elif not quiet:
        click.echo(f"wrote {file}; now run: assetbuild compile")
