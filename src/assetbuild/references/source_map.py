"""The comment that names a source map (ECMA-426 §11.1), in JavaScript and CSS."""

from __future__ import annotations

import re
from urllib.parse import unquote

from ..model import Reference

_COMMENT = re.compile(r"(?://|/\*)[#@][ \t]+sourceMappingURL=([^\s'\"*]+)[ \t]*(?:\*/)?\s*\Z")
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|//")


def source_map_reference(comment: str, start: int) -> Reference | None:
    """The reference in a whole comment token that starts at `start`, or None where it names no file of the site."""
    found = _COMMENT.match(comment)
    if found is None or _SCHEME.match(found[1]):
        return None
    path = re.split(r"[?#]", found[1], maxsplit=1)[0]
    at = start + found.start(1)
    suffix = found[1][len(path) :]
    return Reference(at, at + len(path), unquote(path), suffix, "sourcemap", (start, start + len(comment)))


def is_source_map_comment(comment: str) -> bool:
    """Whether a comment token names a source map, wherever that is."""
    return "sourceMappingURL=" in comment and _COMMENT.match(comment) is not None
