"""`assetbuild server-config`."""

from __future__ import annotations

import os

import click

from ..server_config import SERVERS, server_config
from .console import print_json, print_result
from .options import common_options, definition_option, output_folder


@click.command("server-config")
@click.argument("server", type=click.Choice(sorted(SERVERS)))
@click.option("--folder", metavar="DIR", help="Where the output folder is on the server; by default where it is here.")
@definition_option
@common_options
def command(
    server: str,
    folder: str | None,
    definition: str | None,
    config_file: str | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Print how nginx or Caddy serves the output folder."""
    config, output = output_folder(config_file, definition)
    text = server_config(server, config, folder or os.path.abspath(output))
    if as_json:
        print_json({"ok": True, "server": server, "config": text})
    else:
        print_result(text, newline=False)
