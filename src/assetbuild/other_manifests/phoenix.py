"""The manifest of Phoenix's `mix phx.digest`, which `static_path` reads."""

from __future__ import annotations

from .content import Content


def document(content: Content) -> object:
    """`latest`, the path of each logical path. `digests` is for the next `phx.digest`, which there is none of here."""
    return {"version": 1, "latest": content.paths(), "digests": {}}
