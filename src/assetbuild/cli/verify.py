"""`assetbuild verify`."""

from __future__ import annotations

from pathlib import Path

import click

from ..config_file import load_config
from ..errors import ASSETS_AT_FAULT, Faults
from ..manifest import ManifestFile
from ..output.verify import verify as verify_output
from ..output.writer import MANIFEST
from ..pipeline import compare_sources
from .console import count, error_data, note_data, print_json, print_result, report_error, show_notes, size
from .options import common_options, definition_option


@click.command("verify")
@click.option("--sources", is_flag=True, help="Compile the sources again, and compare them with the manifest too.")
@definition_option
@common_options
def command(
    sources: bool, definition: str | None, config_file: str | None, as_json: bool, quiet: bool, verbose: bool
) -> int:
    """Check every file of the output folder against its manifest."""
    config, folder = load_config(config_file, definition=definition)
    output = Path(folder, config.output)
    report = verify_output(output, config.allow_missing)
    faults = [*report.faults]
    if sources:
        faults += compare_sources(config, folder, ManifestFile.load(output / MANIFEST))
    show_notes(report.notes, quiet, verbose)
    if as_json:
        print_json(
            {
                "ok": not faults,
                "assets": report.artifacts,
                "files": report.files,
                "bytes": report.bytes,
                "errors": [error_data(fault) for fault in faults],
                "notes": [note_data(note) for note in report.notes],
            }
        )
    if faults:
        report_error(Faults(faults), as_json=False)
    if not quiet and not as_json:
        whole = "all whole, and as the sources say" if sources else "all whole"
        found = count(len(faults), "fault") if faults else whole
        print_result(
            f"{count(report.artifacts, 'asset')}, {count(report.files, 'file')}, {size(report.bytes)}: {found}"
        )
    return ASSETS_AT_FAULT if faults else 0
