"""Whether a script in strict mode declares names that other scripts see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..references.js_brackets import has_newline, is_trivia
from .js_modules import CLOSERS, OPENERS

_STATEMENT_STARTS = frozenset(("", ";", "}", ")", "{", ":", "else", "do"))
_HEADS = frozenset((word,) for word in ("if", "for", "while", "with", "switch", "catch", "await"))
_NO_NAME = frozenset((":", "(", ",", "}", "=", "{", "extends"))
_BINDINGS = frozenset(("let", "const"))
_FUNCTIONS = frozenset(("function", "class", "async"))


@dataclass(frozen=True, slots=True)
class _Open:
    """An open bracket: the tokens before it, and whether it is the body of a function."""

    before: tuple[str, ...]
    is_body: bool


def declares_names(tokens: Sequence[str]) -> bool:
    """Whether it may declare a name outside of all functions: `var` wherever else, others outside of all brackets.

    In doubt it does.
    """
    words, newlines = _words(tokens)
    opened: list[_Open] = []
    closed = _Open((), False)
    bodies = 0
    for index, token in enumerate(words):
        before, after = words[index - 1] if index else "", words[index + 1] if index + 1 < len(words) else ""
        if not bodies and _declares(before, token, after, len(opened)):
            return True
        if token[0] in CLOSERS:
            closed = opened.pop()
            bodies -= closed.is_body
        if token[-1] in OPENERS:
            is_body = token == "{" and _is_body(before, closed, newlines[index])
            opened.append(_Open(tuple(words[max(0, index - 3) : index]), is_body))
            bodies += is_body
    return False


def _words(tokens: Sequence[str]) -> tuple[list[str], list[bool]]:
    """The tokens of substance, and for each whether a line ends before it."""
    words: list[str] = []
    newlines: list[bool] = []
    newline = False
    for token in tokens:
        if is_trivia(token):
            newline = newline or has_newline(token)
        else:
            words.append(token)
            newlines.append(newline)
            newline = False
    return words, newlines


def _is_body(before: str, parameters: _Open, newline: bool) -> bool:
    """Whether a brace starts a function's body; a block after a call on the line above does not."""
    if before in ("=>", "static"):
        return True
    if before != ")" or parameters.before[-1:] in _HEADS:
        return False
    return "function" in parameters.before or not newline


def _declares(before: str, token: str, after: str, depth: int) -> bool:
    if before in (".", "?."):
        return False
    if token == "var":
        return after not in (":", "(")
    if depth or after in _NO_NAME - ({"{"} if token in _BINDINGS else set()):
        return False
    if token in _BINDINGS:
        return True
    starts = before in _STATEMENT_STARTS or before[:1].isalnum() or before[:1] in "'\"]`_$"
    return token in _FUNCTIONS and starts and (token != "async" or after == "function")
