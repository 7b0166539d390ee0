"""The formats of manifests for other readers, by name. The module of one is imported when it is named."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from importlib import import_module
from typing import NamedTuple

from .content import Content

_SHOWN = 3


class Format(NamedTuple):
    """A format: the file below the output folder that its readers look for, and what the format can say.

    `is_encoded`: its readers put a URL into the page that is percent-encoded, by them or by the manifest.
    """

    file: str
    has_groups: bool = False
    is_encoded: bool = False


FORMATS = {
    "django": Format("staticfiles.json"),
    "mix": Format("mix-manifest.json", is_encoded=True),
    "phoenix": Format("cache_manifest.json"),
    "propshaft": Format(".manifest.json"),
    "propshaft-flat": Format(".manifest.json"),
    # Sprockets takes the file that is named so, with any 32 hex digits. These are of `assetbuild`, by SHA-256.
    "sprockets": Format(".sprockets-manifest-f2687002d4a70a82c86841052f801a71.json"),
    "vite": Format(".vite/manifest.json"),
    # Plugins call it manifest.json, as ours is called.
    "webpack": Format("webpack-manifest.json", is_encoded=True),
    "webpack-stats": Format("webpack-stats.json", has_groups=True),
}


def render(name: str, content: Content) -> bytes:
    """The manifest in that format: JSON in ASCII, for some readers decode it as their locale says."""
    document = import_module(f".{name.replace('-', '_')}", __package__).document(content)
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode() + b"\n"


def unsaid(name: str, content: Content) -> Iterator[str]:
    """What the format cannot say of these assets, a sentence each."""
    known = FORMATS[name]
    if content.groups and not known.has_groups:
        yield f"it has no place for groups: {_names(content.groups)}"
    if content.modules and content.modules.mode == "importmap":
        yield 'no reader of it writes the import map that the modules need: set modules = "rewrite"'
    if not known.is_encoded and (odd := [path for path in content.paths().values() if "%" in path or "#" in path]):
        yield f"its readers write paths into pages as they are, where % and # mean something else: {_names(odd)}"
    if known.has_groups and (hidden := _hidden_chunks(content)):
        yield f"groups stand in place of the chunks of these names: {_names(hidden)}"


def _hidden_chunks(content: Content) -> list[str]:
    from .webpack_stats import hidden_chunks

    return hidden_chunks(content)


def _names(names: Collection[str]) -> str:
    more = f" and {len(names) - _SHOWN:,} more" if len(names) > _SHOWN else ""
    return ", ".join(map(repr, sorted(names)[:_SHOWN])) + more
