"""Cuts a script into what rjsmin provably keeps and the few constructs that it does not, which are written as they are.

Between two cuts rjsmin sees a text of its own. So a cut is only made where it changes nothing for rjsmin: at the end of
a token, with the gap that follows taken along, and where what comes next is neither a gap nor a slash.
"""

from __future__ import annotations

from typing import NamedTuple

from ..patterns import compile_pattern
from ..references.js_tokens import NEWLINES, template_tokens
from .js_white_space import without_white_space
from .rjsmin_hazards import GAP, NOT_KEYWORD, is_operand, safe_end, safe_start

_GAP = compile_pattern(GAP)
_OPERAND = compile_pattern(rf"(?:(?<=[\w$]){NOT_KEYWORD}|(?<=[\]\"'`]))")
_SPACE = " \t\v\f\r\n"
# After one of these a newline means nothing.
_OPENS = frozenset(";{([,:=")
# A cut before one of these would make another token of it.
_NOT_NEXT = ("/", "-->", "#!", "<!--", "*")


class Piece(NamedTuple):
    """A part of a script: `is_safe` to give to rjsmin, or to be written as it is."""

    text: str
    is_safe: bool


def cut(text: str) -> list[Piece] | None:
    """The pieces of a script or module without BOM and hashbang, or None where it takes a tokeniser to tell."""
    position = safe_start(text)
    if position < 0:
        return None
    pieces: list[Piece] = []
    begin = 0
    while (position := safe_end(text, position)) < len(text):
        shield = _shield(text, position)
        if shield is None:
            return None
        written, end = shield
        before = text[begin:position]
        kept = before.rstrip(_SPACE)
        if kept.endswith("*/"):
            return None  # whether a line ends in that comment is not known here
        lost = before[len(kept) :]
        if any(char in lost for char in NEWLINES) and kept[-1:] not in _OPENS:
            written = "\n" + written
        pieces += (Piece(kept, True), Piece(written, False))
        begin = position = end
    return [*pieces, Piece(text[begin:], True)]


def _shield(text: str, start: int) -> tuple[str, int] | None:
    """What to write for the construct that begins at `start`, with the gaps around it, and where it ends."""
    first = _gap(text, start)
    if first is None:
        return None
    newline, position = first
    if text.startswith("`", position):
        return _template(text, position, "\n" if newline else "")
    if text.startswith("/", position) and _divides(text, start):
        return _division(text, position)
    return None


def _template(text: str, start: int, before: str) -> tuple[str, int] | None:
    tokens = template_tokens(text, start)
    after = _gap(text, start + sum(map(len, tokens))) if tokens else None
    if after is None:
        return None
    newline, position = after
    written = before + without_white_space(tokens)
    if text.startswith("/", position):
        division = _division(text, position)
        return (written + division[0], division[1]) if division else None
    if text.startswith(_NOT_NEXT, position):
        return None
    return written + ("\n" if newline else ""), position


def _division(text: str, slash: int) -> tuple[str, int] | None:
    after = _gap(text, slash + 1)
    if after is None or text.startswith(_NOT_NEXT, after[1]) or after[1] == len(text):
        return None
    return "/", after[1]


def _divides(text: str, end: int) -> bool:
    """Whether a slash after the token that ends at `end` divides."""
    if text[end - 1 : end] == ")":
        return is_operand(text, end - 1)
    return _OPERAND.match(text, end) is not None


def _gap(text: str, start: int) -> tuple[bool, int] | None:
    """Whether a line ends in the gap at `start`, and where it ends; None where it holds a comment to keep."""
    found = _GAP.match(text, start)
    if not found:
        return False, start
    if "/*!" in found[0]:
        return None
    return any(char in found[0] for char in NEWLINES), found.end()
