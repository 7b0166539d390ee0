"""A call of esbuild as the bytes that a cache keeps: a JSON head with its length, then each asset with its own."""

from __future__ import annotations

import json
from struct import Struct
from typing import NamedTuple

from ..model import Asset
from ..stored import restore, store
from .looked_at import LookedAt

_LENGTH = Struct(">I")


class Call(NamedTuple):
    """What a call made, which sources are in it, and what it depends on."""

    assets: tuple[Asset, ...]
    inputs: frozenset[str]
    looked_at: LookedAt


def store_call(call: Call) -> bytes:
    """The call as bytes."""
    head = {
        "inputs": sorted(call.inputs),
        "files": dict(call.looked_at.files),
        "folders": dict(call.looked_at.folders),
    }
    parts = [json.dumps(head, separators=(",", ":")).encode(), *(store(asset, {}) for asset in call.assets)]
    return b"".join(piece for part in parts for piece in (_LENGTH.pack(len(part)), part))


def restore_call(value: bytes) -> Call:
    """What `store_call` made of a call. The cache has checked that these are the bytes."""
    parts = []
    position = 0
    while position < len(value):
        (length,) = _LENGTH.unpack_from(value, position)
        position += _LENGTH.size + length
        parts.append(value[position - length : position])
    head = json.loads(parts[0])
    assets = tuple(restore(part)[0] for part in parts[1:])
    return Call(assets, frozenset(head["inputs"]), LookedAt(head["files"], head["folders"]))
