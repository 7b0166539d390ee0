"""Digests of bytes, and the file name that bears one."""

from __future__ import annotations

import re
from binascii import b2a_base64
from collections.abc import Iterable
from hashlib import sha256, sha384

FINGERPRINT_LENGTH = 12
_DIGESTED = re.compile(r"-[0-9A-Za-z_-]{7,128}\.digested(?:\.[^/]*)?\Z")


def digest(data: bytes) -> str:
    """SHA-256 of `data` in hex."""
    return sha256(data).hexdigest()


def circle_digest(members: Iterable[tuple[str, bytes]]) -> str:
    """One digest for assets that name each other: of their logical paths and of their bytes in which the names of
    the circle's own members stand as logical paths. Lengths go in, so that no two circles read alike."""
    hasher = sha256()
    for path, data in sorted(members):
        name = path.encode()
        hasher.update(b"%d:%d:" % (len(name), len(data)) + name + data)
    return hasher.hexdigest()


def integrity(data: bytes) -> str:
    """The integrity metadata of `data` (W3C Subresource Integrity §3.1): `sha384-…`."""
    return "sha384-" + b2a_base64(sha384(data).digest(), newline=False).decode()


def is_digested(path: str) -> bool:
    """Whether the name says that it bears a digest of its content (Propshaft's rule)."""
    return ".digested" in path and _DIGESTED.search(path) is not None


def fingerprinted(path: str, hex_digest: str) -> str:
    """The artifact's path: `css/app.css` becomes `css/app.3f2a9c1b7d4e.css`.

    A name that a bundler for Propshaft gave, `app-4f1c2a9.digested.js`, bears a digest already, and stays.
    """
    if is_digested(path):
        return path
    folder, slash, name = path.rpartition("/")
    stem, dot, suffix = name.rpartition(".")
    fingerprint = hex_digest[:FINGERPRINT_LENGTH]
    if not stem:
        return f"{folder}{slash}{name}.{fingerprint}"
    return f"{folder}{slash}{stem}.{fingerprint}{dot}{suffix}"
