"""The manifest of Propshaft 1.0 and later (`lib/propshaft/manifest.rb`)."""

from __future__ import annotations

from .content import Content


def document(content: Content) -> object:
    """The path and the integrity of each logical path."""
    return {
        name: {"digested_path": entry.path, "integrity": entry.integrity} for name, entry in content.entries.items()
    }
