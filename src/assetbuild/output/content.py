"""What a file holds, read once and in pieces, so that a large file does not fill the memory."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256, sha384
from typing import BinaryIO

PIECE = 1 << 16


@dataclass(frozen=True, slots=True)
class Content:
    """Bytes that were read: how many, SHA-256 in hex, integrity (`sha384-…`), and themselves where they were kept."""

    size: int
    digest: str
    integrity: str
    data: bytes | None = None


def measure(pieces: Iterable[bytes], *, keep: bool = False) -> Content:
    """The content that `pieces` are together."""
    hasher, stronger = sha256(), sha384()
    size = 0
    kept: list[bytes] = []
    for piece in pieces:
        size += len(piece)
        hasher.update(piece)
        stronger.update(piece)
        if keep:
            kept.append(piece)
    integrity = "sha384-" + b64encode(stronger.digest()).decode()
    return Content(size, hasher.hexdigest(), integrity, b"".join(kept) if keep else None)


def pieces_of(stream: BinaryIO) -> Iterator[bytes]:
    """The rest of `stream`."""
    while piece := stream.read(PIECE):
        yield piece
