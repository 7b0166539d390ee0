"""The source maps that esbuild makes of bundles."""

from __future__ import annotations

import json
from collections.abc import Mapping
from posixpath import dirname, join, normpath


def map_of(data: bytes, path: str, logical: Mapping[str, str]) -> str:
    """The map of the output `path`, with sources by their logical paths in place of those relative to it. `logical`
    has them by file; other files, and `path`, are relative to the folder of the configuration."""
    document = json.loads(data)
    files = [normpath(join(dirname(path), source)) for source in document["sources"]]
    return json.dumps({**document, "sources": [logical.get(file, file) for file in files]})
