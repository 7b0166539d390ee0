"""Laravel Mix's manifest, which `mix()` reads (laravel.com/docs/mix): paths from the folder of the manifest on."""

from __future__ import annotations

from ..urls import quote_path
from .content import Content


def document(content: Content) -> object:
    """The path of each logical path, both with a slash before; `mix()` makes a URL of it as it is."""
    return {f"/{name}": f"/{quote_path(entry.path)}" for name, entry in content.entries.items()}
