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


def map_at_end(text: str) -> Reference | None:
    """The reference in a comment that a well-formed text ends in, found without its tokens: what might be open before
    it could not end within it. None where that cannot be told, or where it names no file of the site."""
    body = text.rstrip()
    is_block = body.endswith("*/")
    start = body.rfind("/*") if is_block else max(body.rfind("\n"), body.rfind("\r")) + 1
    comment = body[start:]
    if is_block:
        in_doubt = body.rfind("*/", 0, start) < body.rfind("/*", 0, start)
    else:
        in_doubt = not comment.startswith("//") or "`" in comment or "*/" in comment
    return None if in_doubt or start < 0 else source_map_reference(comment, start)


def is_source_map_comment(comment: str) -> bool:
    """Whether a comment token names a source map, wherever that is."""
    return "sourceMappingURL=" in comment and _COMMENT.match(comment) is not None
