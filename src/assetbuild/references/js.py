"""References in JavaScript: the comment that names its source map. Specifiers of modules are left as they are."""

from __future__ import annotations

from ..model import Reference
from .js_tokens import tokenise
from .scan_error import ScanError
from .source_map import source_map_reference

_MARK = "sourceMappingURL="
# A map comment stands at the end; what a vendor appends after it is short. Then the last lines need no tokenising.
_CLOSERS = ("`", "*/")


def scan(text: str) -> tuple[Reference, ...]:
    """The references of a script or module, in order; none in a text that is not JavaScript."""
    if _MARK not in text:
        return ()
    if (last := _at_end(text)) is not None:
        return last
    try:
        tokens = tokenise(text)
    except ScanError:
        return ()
    found = []
    position = 0
    for token in tokens:
        if _MARK in token and token[:2] in ("//", "/*") and (reference := source_map_reference(token, position)):
            found.append(reference)
        position += len(token)
    return tuple(found)


def _at_end(text: str) -> tuple[Reference, ...] | None:
    """The reference in a last line that cannot be inside of a comment, string or template; None where it may be."""
    start = text.find(_MARK)
    line = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    comment = text[line:]
    if not comment.startswith("//") or "\n" in comment.rstrip() or any(close in comment for close in _CLOSERS):
        return None
    before = text[:line]
    if "`" in before or before.count("/*") != before.count("*/") or before.endswith("\\\n"):
        return None
    token = comment.rstrip("\r\n\u2028\u2029")
    reference = source_map_reference(token, line)
    return (reference,) if reference else ()
