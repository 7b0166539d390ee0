"""Compiling patterns so that they mean the same on every Python that we run on."""

from __future__ import annotations

import re
import sys

# Debian 12 has 3.11.2. A possessive group forgets there to undo what its last, failed round matched:
# https://github.com/python/cpython/issues/106052
_GROUPS_ARE_RIGHT = sys.version_info >= (3, 11, 5)
_PART = re.compile(r"\\[\s\S]|\[\^?\]?(?:[^\]\\]|\\[\s\S])*\]|[()]|[^()\[\\]+", re.DOTALL)
_POSSESSIVE = re.compile(r"(?:[*+?]|\{[0-9,]+\})(?=\+)")


def compile_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile`, for patterns with possessive groups: `(?:…)*+`."""
    return re.compile(pattern if _GROUPS_ARE_RIGHT else without_possessive_groups(pattern), flags)


def without_possessive_groups(pattern: str) -> str:
    """The pattern with `(?>(?:…)*)` for each `(?:…)*+`, which is the same. It may not be in verbose syntax."""
    parts: list[str] = []
    opened: list[int] = []
    position = 0
    while part := _PART.match(pattern, position):
        position = part.end()
        parts.append(part[0])
        if part[0] == "(":
            opened.append(len(parts) - 1)
        elif part[0] == ")":
            start = opened.pop()
            if quantifier := _POSSESSIVE.match(pattern, position):
                parts[start] = "(?>" + parts[start]
                parts.append(quantifier[0] + ")")
                position = quantifier.end() + 1
    return "".join(parts)
