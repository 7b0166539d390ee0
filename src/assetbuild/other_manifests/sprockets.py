"""The manifest of Sprockets 3 and 4, which sprockets-rails resolves names with (`lib/sprockets/manifest.rb`)."""

from __future__ import annotations

from base64 import b64decode

from ..manifest import Entry
from .content import Content

# Sprockets needs a time to sort by when it cleans up, where the older of two files of one name goes first.
_TIME = "1980-01-01T00:00:00+00:00"


def document(content: Content) -> object:
    """`files` by path, and `assets`, the path of each logical path."""
    files = {entry.path: _file(name, entry) for name, entry in content.entries.items()}
    return {"assets": content.paths(), "files": files}


def _file(name: str, entry: Entry) -> dict[str, object]:
    digest = b64decode(entry.integrity.partition("-")[2]).hex()
    return {
        "logical_path": name,
        "mtime": _TIME,
        "size": entry.size,
        "digest": digest,
        "integrity": entry.integrity,
    }
