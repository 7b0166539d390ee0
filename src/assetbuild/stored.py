"""A compiled asset as the bytes that a cache keeps: the lengths of a JSON head and of the texts of a source map, these
two, and the data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from struct import Struct
from typing import Any

from .errors import Location
from .model import Asset, Gap, Note, Reference, SourceMap

_LENGTHS = Struct(">II")

# What filters asked for on the way: logical path to digest, or None for what was not there.
Fetched = Mapping[str, str | None]


def store(asset: Asset, fetched: Fetched) -> bytes:
    """The asset and what was fetched for it."""
    contents = asset.map.contents if asset.map else b""
    head = json.dumps(
        {
            "digest": asset.digest,
            "fetched": dict(fetched),
            "map": asset.map and [asset.map.sources, asset.map.names, asset.map.pieces, asset.map.gaps],
            "module": asset.module,
            "notes": asset.notes,
            "path": asset.path,
            "references": asset.references,
        },
        separators=(",", ":"),
    ).encode()
    return b"".join([_LENGTHS.pack(len(head), len(contents)), head, contents, asset.data])


def restore(value: bytes) -> tuple[Asset, Fetched]:
    """What `store` made of an asset. The cache has checked that these are the bytes."""
    length, contents = _LENGTHS.unpack_from(value)
    middle = _LENGTHS.size + length
    start = middle + contents
    head: dict[str, Any] = json.loads(value[_LENGTHS.size : middle])
    references = tuple(
        Reference(start, end, target, suffix, kind, tuple(drop) if drop else None)
        for start, end, target, suffix, kind, drop in head["references"]
    )
    notes = tuple(Note(level, message, Location(*where) if where else None) for level, message, where in head["notes"])
    asset = Asset(
        head["path"],
        value[start:],
        references,
        head["digest"],
        notes,
        head["module"],
        _map(head["map"], value[middle:start]),
    )
    return asset, head["fetched"]


def _map(stored: Sequence[Any] | None, contents: bytes) -> SourceMap | None:
    if stored is None:
        return None
    sources, names, pieces, gaps = stored
    return SourceMap(tuple(sources), contents, tuple(names), tuple(pieces), tuple(Gap(*gap) for gap in gaps))
