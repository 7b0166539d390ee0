"""What leaves a style sheet broken: then how far the damage goes is the browser's error recovery, token by token."""

from __future__ import annotations

from collections.abc import Sequence

from ..patterns import compile_pattern
from .css_tokens import ESCAPE, URL_NAME, closer_of, missing_end

_GOOD_URL = compile_pattern(
    rf"{URL_NAME}\([ \t\n\r\f]*+(?:[^\"'()\\ \t\n\r\f\x01-\x08\x0b\x0e-\x1f\x7f]++|{ESCAPE})*+[ \t\n\r\f]*+\)"
)


def first_fault(tokens: Sequence[str]) -> tuple[int, str] | None:
    """The offset (characters) and a description of the first fault: a bad string or url, or a bracket without its
    other. None for a text whose brackets match."""
    offset = 0
    opened: list[tuple[str, int, str]] = []
    for token in tokens:
        if closer := closer_of(token):
            opened.append((closer, offset, token))
        elif token in (")", "]", "}"):
            if not opened or opened[-1][0] != token:
                return offset, f"`{token}` closes nothing"
            opened.pop()
        elif fault := _fault(token):
            return offset, fault
        offset += len(token)
    if opened:
        _, at, token = opened[-1]
        return at, f"`{token}` is never closed"
    return None


def _fault(token: str) -> str:
    if len(token) == 1 and token not in "\"'\\":
        return ""
    if token == "\\":
        return "a backslash that escapes nothing"
    if end := missing_end(token):
        return f"`{end}` is missing"
    return "a url with characters that need quotes" if token[-1] == ")" and not is_good_url(token) else ""


def is_good_url(token: str) -> bool:
    """Whether a token is a url without quotes and without what needs them (CSS Syntax Level 3 §4.3.6)."""
    return _GOOD_URL.fullmatch(token) is not None
