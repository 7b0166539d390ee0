"""White space and comments out of JavaScript tokens, wherever that provably changes no token and no statement boundary.

A newline goes only after what cannot end a statement or before what cannot start one (ECMA-262 §12.10); a space goes
only between tokens that stay two without it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..references.js_brackets import has_newline, is_trivia

_ENDS_NO_STATEMENT = frozenset(
    "; { ( [ , : ? = => && || ?? + - * % & | ^ < > . ?. ! ~ ... == != === !== <= >= << >> >>> ** += -= *= /= %= &= |="
    " ^= <<= >>= >>>= **= &&= ||= ??= /".split()
)
# Not `=>`: a newline before it is an error, which must stay one. A slash that is a token of its own divides.
_STARTS_NO_STATEMENT = frozenset(
    ") ] } , ; : ? = && || ?? % & | ^ < > . ?. == != === !== <= >= << >> >>> += -= *= %= &= |= ^= <<= >>= >>>="
    " &&= ||= ??= / /=".split()
)
# What starts an operand, and what it must not come right after: `++`, `//`, `<!--`, `...`, and `</` is for HTML's sake.
_STARTS_OPERAND = {"+": "+", "-": "-!", "/": "/<", "!": "<", "~": "", ".": "."}
_OPERATOR = frozenset("+-*/<>=!&|?.%^~@#")
_KEPT = ("/*!", "/*@", "//@")
_NUMBER = re.compile(r"\.?\d")


def without_white_space(tokens: Sequence[str]) -> str:
    """The text of `tokens` with the least white space; comments that start with `/*!` stay, and conditional ones."""
    return "".join(_parts(tokens)).strip("\n ")


def _parts(tokens: Sequence[str]) -> Iterator[str]:
    last = ";"
    gap: list[str] = []
    for token in tokens:
        if is_trivia(token):
            gap.append(token)
            continue
        if gap:
            yield _gap(last, gap, token)
            gap = []
        yield token
        last = token
    yield _gap(last, gap, ";")


def _gap(last: str, gap: list[str], token: str) -> str:
    """What is left of the white space and comments between two tokens."""
    newline = any(map(has_newline, gap))
    kept = [part for part in gap if part.startswith(_KEPT)]
    if kept:
        edge = "\n" if newline else " "
        return edge + edge.join(kept) + edge
    if newline and _may_end_statement(last) and _may_start_statement(token):
        return "\n"
    return " " if _glues(last, token) else ""


def _may_end_statement(token: str) -> bool:
    return token not in _ENDS_NO_STATEMENT and not token.endswith("${")


def _may_start_statement(token: str) -> bool:
    return token not in _STARTS_NO_STATEMENT and (token[0] != "}" or len(token) == 1)


def _glues(last: str, token: str) -> bool:
    """Whether the two tokens might read as others without a space between them."""
    before, after = last[-1], token[0]
    if _is_part(before) and _is_part(after):
        return True
    if before == "." and _is_part(after):
        # `1. in x`, and `. 1`, which is an error and must stay one.
        return after.isdigit() or last[0].isdigit()
    if after == "." and (_NUMBER.match(last) or (before == "?" and not _NUMBER.match(token))):
        return True
    if after in _STARTS_OPERAND:
        return before in _STARTS_OPERAND[after]
    return (before in _OPERATOR and after in _OPERATOR) or (last[0] == "/" and len(last) > 1 and _is_part(after))


def _is_part(char: str) -> bool:
    return char.isalnum() or char in "_$\\#" or char > "\x7f"
