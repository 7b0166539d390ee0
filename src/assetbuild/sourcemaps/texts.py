"""The texts of sources as JSON, in bytes: all at once, since they are most of a map."""

from __future__ import annotations

import json
from collections.abc import Iterable

# JSON has short escapes for these; what else is below a space is rare.
_KNOWN = bytes(range(32, 256)) + b"\t\n\r"
_STRING = json.JSONEncoder(ensure_ascii=False).encode


def json_texts(texts: Iterable[str | None]) -> bytes:
    """The list of the texts."""
    return b"[%b]" % b",".join([b"null" if text is None else json_text(text) for text in texts])


def json_text(text: str) -> bytes:
    """The string in UTF-8. Halves of characters, which a vendor's map may hold, JSON can say and UTF-8 cannot: they are
    replaced."""
    data = text.encode("utf-8", "replace")
    if data.translate(None, _KNOWN):
        return _STRING(text).encode("utf-8", "replace")
    data = data.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'"%b"' % data.replace(b"\t", b"\\t").replace(b"\r", b"\\r")
