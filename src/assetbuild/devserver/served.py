"""What is served: the files that the last good build named, under the configured URL, and nothing else."""

from __future__ import annotations

import os
import stat
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256, sha384
from urllib.parse import urlsplit

from ..manifest import Entry
from ..output.durable_files import open_regular
from ..urls import quote_path
from ..watching import Rebuild


@dataclass(frozen=True, slots=True)
class Served:
    """The artifacts of one build by the raw path of their requests, and a digest of them all."""

    folder: str = ""
    entries: Mapping[str, Entry] = field(default_factory=dict)
    paths: Mapping[bytes, Entry] = field(default_factory=dict)
    digest: str = ""

    def read(self, raw_path: bytes) -> tuple[Entry, bytes] | None:
        """The artifact of that request, or None where there is none. What is on disk is served only where it is what
        the build wrote: no link is followed, and bytes of another digest are no artifact."""
        entry = self.paths.get(raw_path)
        data = _read(self.folder, entry.path) if entry else None
        if entry is None or data is None or _integrity(data) != entry.integrity:
            return None
        return entry, data


def served(rebuild: Rebuild) -> Served:
    """What is served after a build that made something."""
    assert rebuild.result
    entries = rebuild.result.entries
    prefix = url_path(rebuild.url)
    paths = {(prefix + quote_path(entry.path)).encode(): entry for entry in entries.values()}
    digest = sha256(b"\n".join(sorted(paths))).hexdigest()
    return Served(os.path.abspath(rebuild.result.output), entries, paths, digest)


def url_path(url: str) -> str:
    """The path of the configured URL, with a slash at both ends; that of `https://cdn.example.com/x/` is `/x/`."""
    path = urlsplit(url).path.strip("/")
    return f"/{path}/" if path else "/"


def _read(folder: str, path: str) -> bytes | None:
    above = folder
    try:
        for name in path.split("/")[:-1]:
            above = os.path.join(above, name)
            if not stat.S_ISDIR(os.lstat(above).st_mode):
                return None
        with open(open_regular(os.path.join(folder, path)), "rb", buffering=0) as stream:
            return stream.readall()
    except OSError:
        return None


def _integrity(data: bytes) -> str:
    return "sha384-" + b64encode(sha384(data).digest()).decode()
