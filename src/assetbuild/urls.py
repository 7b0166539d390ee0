"""URLs between files of one folder: how an artifact's path is written in a page or in another artifact."""

from __future__ import annotations

from posixpath import dirname, relpath
from urllib.parse import quote

# RFC 3986 §3.3 allows more in a path segment; quotes, parentheses and `'` would need escapes in CSS or HTML.
_SAFE = "/-._~!$*+,;=:@"


def quote_path(path: str) -> str:
    """`path` percent-encoded, so that it needs no further escape in CSS, JS, HTML or XML."""
    return quote(path, safe=_SAFE)


def relative_url(base: str, target: str) -> str:
    """The URL of the file `target` as written in the file `base`, both paths below one folder."""
    url = quote_path(relpath("/" + target, "/" + dirname(base)))
    # A colon in the first segment would make it a scheme (RFC 3986 §4.2).
    return f"./{url}" if ":" in url.split("/", 1)[0] else url
