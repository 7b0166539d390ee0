"""Globs over logical paths: `*` and `?` within a segment, `[…]` a set, `**` any number of segments."""

from __future__ import annotations

import re
from collections.abc import Iterable

_TOKEN = re.compile(r"\*\*/|/\*\*$|\*\*|\*|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)


def is_glob(text: str) -> bool:
    """Whether `text` has a character that a glob gives a meaning."""
    return any(char in text for char in "*?[")


def compile_glob(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for a whole logical path. A `*` does not cross a slash."""
    return re.compile("".join(_translate(token[0]) for token in _TOKEN.finditer(pattern)), re.DOTALL)


def compile_globs(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One regular expression for all patterns, or None where there is none."""
    parts = [f"(?:{compile_glob(pattern).pattern})" for pattern in patterns]
    return re.compile("|".join(parts), re.DOTALL) if parts else None


def _translate(token: str) -> str:
    if token == "**/":
        return "(?:[^/]+/)*"
    if token == "/**":
        return "/.+"
    if token == "**":
        return ".*"
    if token == "*":
        return "[^/]*"
    if token == "?":
        return "[^/]"
    if len(token) > 1:
        return _translate_set(token[1:-1])
    return re.escape(token)


def _translate_set(body: str) -> str:
    negated = body.startswith("!")
    members = re.sub(r"([\\\]^\[&~|])", r"\\\1", body[1:] if negated else body)
    return f"[^/{members}]" if negated else f"(?!/)[{members}]"
