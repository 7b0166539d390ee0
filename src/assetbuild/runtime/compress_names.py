"""The name by which the manifest knows a `{% compress %}` block: of its text, without the prefixes of assets' URLs."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256

_GROUP = "compress/"


def group_of_block(text: str, prefixes: Iterable[str]) -> str:
    """The name of the group for a block that was rendered to `text`, with `prefixes` before the names of assets."""
    for prefix in sorted({*prefixes} - {""}, key=len, reverse=True):
        text = text.replace(prefix, "")
    return _GROUP + sha256(text.encode()).hexdigest()[:32]
