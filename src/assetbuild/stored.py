"""A compiled asset as the bytes that a cache keeps: the length of a JSON head, the head, the data."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from struct import Struct
from typing import Any

from .errors import Location
from .model import Asset, Gap, Note, Reference, SourceMap

_LENGTH = Struct(">I")

# What filters asked for on the way: logical path to digest, or None for what was not there.
Fetched = Mapping[str, str | None]


def store(asset: Asset, fetched: Fetched) -> bytes:
    """The asset and what was fetched for it."""
    head = json.dumps(
        {
            "digest": asset.digest,
            "fetched": dict(fetched),
            "map": asset.map,
            "module": asset.module,
            "notes": asset.notes,
            "path": asset.path,
            "references": asset.references,
        },
        separators=(",", ":"),
    ).encode()
    return _LENGTH.pack(len(head)) + head + asset.data


def restore(value: bytes) -> tuple[Asset, Fetched]:
    """What `store` made of an asset. The cache has checked that these are the bytes."""
    (length,) = _LENGTH.unpack_from(value)
    start = _LENGTH.size + length
    head: dict[str, Any] = json.loads(value[_LENGTH.size : start])
    references = tuple(
        Reference(start, end, target, suffix, kind, tuple(drop) if drop else None)
        for start, end, target, suffix, kind, drop in head["references"]
    )
    notes = tuple(Note(level, message, Location(*where) if where else None) for level, message, where in head["notes"])
    asset = Asset(head["path"], value[start:], references, head["digest"], notes, head["module"], _map(head["map"]))
    return asset, head["fetched"]


def _map(stored: Sequence[Any] | None) -> SourceMap | None:
    if stored is None:
        return None
    sources, contents, names, pieces, gaps = stored
    return SourceMap(tuple(sources), tuple(contents), tuple(names), tuple(pieces), tuple(Gap(*gap) for gap in gaps))
