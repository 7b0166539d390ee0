"""`assetbuild lookup`."""

from __future__ import annotations

import click

from ..errors import AssetbuildError, did_you_mean
from ..manifest import ManifestFile
from ..output.writer import MANIFEST
from ..urls import quote_path
from .console import print_json
from .options import common_options, output_folder


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@common_options
def lookup(names: tuple[str, ...], config_file: str | None, as_json: bool, quiet: bool, verbose: bool) -> None:
    """Print the URL of each named asset."""
    _, folder = output_folder(config_file)
    manifest = ManifestFile.load(folder / MANIFEST)
    for name in names:
        if name not in manifest:
            raise AssetbuildError(f"{name!r} is not in the manifest", hint=did_you_mean(name, manifest.names()))
    urls = {name: manifest.url + quote_path(manifest.entry(name).path) for name in names}
    if as_json:
        print_json({"ok": True, "urls": urls})
    else:
        click.echo("\n".join(urls[name] for name in names))
