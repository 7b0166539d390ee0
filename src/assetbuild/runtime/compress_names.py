"""The name by which the manifest knows a `{% compress %}` block: of its text, without the prefixes of assets' URLs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from hashlib import sha256

_GROUP = "compress/"


def group_of_block(text: str, prefixes: Iterable[str], plain: Callable[[str], str] = str) -> str:
    """The name of the group for a block that was rendered to `text`.

    `prefixes` are what URLs of assets may begin with. What follows one of them, up to the end of the path, is put as
    `plain` says: so a fingerprinted name and the logical path make the same group.
    """
    known = "|".join(re.escape(prefix) for prefix in sorted(set(prefixes), key=len, reverse=True) if prefix)
    if known:
        text = re.sub(rf"(?:{known})([^\s\"'<>?#]*)", lambda found: plain(found[1]), text)
    return _GROUP + sha256(text.encode()).hexdigest()[:32]
