"""Names without the fingerprint that the build put in them."""

from __future__ import annotations

import re

_FINGERPRINT = re.compile(r"(?<=[^/])\.[0-9a-f]{12}(?=(?:\.[^./]+)?\Z)")


def without_fingerprint(path: str) -> str:
    """The logical path of an artifact's path, if the last part of its name but the extension is a fingerprint."""
    return _FINGERPRINT.sub("", path)
