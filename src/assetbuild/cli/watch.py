"""`assetbuild watch`."""

from __future__ import annotations

from threading import Event

import click

from ..errors import INTERRUPTED, UsageError
from ..watching import Builder, need_libraries, rebuilds
from .options import common_options, definition_option
from .rebuilds import note, print_rebuild


@click.command("watch")
@click.option("--twins", is_flag=True, help="Write compressed twins too, as `compile` does.")
@click.option("--jobs", "-j", type=click.IntRange(1), default=None, help="Threads; by default one a processor.")
@click.option("--cache", "cache_dir", metavar="DIR", help="Where results are kept for the next build.")
@definition_option
@common_options
def command(
    twins: bool,
    jobs: int | None,
    cache_dir: str | None,
    definition: str | None,
    config_file: str | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> int:
    """Compile, and compile again whenever a source or the configuration changes, until interrupted."""
    need_libraries("watch", "watchfiles")
    builder = Builder(config_file, definition=definition, cache=cache_dir, twins=twins, workers=jobs or 0)
    try:
        for number, rebuild in enumerate(rebuilds(builder, Event())):
            if number == 0 and isinstance(rebuild.error, UsageError):
                raise rebuild.error
            print_rebuild(rebuild, as_json, quiet, verbose)
            if number == 0:
                note(f"watching {', '.join(builder.config.sources)}; Ctrl-C ends", quiet or as_json)
    except KeyboardInterrupt:
        pass
    return INTERRUPTED
