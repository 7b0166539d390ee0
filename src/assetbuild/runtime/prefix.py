"""The public prefix that stands before every artifact's path."""

from __future__ import annotations

import os
import re
from urllib.parse import quote

from ..errors import UsageError

VARIABLE = "ASSETBUILD_URL"
HOST = "ASSETBUILD_HOST"

# What a URL may have (RFC 3986 §2), but for quotes and parentheses, so that it stands in HTML and CSS as it is.
_SAFE = "%/:[]@!$&*+,;=-._~"
_ORIGIN = re.compile(r"(?:https?:)?//[^/?#\s]+/?")


def url_prefix(manifest_url: str, app_url: str | None = None) -> str:
    """ASSETBUILD_URL where the environment sets it, else the application's, else the manifest's own; with a slash at
    its end. ASSETBUILD_HOST is put before it where it has no host.

    Raises UsageError for a prefix with a query or a fragment: a path behind it would be part of that.
    """
    given = os.environ.get(VARIABLE, "").strip()
    prefix = given or app_url or manifest_url
    if "?" in prefix or "#" in prefix:
        source = VARIABLE if given or app_url else "the manifest's url"
        hint = "give a prefix like `/static/` or `https://cdn.example.com/site/`"
        raise UsageError(f"{source} is {prefix!r}: a prefix has neither `?` nor `#`", hint=hint)
    if prefix.startswith("/") and not prefix.startswith("//"):
        prefix = _host() + prefix
    return quote(prefix if prefix.endswith("/") else prefix + "/", safe=_SAFE)


def _host() -> str:
    host = os.environ.get(HOST, "").strip()
    if host and not _ORIGIN.fullmatch(host):
        hint = f"give it like `https://cdn.example.com`; a prefix with a path is {VARIABLE}"
        raise UsageError(f"{HOST} is {host!r}, which is not a host", hint=hint)
    return host.rstrip("/")
