"""Folders as a definition sees them: paths in them, and the files below them that are sources."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from .reader import Reader


def path_in(folder: str, path: str) -> str:
    """The path, relative to the folder, from where the folder's own path is from."""
    return posixpath.normpath(posixpath.join(folder, path))


def files_below(folder: str, reader: Reader) -> Iterator[str]:
    """The paths of all files below the folder, without those of hidden names, sorted folder by folder."""
    for name in reader.names(folder):
        path = name if folder == "." else f"{folder}/{name}"
        if name.startswith("."):
            continue
        if reader.is_folder(path):
            yield from files_below(path, reader)
        else:
            yield path
