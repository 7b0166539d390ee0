"""`assetbuild compile --check`."""

from __future__ import annotations

from pathlib import Path

from ..config_also import with_also
from ..config_file import load_config
from ..errors import AssetbuildError, Faults, Location
from ..manifest import ManifestFile
from ..output.writer import MANIFEST
from ..pipeline import compile_entries, manifests
from ..staleness import differences
from .compile_options import CompileOptions
from .console import count, print_json, print_result


def check_manifest(options: CompileOptions) -> None:
    """Raises AssetbuildError where the manifest is not what the sources give. Writes nothing, not even to the cache."""
    config, folder = load_config(options.config_file, definition=options.definition)
    config = with_also(config, options.also)
    file = Path(folder, config.output, MANIFEST)
    if not file.exists():
        hint = "run `assetbuild compile`, and commit or deploy what it writes"
        raise AssetbuildError("there is no manifest", Location(file.as_posix()), hint)
    entries = compile_entries(config, folder, workers=options.jobs, fast=options.fast)
    now = ManifestFile.parse(manifests(config, entries)[0], file.as_posix())
    if faults := [*differences(ManifestFile.load(file), now, entries)]:
        raise Faults(faults)
    if options.as_json:
        print_json({"ok": True, "manifest": file.as_posix(), "assets": len(entries)})
    elif not options.quiet:
        print_result(f"{count(len(entries), 'asset')}: {file.as_posix()} is as the sources say")
