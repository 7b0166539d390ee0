"""What a manifest for another reader may say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ..manifest import AssetGroup, Entry, ModuleMap
from ..urls import quote_path

_SCRIPT, _STYLE = "text/javascript", "text/css"


class Content(NamedTuple):
    """All that ours says; `entry_points` are the logical paths of what esbuild makes of entry points."""

    url: str
    entries: Mapping[str, Entry]
    groups: Mapping[str, AssetGroup]
    modules: ModuleMap | None
    entry_points: frozenset[str] = frozenset()

    def paths(self) -> dict[str, str]:
        """The path below the output folder of each asset, by logical path."""
        return {name: entry.path for name, entry in self.entries.items()}

    def public_url(self, path: str) -> str:
        """The URL of the file at `path` below the output folder."""
        return self.url + quote_path(path)

    def is_loaded(self, name: str) -> bool:
        """Whether a page can load it by an element of its own: it is a script or a style sheet."""
        return self.entries[name].type in (_SCRIPT, _STYLE)

    def style_of(self, name: str) -> str | None:
        """The style sheet that esbuild makes of what the entry point `name` imports: it goes by the script's name."""
        path = name.rpartition(".")[0] + ".css"
        return path if name in self.entry_points and path != name and path in self.entries else None
