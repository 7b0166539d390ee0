"""The files below a folder, as a definition sees them: those that are sources."""

from __future__ import annotations

from collections.abc import Iterator

from .reader import Reader


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
