"""White space and comments at random between JavaScript tokens."""

from __future__ import annotations

from random import Random

from .js_vocabulary import KEPT, LINES, SPACES, WORD


def spaced(tokens: list[str], random: Random) -> str:
    """The tokens with a gap, often an empty one, before each and behind the last."""
    parts: list[str] = []
    density = random.choice((0.05, 0.3, 0.6))
    for token in (*tokens, ""):
        gap = _gap(random, density)
        if not gap and parts and token and _is_part(parts[-1][-1:]) and _is_part(token[0]):
            gap = " "
        parts += (gap, token)
    return "".join(parts)


def _gap(random: Random, density: float) -> str:
    if random.random() > density:
        return ""
    kind = random.random()
    if kind < 0.5:
        return " "
    if kind < 0.75:
        return random.choice(SPACES)
    return random.choice(LINES if kind < 0.95 else KEPT) + random.choice(("", "", " ", "\n"))


def _is_part(char: str) -> bool:
    return char.isalnum() or char in WORD or char > "\x7f"
