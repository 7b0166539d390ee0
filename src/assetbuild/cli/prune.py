"""`assetbuild prune`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from ..output.prune import parse_duration
from ..output.prune import prune as prune_output
from .console import count, print_json, print_result, size
from .options import common_options, definition_option, output_folder


@click.command("prune")
@click.option("--keep-manifest", "keep", multiple=True, metavar="FILE", help="Keep what this manifest names, too.")
@click.option("--older-than", metavar="AGE", help="Delete only what went out of use that long ago: 7d, 12h.")
@click.option("--dry-run", is_flag=True, help="Say what would be deleted, and delete nothing.")
@definition_option
@common_options
def command(
    keep: tuple[str, ...],
    older_than: str | None,
    dry_run: bool,
    definition: str | None,
    config_file: str | None,
    as_json: bool,
    quiet: bool,
    verbose: bool,
) -> None:
    """Delete the files of earlier builds from the output folder."""
    _, folder = output_folder(config_file, definition)
    age = parse_duration(older_than) if older_than else None
    plan = prune_output(folder, [Path(file) for file in keep], age, now=time.time(), dry_run=dry_run)
    files = [each.path for each in plan.files]
    if as_json:
        document = {"deleted": files, "bytes": plan.bytes, "kept": plan.kept, "recent": plan.recent}
        print_json({"ok": True, "dry_run": dry_run, **document})
    elif not quiet:
        if dry_run or verbose:
            print_result("".join(f"{path}\n" for path in files), newline=False)
        verb = "would be deleted" if dry_run else "deleted"
        recent = f", {plan.recent:,} of them too recent to delete" if plan.recent else ""
        print_result(f"{count(len(files), 'file')} ({size(plan.bytes)}) {verb}, {plan.kept:,} kept{recent}")
