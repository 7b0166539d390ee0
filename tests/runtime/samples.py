"""Entries and manifests for the tests of the run time."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assetbuild.fingerprint import digest, fingerprinted, integrity
from assetbuild.manifest import Entry, manifest_bytes
from assetbuild.media_types import media_type
from assetbuild.runtime import Manifest


def entry(name: str, data: bytes = b"", references: Iterable[str] = ()) -> Entry:
    """The entry of an artifact without twins."""
    path = fingerprinted(name, digest(data))
    return Entry(path, len(data), media_type(name), integrity(data), {}, tuple(references))


def write_manifest(folder: Path, files: dict[str, bytes], url: str = "/static/") -> Path:
    """Write artifacts and their manifest; nothing refers to anything."""
    entries = {name: entry(name, data) for name, data in files.items()}
    for name, data in files.items():
        file = folder / entries[name].path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    folder.mkdir(exist_ok=True)
    file = folder / "manifest.json"
    file.write_bytes(manifest_bytes(url, entries))
    return file


def load(folder: Path, *names: str, url: str = "/static/") -> Manifest:
    """The manifest of artifacts that are their own names."""
    return Manifest.load(write_manifest(folder, {name: name.encode() for name in names}, url))
