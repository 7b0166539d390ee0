"""`assetbuild lookup`."""

from __future__ import annotations

import os

import click

from ..errors import AssetbuildError, Faults, Location, did_you_mean
from ..manifest import ManifestFile
from ..output.writer import MANIFEST
from ..urls import quote_path
from .console import print_json, print_result
from .options import common_options, definition_option, output_folder


@click.command("lookup")
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@definition_option
@common_options
def command(
    names: tuple[str, ...], definition: str | None, config_file: str | None, as_json: bool, quiet: bool, verbose: bool
) -> None:
    """Print the URL of each named asset."""
    _, folder = output_folder(config_file, definition)
    manifest = ManifestFile.load(folder / MANIFEST)
    unknown = [name for name in dict.fromkeys(names) if name not in manifest]
    if unknown:
        raise Faults(_unknown(name, manifest) for name in unknown)
    urls = {name: manifest.url + quote_path(manifest.entry(name).path) for name in names}
    if as_json:
        print_json({"ok": True, "urls": urls})
    else:
        print_result("\n".join(urls[name] for name in names))


def _unknown(name: str, manifest: ManifestFile) -> AssetbuildError:
    where = Location(os.fspath(manifest.file))
    hint = did_you_mean(name, manifest.names()) or "`assetbuild compile --verbose` lists them all"
    return AssetbuildError(f"there is no asset {name!r}", where, hint)
