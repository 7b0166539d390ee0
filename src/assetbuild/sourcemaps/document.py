"""A source map as the file that is written: JSON (ECMA-426 §4), and the name that goes by its content."""

from __future__ import annotations

import json
from collections.abc import Sequence
from hashlib import blake2b

from ..model import SourceMap
from ..urls import relative_url
from .vlq import encode

# Sources are named as if they lay here, in the root of the output folder: no program fetches one by accident.
_SOURCES = "sources"
_HEAD = '{"version":3,'
_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def mappings(found: SourceMap, growth: Sequence[int]) -> str:
    """The mappings with their gaps filled, where each reference grew by that many UTF-16 code units."""
    parts = [found.pieces[0]]
    for gap, piece in zip(found.gaps, found.pieces[1:], strict=True):
        parts += (encode(gap.column + sum(growth[gap.first : gap.last])), piece)
    return "".join(parts)


def document(found: SourceMap, path: str, growth: Sequence[int], with_contents: bool) -> bytes:
    """The JSON of the map for the logical path `path`. Its own file is not named: that bears a digest of this."""
    sources = [relative_url(path, f"{_SOURCES}/{source}") for source in found.sources]
    parts = [f'{_HEAD}"sources":{_JSON(sources)},'.encode("utf-8", "replace")]
    if with_contents:
        parts += (b'"sourcesContent":', found.contents, b",")
    rest = f'"names":{_JSON(found.names)},"mappings":"{mappings(found, growth)}"}}\n'
    return b"".join([*parts, rest.encode("utf-8", "replace")])


def debug_id(*parts: bytes) -> str:
    """A UUID of the content (RFC 9562 §5.5 has its form): the same for the same bytes."""
    from uuid import UUID

    hasher = blake2b(digest_size=16)
    for part in parts:
        hasher.update(b"%d:" % len(part) + part)
    return str(UUID(bytes=hasher.digest(), version=5))


def with_debug_id(data: bytes, identity: str) -> bytes:
    """The document with its identity (TC39's debug id proposal)."""
    return f'{_HEAD}"debugId":"{identity}",'.encode() + data[len(_HEAD) :]
