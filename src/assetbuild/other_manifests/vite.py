"""Vite's manifest (vite.dev/guide/backend-integration), its keys logical paths in place of paths of sources."""

from __future__ import annotations

from ..manifest import Entry
from .content import Content


def document(content: Content) -> object:
    """A chunk for each asset. Entries are the scripts and style sheets that no module imports."""
    entries = content.entries.values()
    dynamic = frozenset(name for entry in entries for name in entry.dynamic)
    imported = dynamic.union(name for entry in entries for name in entry.imports)
    roots = content.entry_points.union(name for name in content.entries if content.is_loaded(name)) - imported
    return {name: _chunk(name, entry, content, roots, dynamic) for name, entry in content.entries.items()}


def _chunk(
    name: str, entry: Entry, content: Content, roots: frozenset[str], dynamic: frozenset[str]
) -> dict[str, object]:
    style = content.style_of(name)
    assets = [target for target in entry.references if target in content.entries and not content.is_loaded(target)]
    chunk = {
        "file": entry.path,
        "src": name,
        "isEntry": name in roots or name in content.entry_points,
        "isDynamicEntry": name in dynamic,
        "imports": list(entry.imports),
        "dynamicImports": list(entry.dynamic),
        "css": [content.entries[style].path] if style else [],
        "assets": [content.entries[target].path for target in assets],
        # Not Vite's own: plugins of it write it there, and Laravel looks for it.
        "integrity": entry.integrity,
    }
    return {key: value for key, value in chunk.items() if value}
