"""The manifest of webpack-manifest-plugin, as webpack's guides use it: the public URL of each name."""

from __future__ import annotations

from .content import Content


def document(content: Content) -> object:
    """The URL of each logical path."""
    return {name: content.public_url(entry.path) for name, entry in content.entries.items()}
