"""Our keys beside a definition: each takes the place of what the definition says."""

from __future__ import annotations

from typing import Any

# These are merged name by name; of the rest the whole value counts.
_TABLES = ("bundles", "filters", "groups", "prefixes")


def merge(below: dict[str, Any], own: dict[str, Any]) -> dict[str, Any]:
    """The tables of a definition with those of ours over them."""
    merged = {**below, **own}
    for key in _TABLES:
        lower, upper = below.get(key), own.get(key)
        if isinstance(lower, dict) and isinstance(upper, dict):
            merged[key] = {**lower, **upper}
    return merged
