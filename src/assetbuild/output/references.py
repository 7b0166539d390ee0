"""References as they stand in artifacts: found, resolved back to logical paths, and undone for a circle's digest."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ..logical import BadPath, join
from ..model import Reference
from ..references.js_specifiers import is_bare
from ..references.scanners import scanner_of
from ..references.spans import rewrite
from ..urls import quote_path


@dataclass(frozen=True, slots=True)
class Scanned:
    """An artifact's text and its references into the folder, each with the path below the folder that it names.

    A path is None where the reference leads out of the folder.
    """

    text: str
    references: tuple[tuple[Reference, str | None], ...] = ()


def scan_artifact(path: str, data: bytes, url: str) -> Scanned:
    """The references of the artifact at `path` that lead below its folder, which is public under `url`.

    A bare specifier that is left there is for the page's import map.
    """
    scan = scanner_of(path)
    if scan is None:
        return Scanned("")
    try:
        text = data.decode()
    except UnicodeDecodeError:  # it was copied as it is
        return Scanned("")
    found = ((reference, _path_of(path, reference.target, url)) for reference in scan(text) if not is_bare(reference))
    return Scanned(text, tuple((reference, path) for reference, path in found if path != ""))


def without_fingerprints(scanned: Scanned, logical: Mapping[str, str], circle: Collection[str]) -> bytes:
    """The bytes that went into the circle's digest: its own members stand there under their logical paths."""
    replacements = [
        (reference.start, reference.end, quote_path(logical[path]))
        for reference, path in scanned.references
        if path is not None and logical.get(path) in circle
    ]
    return rewrite(scanned.text, replacements).encode()


def _path_of(base: str, target: str, url: str) -> str | None:
    """The path below the folder; None where it leads out of it; empty where it is another path of the server."""
    if not target.startswith("/"):
        try:
            return join(base, target)
        except BadPath:
            return None
    if url == "/" or not url.startswith("/") or not target.startswith(url):
        return ""
    return target[len(url) :]
