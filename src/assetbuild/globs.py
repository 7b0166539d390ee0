"""Globs over logical paths: `*` and `?` within a segment, `[…]` a set, `**` as a whole segment any number of them.

Nothing else has a meaning: there is no escape but a set (`[*]`), no braces, and case counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

# `**` has its meaning only between slashes; elsewhere it is no more than `*`.
_TOKEN = re.compile(r"(?<![^/])(?:(?P<folders>\*\*/)|(?P<rest>\*\*\Z))|\*+|\?|\[!?\]?[^\]/]*\]|.", re.DOTALL)
_SPECIAL = "*?["
_NOTHING = "(?!)"


def is_glob(text: str) -> bool:
    """Whether `text` has a character that a glob gives a meaning."""
    return any(char in text for char in _SPECIAL)


def literal_glob(path: str) -> str:
    """The glob that matches that path alone; the path itself where it has no special character."""
    return "".join(f"[{char}]" if char in _SPECIAL else char for char in path)


def compile_glob(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression for a whole logical path. A `*` does not cross a slash."""
    tokens = _TOKEN.finditer(normalize("NFC", pattern))
    return re.compile("".join(map(_translate, tokens)), re.DOTALL)


def compile_globs(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One regular expression for all patterns, or None where there is none."""
    parts = [f"(?:{compile_glob(pattern).pattern})" for pattern in patterns]
    return re.compile("|".join(parts), re.DOTALL) if parts else None


def _translate(found: re.Match[str]) -> str:
    token = found[0]
    if found["folders"]:
        return "(?:[^/]+/)*"
    if found["rest"]:
        return ".+"
    if token[0] == "*":
        return "[^/]*"
    if token == "?":
        return "[^/]"
    if len(token) > 1:
        return _translate_set(token[1:-1])
    return re.escape(token)


def _translate_set(body: str) -> str:
    negated = body.startswith("!")
    members = "".join(_ranges(body[1:] if negated else body))
    if negated:
        return f"[^/{members}]"
    return f"(?!/)[{members}]" if members else _NOTHING


def _ranges(members: str) -> Iterator[str]:
    """The single characters and ranges of a set, escaped. A range whose ends are the wrong way round is empty."""
    at = 0
    while at < len(members):
        if members[at + 1 : at + 2] == "-" and at + 2 < len(members):
            first, last = members[at], members[at + 2]
            at += 3
            if first <= last:
                yield f"{re.escape(first)}-{re.escape(last)}"
        else:
            yield re.escape(members[at])
            at += 1
