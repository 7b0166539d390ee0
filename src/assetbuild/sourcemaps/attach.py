"""Putting an asset and its source map together: the map as an artifact, and the comments that tell of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from ..config import Config
from ..fingerprint import digest, fingerprinted
from ..logical import extension
from ..model import Artifact, Asset
from ..urls import relative_url
from .document import debug_id, document, with_debug_id

_STYLE = "\n/*# {} */\n"
_SCRIPT = "\n//# {}\n"


class Attachment(NamedTuple):
    """What an asset with a map ends in, the map as an artifact, and the logical paths that the comments name."""

    comments: bytes
    artifact: Artifact
    references: tuple[str, ...]


class Attacher:
    """Makes maps of assets into artifacts. `names` are the logical paths of all assets."""

    def __init__(self, names: Collection[str], config: Config) -> None:
        self._names = names
        self._is_hidden = config.sourcemaps == "hidden"
        self._with_contents = config.sources_content

    def attach(self, asset: Asset, data: bytes, growth: Mapping[int, int]) -> Attachment | None:
        """The map of an asset whose bytes are `data`, up to the names of its circle.

        `growth` says how many UTF-16 code units the references that start there (characters of the asset's text) grew
        when they were filled in.
        """
        if asset.map is None:
            return None
        path = map_path(asset.path, self._names)
        map_data = document(asset.map, path, _in_order(asset, growth), self._with_contents)
        is_script = extension(asset.path) != ".css"
        identity = debug_id(data, map_data) if is_script else ""
        map_data = with_debug_id(map_data, identity) if identity else map_data
        name = fingerprinted(path, digest(map_data))
        artifact = Artifact(path, name, map_data, "", map_of=asset.path, served=not self._is_hidden)
        link = "" if self._is_hidden else f"sourceMappingURL={relative_url(asset.path, artifact.path)}"
        comments = _comments(f"debugId={identity}" if identity else "", link, is_script)
        return Attachment(comments.encode(), artifact, () if self._is_hidden else (path,))


def map_path(path: str, names: Collection[str]) -> str:
    """The logical path of an asset's map: beside it, and beside the map that its vendor made of it."""
    found = f"{path}.map"
    while found in names:
        found = f"{found.removesuffix('.map')}.built.map"
    return found


def _comments(identity: str, link: str, is_script: bool) -> str:
    form = _SCRIPT if is_script else _STYLE
    return "".join(form.format(comment) for comment in (identity, link) if comment).replace("\n\n", "\n")


def _in_order(asset: Asset, growth: Mapping[int, int]) -> list[int]:
    return [growth.get(start, 0) for start in sorted(reference.start for reference in asset.references)]
