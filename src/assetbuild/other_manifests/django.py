"""Django's `staticfiles.json`, version 1.1 (`django.contrib.staticfiles.storage.ManifestFilesMixin`)."""

from __future__ import annotations

import json
from hashlib import md5

from .content import Content

_HASH_LENGTH = 12


def document(content: Content) -> object:
    """`paths`, the path of each logical path, and `hash`, which stands for all of them."""
    paths = content.paths()
    said = json.dumps(sorted(paths.items())).encode()
    return {"paths": paths, "version": "1.1", "hash": md5(said, usedforsecurity=False).hexdigest()[:_HASH_LENGTH]}
