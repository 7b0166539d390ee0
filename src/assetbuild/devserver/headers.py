"""Which headers a proxy sends on."""

from __future__ import annotations

from collections.abc import Iterable

RawHeaders = list[tuple[bytes, bytes]]

# RFC 9110 §7.6.1. What is sent on is a connection of its own.
_HOP_BY_HOP = frozenset(
    "connection keep-alive proxy-authenticate proxy-authorization proxy-connection te trailer transfer-encoding "
    "upgrade".split()
)


def passed(headers: Iterable[tuple[bytes, bytes]], dropped: frozenset[str]) -> RawHeaders:
    """The headers without those of the connection itself, those that `Connection` names, and those `dropped`."""
    given = [(name.lower(), value) for name, value in headers]
    listed = b",".join(value for name, value in given if name == b"connection").decode("latin-1").lower()
    refused = _HOP_BY_HOP | dropped | {name.strip() for name in listed.split(",")}
    return [(name, value) for name, value in given if name.decode("latin-1") not in refused]
