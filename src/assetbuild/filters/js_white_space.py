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
_STARTS_NO_STATEMENT = frozenset(
    ") ] } , ; : ? = => && || ?? % & | ^ < > . ?. == != === !== <= >= << >> >>> += -= *= %= &= |= ^= <<= >>= >>>="
    " &&= ||= ??=".split()
)
_OPERATOR = frozenset("+-*/<>=!&|?.%^~@#")
_KEPT = ("/*!", "/*@", "//@")
_NUMBER = re.compile(r"\.?\d")


def without_white_space(tokens: Sequence[str]) -> str:
    """The text of `tokens` with the least white space; comments that start with `/*!` stay, and conditional ones."""
    return "".join(_parts(tokens)).strip()


def _parts(tokens: Sequence[str]) -> Iterator[str]:
    last = ";"
    gap: list[str] = []
    for token in tokens:
        if is_trivia(token):
            gap.append(token)
            continue
        if gap:
            yield from _gap(last, gap, token)
            gap = []
        yield token
        last = token
    yield from _kept(gap)


def _gap(last: str, gap: list[str], token: str) -> Iterator[str]:
    newline = any(map(has_newline, gap))
    kept = list(_kept(gap))
    if kept:
        yield "\n" if newline else " "
        yield from kept
        yield "\n" if newline or kept[-1].startswith("//") else " "
    elif (
        newline
        and not _is_template_gap(last, token)
        and last not in _ENDS_NO_STATEMENT
        and token not in _STARTS_NO_STATEMENT
    ):
        yield "\n"
    elif _glues(last, token):
        yield " "


def _kept(gap: list[str]) -> Iterator[str]:
    return (part for part in gap if part.startswith(_KEPT))


def _is_template_gap(last: str, token: str) -> bool:
    return last.endswith("${") or (token[0] == "}" and len(token) > 1)


def _glues(last: str, token: str) -> bool:
    """Whether the two tokens might read as others without a space between them."""
    before, after = last[-1], token[0]
    if _is_part(before) and _is_part(after):
        return True
    if before in _OPERATOR and after in _OPERATOR:
        return True
    if _NUMBER.match(last) and after == ".":
        return True
    return last[0] == "/" and len(last) > 1 and _is_part(after)


def _is_part(char: str) -> bool:
    return char.isalnum() or char in "_$\\#" or char > "\x7f"
