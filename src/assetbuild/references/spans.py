"""Spans of a text, replaced all at once."""

from __future__ import annotations

from collections.abc import Iterable


def rewrite(text: str, replacements: Iterable[tuple[int, int, str]]) -> str:
    """`text` with every `(start, end, new)` span replaced; spans must not overlap, in any order."""
    parts: list[str] = []
    done = 0
    for start, end, new in sorted(replacements):
        parts += (text[done:start], new)
        done = end
    parts.append(text[done:])
    return "".join(parts)
