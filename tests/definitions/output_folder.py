"""The bytes of a whole output folder, to compare two builds."""

from __future__ import annotations

from ..sites import Site


def output_of(site: Site) -> dict[str, bytes]:
    """Every file of the output folder by its path."""
    files = (file for file in site.output.rglob("*") if file.is_file())
    return {file.relative_to(site.output).as_posix(): file.read_bytes() for file in files}


def compiled_both_ways(site: Site, definition: str) -> dict[str, bytes]:
    """The output of `compile --from`, which must be that of the migrated configuration too."""
    site.compile("--from", definition, "--quiet").succeeds()
    through = output_of(site)
    kind, _, path = definition.partition(":")
    site.run("migrate", kind, path, "--quiet").succeeds()
    site.compile("--no-cache", "--quiet").succeeds()
    migrated = output_of(site)
    (site.folder / "assetbuild.toml").unlink()
    assert migrated == through
    return through
