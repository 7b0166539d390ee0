"""A manifest that names everything, each by its own name: for test runs without a build."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from mimetypes import MimeTypes
from typing import Any

from ...manifest import ManifestFile
from ..inline import element
from ..lookup import Manifest
from ..markup import Html
from ..prefix import url_prefix
from ..tags import SCRIPT, STYLE, SVG

_TYPES = {
    ".css": STYLE,
    ".js": SCRIPT,
    ".mjs": SCRIPT,
    ".cjs": SCRIPT,
    ".svg": SVG,
    ".woff": "font/woff",
    ".woff2": "font/woff2",
}


class PlainManifest(Manifest):
    """As `Manifest`, but nothing is looked up: the URL of a name is the prefix and that name, without integrity."""

    @classmethod
    def under(cls, url: str) -> PlainManifest:
        """The manifest whose URLs begin with `url`, unless ASSETBUILD_URL is set."""
        return cls("", url_prefix(url, None), "", ManifestFile("", url, "", _EveryName()), "")

    def inline(self, name: str, nonce: object = None) -> Html:
        """The element, empty: there is no file to read."""
        entry = self._entry(name)
        return Html("<svg></svg>") if entry.type == SVG else element("", entry, str(nonce) if nonce else None)


class _EveryName(Mapping[str, Any]):
    """The entries of all names that anybody may ask for."""

    def __getitem__(self, name: str) -> Any:
        extension = os.path.splitext(name)[1].lower()
        # Types that the machine knows are no matter: a test is to run alike everywhere.
        kind = _TYPES.get(extension) or MimeTypes().types_map[True].get(extension, "application/octet-stream")
        return {"path": name, "size": 0, "type": kind}

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0
