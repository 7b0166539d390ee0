"""Which asset is what webassets would have written to an output."""

from __future__ import annotations

import re
from posixpath import normpath

# The version with what parts it from the rest: our names have a fingerprint of their own.
_VERSION = re.compile(r"[._-]?%\(version\)s")


def asset_of_output(output: str) -> str:
    """The logical path for an output of webassets, `gen/packed.%(version)s.js`: `gen/packed.js`."""
    segments = normpath(_VERSION.sub("", output)).split("/")
    return "/".join(segment for segment in segments if segment not in ("..", ".", ""))
