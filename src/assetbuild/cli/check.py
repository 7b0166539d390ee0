"""`assetbuild check`."""

from __future__ import annotations

from pathlib import Path

import click

from ..errors import ASSETS_AT_FAULT, Faults
from ..manifest import ManifestFile
from ..output.writer import MANIFEST
from .console import error_data, note_data, print_json, report_error, show_notes
from .options import common_options, definition_option, output_folder


@click.command("check")
@click.argument("folders", nargs=-1, required=True, metavar="TEMPLATES...")
@definition_option
@common_options
def command(
    folders: tuple[str, ...], definition: str | None, config_file: str | None, as_json: bool, quiet: bool, verbose: bool
) -> int:
    """Find names in Jinja templates that the manifest does not have."""
    from ..templates import check_templates

    _, output = output_folder(config_file, definition)
    manifest = ManifestFile.load(output / MANIFEST)
    reports = [check_templates(Path(folder), manifest) for folder in folders]
    faults = [fault for report in reports for fault in report.faults]
    notes = [note for report in reports for note in report.notes]
    files = sum(report.files for report in reports)
    references = sum(report.references for report in reports)
    show_notes(notes, quiet, verbose)
    if as_json:
        print_json(
            {
                "ok": not faults,
                "files": files,
                "references": references,
                "errors": [error_data(fault) for fault in faults],
                "notes": [note_data(note) for note in notes],
            }
        )
    if faults:
        report_error(Faults(faults), as_json=False)
    elif not quiet and not as_json:
        click.echo(f"{files} templates, {references} asset names: all in the manifest")
    return ASSETS_AT_FAULT if faults else 0
