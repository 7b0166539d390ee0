"""References in JavaScript: the specifiers of imports, and the comment that names a source map."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..model import Reference
from .js_asset_urls import MARK, find_asset_urls
from .js_hints import end_of_imports, may_import
from .js_imports import find_imports, module_tokens
from .js_tokens import tokenise
from .scan_error import ScanError
from .source_map import source_map_reference

_MARK = "sourceMappingURL="
# A map comment stands at the end; what a vendor appends after it is short. Then the last lines need no tokenising.
_CLOSERS = ("`", "*/")


def scan(text: str) -> tuple[Reference, ...]:
    """The references of a script or module, in order; none in a text that is not JavaScript up to the last of them."""
    return _with_asset_urls(text, _scan(text))


def _with_asset_urls(text: str, found: tuple[Reference, ...]) -> tuple[Reference, ...]:
    if MARK not in text:
        return found
    return tuple(sorted((*found, *find_asset_urls(text)), key=lambda reference: reference.start))


def _scan(text: str) -> tuple[Reference, ...]:
    if not may_import(text):
        return _scan_maps(text)
    last = _at_end(text) if _MARK in text else ()
    try:
        tokens = module_tokens(text, None if last is None else end_of_imports(text))
    except ScanError:
        return ()
    maps = _maps(tokens) if last is None else last
    return tuple(sorted((*find_imports(tokens), *maps), key=lambda reference: reference.start))


def scan_maps(text: str) -> tuple[Reference, ...]:
    """The references of a script's comments, and its calls for addresses, alone."""
    return _with_asset_urls(text, _scan_maps(text))


def _scan_maps(text: str) -> tuple[Reference, ...]:
    if _MARK not in text:
        return ()
    last = _at_end(text)
    if last is not None:
        return last
    try:
        return tuple(_maps(tokenise(text)))
    except ScanError:
        return ()


def _maps(tokens: Iterable[str]) -> Iterator[Reference]:
    position = 0
    for token in tokens:
        if _MARK in token and token[:2] in ("//", "/*") and (reference := source_map_reference(token, position)):
            yield reference
        position += len(token)


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
