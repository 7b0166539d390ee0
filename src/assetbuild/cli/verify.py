"""`assetbuild verify`."""

from __future__ import annotations

import click

from ..errors import ASSETS_AT_FAULT, Faults
from ..output.verify import verify as verify_output
from .console import count, error_data, note_data, print_json, print_result, report_error, show_notes, size
from .options import common_options, output_folder


@click.command()
@common_options
def verify(config_file: str | None, as_json: bool, quiet: bool, verbose: bool) -> int:
    """Check every file of the output folder against its manifest."""
    config, folder = output_folder(config_file)
    report = verify_output(folder, config.allow_missing)
    show_notes(report.notes, quiet, verbose)
    if as_json:
        print_json(
            {
                "ok": not report.faults,
                "assets": report.artifacts,
                "files": report.files,
                "bytes": report.bytes,
                "errors": [error_data(fault) for fault in report.faults],
                "notes": [note_data(note) for note in report.notes],
            }
        )
    if report.faults:
        report_error(Faults(report.faults), as_json=False)
    if not quiet and not as_json:
        found = count(len(report.faults), "fault") if report.faults else "all whole"
        print_result(
            f"{count(report.artifacts, 'asset')}, {count(report.files, 'file')}, {size(report.bytes)}: {found}"
        )
    return ASSETS_AT_FAULT if report.faults else 0
