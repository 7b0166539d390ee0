"""The manifest of Propshaft before 1.0, as Rails 7 came with it; later versions read it too, without integrity."""

from __future__ import annotations

from .content import Content


def document(content: Content) -> object:
    """The path of each logical path."""
    return content.paths()
