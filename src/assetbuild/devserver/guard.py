"""Which requests are refused before anybody looks what they ask for.

A development server listens where any page in the developer's browser can send requests to, so it answers only those
that name it as its own (https://fetch.spec.whatwg.org/#origin-header, https://en.wikipedia.org/wiki/DNS_rebinding).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes, urlsplit

from starlette.datastructures import Headers

LOOPBACK = frozenset(("localhost", "127.0.0.1", "[::1]"))

_HOST = re.compile(r"(\[[0-9A-Fa-f:]{2,39}\]|[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?)(?::([0-9]{1,5}))?")
_ORIGIN = re.compile(r"https?://([^/?#@\\]+)")
# `.`, `/` and `\` in two bytes, which RFC 3629 §3 forbids and lenient decoders take.
_OVERLONG = re.compile(rb"\xc0[\xae\xaf]|\xc1\x9c")
# As often as a path may be decoded on its way through a proxy and an app.
_DECODED = 4


@dataclass(frozen=True, slots=True)
class Refusal:
    """An HTTP status and a line that says why."""

    status: int
    reason: str


def refusal(raw_path: bytes, query: bytes, headers: Headers, hosts: frozenset[str]) -> Refusal | None:
    """Why that request is refused, if it is. `raw_path` and `query` are as the request line has them."""
    if not is_allowed(headers.get("host", ""), hosts):
        return Refusal(403, "this host is not served; name it with --allow-host")
    if not _is_from(headers, hosts):
        return Refusal(403, "a page of another origin asks; name its host with --allow-host")
    if not is_plain(raw_path) or b"#" in query:
        return Refusal(400, "this is not the path of a file")
    if "content-length" in headers and "transfer-encoding" in headers:
        # RFC 9112 §6.1: somebody behind may believe the other of the two.
        return Refusal(400, "the request has two lengths")
    return None


def is_allowed(host: str, hosts: frozenset[str]) -> bool:
    """Whether a `Host` (name and port) is one of ours, `*.localhost` among them (RFC 6761 §6.3). Ports may differ."""
    found = _HOST.fullmatch(host)
    if found is None or int(found[2] or 0) > 65535:
        return False
    name = found[1].lower()
    return name in hosts or name.endswith(".localhost")


def is_allowed_origin(origin: str, hosts: frozenset[str]) -> bool:
    """Whether an `Origin` is that of a page from one of our hosts."""
    found = _ORIGIN.fullmatch(origin)
    return found is not None and is_allowed(found[1], hosts)


def is_plain(raw_path: bytes) -> bool:
    """Whether no segment of the path, however often it is decoded, leads up, and nothing in it is no path at all."""
    if not raw_path.startswith(b"/") or raw_path.startswith(b"//") or b"#" in raw_path:
        return False
    path = raw_path
    for _ in range(_DECODED):
        segments = re.split(rb"[/\\]", path)
        if b"\\" in path or b"\0" in path or _OVERLONG.search(path):
            return False
        if any(each.split(b";")[0] in (b".", b"..") for each in segments):
            return False
        path = unquote_to_bytes(path)
    return True


def _is_from(headers: Headers, hosts: frozenset[str]) -> bool:
    """Whether the page that asks is ours, or nobody's: an address that was typed, a tool, a link that was followed."""
    if "origin" in headers:
        return all(is_allowed_origin(origin, hosts) for origin in headers.getlist("origin"))
    if headers.get("sec-fetch-site") != "cross-site" or headers.get("sec-fetch-mode") == "navigate":
        return True
    return is_allowed(urlsplit(headers.get("referer", "")).netloc, hosts)
