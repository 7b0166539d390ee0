"""Braces in the globs of Ruby: `{a,b}.js` stands for `a.js` and `b.js`."""

from __future__ import annotations

import re

_BRACES = re.compile(r"\{([^{}]*)\}")


def without_braces(glob: str) -> list[str]:
    """The globs that one with braces stands for, in order."""
    found = _BRACES.search(glob)
    if found is None:
        return [glob]
    return [
        inner
        for choice in found[1].split(",")
        for inner in without_braces(glob[: found.start()] + choice + glob[found.end() :])
    ]
