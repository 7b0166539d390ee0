"""What tells that JavaScript tokens are a module's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..references.js_brackets import is_trivia

OPENERS = frozenset("([{")
CLOSERS = frozenset(")]}")
_WORDS = frozenset(("import", "export", "await"))
# What may start the operand of `await`; a name that is called `await` is followed by an operator.
_OPERANDS = frozenset("_$\\'\"`([{")
_OPERATORS = frozenset(("in", "instanceof", "of"))


@dataclass(frozen=True, slots=True)
class ModuleSyntax:
    """A token that only a module may have: the how manyth of substance it is, and what."""

    word: int
    what: str


def module_syntax(tokens: Sequence[str]) -> ModuleSyntax | None:
    """The first token that only a module may have, or None in a script."""
    words = [token for token in tokens if not is_trivia(token)]
    depth = 0
    arrow = False
    for at, token in enumerate(words):
        if token in _WORDS and not (at and words[at - 1] in (".", "?.")):
            what = _module_word(token, words[at + 1 : at + 3], depth, arrow)
            if what:
                return ModuleSyntax(at, what)
        if not depth and token in ("=>", ";"):
            arrow = token == "=>"
        depth += (token[-1] in OPENERS) - (token[0] in CLOSERS)
    return None


def _module_word(token: str, after: Sequence[str], depth: int, arrow: bool) -> str:
    following = after[0] if after else ""
    if token == "import" and list(after) == [".", "meta"]:
        return "`import.meta`"
    if depth:
        return ""
    if token == "import":
        return "" if following in ("(", ".") else "`import`"
    if token == "export":
        return "`export`"
    return "`await` outside of a function" if _is_operand(following) and not arrow else ""


def _is_operand(token: str) -> bool:
    return token[:1] in _OPERANDS or (token[:1].isalnum() and token not in _OPERATORS)
