"""`assetbuild compile`."""

from __future__ import annotations

from typing import Any

import click

from .compile_options import CompileOptions
from .compiling import run
from .options import SIZE, also_option, common_options, definition_option


@click.command("compile")
@click.option("--jobs", "-j", type=click.IntRange(1), default=None, help="Threads; by default one a processor.")
@click.option("--fast", is_flag=True, help="Compress in less than half of the time, for 2 % more bytes: for previews.")
@click.option("--force", is_flag=True, help="Look at every source, even where none seems to have changed.")
@click.option("--cache", "cache_dir", metavar="DIR", help="Where results are kept for the next build.")
@click.option("--no-cache", is_flag=True, help="Keep nothing, and use nothing that was kept.")
@click.option("--cache-size", type=SIZE, default="1GB", metavar="SIZE", help="How much is kept: 500MB, 2GB.")
@click.option("--check", is_flag=True, help="Write nothing; fail where the manifest is not what the sources give.")
@click.option("--profile", "profiled", is_flag=True, help="Show where the time went.")
@click.option("--trace", metavar="FILE", help="Write where the time went, for chrome://tracing or Perfetto.")
@also_option
@definition_option
@common_options
@click.pass_obj
def command(arguments: list[str], /, jobs: int | None, **options: Any) -> None:
    """Compile the assets into the output folder and write its manifest."""
    run(CompileOptions(arguments, jobs or 0, **options))
