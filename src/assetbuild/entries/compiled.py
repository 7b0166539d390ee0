"""What the entry points of a project became."""

from __future__ import annotations

from posixpath import splitext
from typing import NamedTuple

from ..config import Config
from ..errors import UsageError
from ..model import Asset, Plan, WalkedFolder

RENAME = "give the bundle another name"


class Compiled(NamedTuple):
    """The assets, the logical paths of the sources that are in them, the files and folders that all of it depends on,
    and whether these tell everything."""

    assets: tuple[Asset, ...] = ()
    inputs: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()
    folders: tuple[WalkedFolder, ...] = ()
    is_pure: bool = True

    def names(self) -> frozenset[str]:
        """The logical paths of the assets."""
        return frozenset(asset.path for asset in self.assets)

    def without_made(self, plan: Plan, config: Config) -> Plan:
        """The plan without the sources whose place these assets take: what esbuild read is in its bundles, and so its
        style sheet may have the path of one.

        Raises UsageError where something else makes an asset of the same path.
        """
        made = self.names()
        for action in plan.actions:
            if action.output in made and (action.bundle or action.output not in self.inputs):
                stem = splitext(action.output)[0]
                entry = next((each for each in config.entries if splitext(each.path)[0] == stem), config.entries[0])
                message = f"the bundle {entry.path!r} makes {action.output!r}, which is another asset"
                raise UsageError(message, entry.where, RENAME)
        return Plan(tuple(action for action in plan.actions if action.output not in made))
