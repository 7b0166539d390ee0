"""The public prefix that stands before every artifact's path."""

from __future__ import annotations

import os
from urllib.parse import quote

from ..errors import UsageError

VARIABLE = "ASSETBUILD_URL"

# What a URL may have (RFC 3986 §2), but for quotes and parentheses, so that it stands in HTML and CSS as it is.
_SAFE = "%/:[]@!$&*+,;=-._~"


def url_prefix(manifest_url: str, app_url: str | None = None) -> str:
    """ASSETBUILD_URL where the environment sets it, else the application's, else the manifest's own; with a slash at
    its end.

    Raises UsageError for a prefix with a query or a fragment: a path behind it would be part of that.
    """
    given = os.environ.get(VARIABLE, "").strip()
    prefix = given or app_url or manifest_url
    if "?" in prefix or "#" in prefix:
        source = VARIABLE if given or app_url else "the manifest's url"
        hint = "give a prefix like `/static/` or `https://cdn.example.com/site/`"
        raise UsageError(f"{source} is {prefix!r}: a prefix has neither `?` nor `#`", hint=hint)
    return quote(prefix if prefix.endswith("/") else prefix + "/", safe=_SAFE)
