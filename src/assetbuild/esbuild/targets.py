"""The browsers that output is made for, as esbuild names them."""

from __future__ import annotations

import re

# What Vite 7 has as "baseline-widely-available": browsers of the middle of 2023 and later.
DEFAULT = "chrome 111, edge 111, firefox 114, safari 16.4, ios_saf 16.4"
_NAMES = {
    "chrome": "chrome",
    "edge": "edge",
    "firefox": "firefox",
    "ff": "firefox",
    "safari": "safari",
    "ios": "ios",
    "ios_saf": "ios",
    "opera": "opera",
    "op": "opera",
    "ie": "ie",
    "explorer": "ie",
}
_ITEM = re.compile(r"(\w+)\s*(?:>=)?\s*(\d+(?:\.\d+)*)", re.ASCII)


def esbuild_targets(query: str) -> tuple[str, ...] | None:
    """The browserslist query as esbuild's targets; None where it has more than browsers and their least versions."""
    items = [_ITEM.fullmatch(item.strip().lower()) for item in query.split(",")]
    found = [f"{_NAMES[item[1]]}{item[2]}" for item in items if item and item[1] in _NAMES]
    return tuple(found) if len(found) == len(items) else None
