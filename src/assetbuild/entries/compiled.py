"""What the entry points of a project became."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from posixpath import splitext

from ..config import Config
from ..errors import UsageError
from ..model import Asset
from ..source_walk import WalkedFolder

RENAME = "give the bundle another name"


@dataclass(frozen=True, slots=True)
class Compiled:
    """The assets, the logical paths of the sources that are in them, the files and folders that all of it depends on,
    and whether these tell everything."""

    assets: tuple[Asset, ...] = ()
    inputs: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    folders: tuple[WalkedFolder, ...] = ()
    is_pure: bool = True


def refuse_other_makers(config: Config, compiled: Compiled, outputs: Collection[str]) -> None:
    """Raises UsageError where an entry point makes an asset that something else makes, too. What esbuild read is in
    the entry point: its style sheet may take the place of a source of its name."""
    bundles = {bundle.path for bundle in config.bundles}
    for asset in compiled.assets:
        if asset.path in bundles or (asset.path in outputs and asset.path not in compiled.inputs):
            stem = splitext(asset.path)[0]
            entry = next((each for each in config.entries if splitext(each.path)[0] == stem), config.entries[0])
            message = f"the bundle {entry.path!r} makes {asset.path!r}, which is another asset"
            raise UsageError(message, entry.where, RENAME)
