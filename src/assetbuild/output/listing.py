"""What is in an output folder, and which names there can be ours."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from typing import Literal, NamedTuple

from ..encodings import SUFFIXES
from ..manifest import ManifestFile

_TEMPORARY = re.compile(r"\.assetbuild-[0-9a-f]+-[0-9]+\.tmp")
_FINGERPRINTED = re.compile(r".+\.([0-9a-f]{12})(?:\.[^./]+)?", re.DOTALL)
_TWIN = re.compile(r"(.+)\.(?:br|gz|zst)", re.DOTALL)


class Listed(NamedTuple):
    """An entry below the output folder: its path relative to that, POSIX slashes. `other` is a link or a device.

    `size` is in bytes, `modified` in seconds since the epoch.
    """

    path: str
    kind: Literal["file", "folder", "other"]
    size: int
    modified: float


def temporary_name(build: str, number: int) -> str:
    """The name of a temporary file, the only kind that a build may delete; `build` is in hex, other for each build."""
    return f".assetbuild-{build}-{number}.tmp"


def is_temporary(path: str) -> bool:
    """Whether `path` is named as a temporary file of a build."""
    return _TEMPORARY.fullmatch(path.rpartition("/")[2]) is not None


def fingerprint_in(path: str) -> str | None:
    """The fingerprint that the name of an artifact bears, or None where it bears none: it is not ours."""
    found = _FINGERPRINTED.fullmatch(path.rpartition("/")[2])
    return found[1] if found else None


def logical_in(path: str) -> str:
    """The logical path of the artifact at `path`: `css/app.3f2a9c1b7d4e.css` is of `css/app.css`."""
    folder, slash, name = path.rpartition("/")
    found = _FINGERPRINTED.fullmatch(name)
    return path if found is None else f"{folder}{slash}{name[: found.start(1) - 1]}{name[found.end(1) :]}"


def folders_above(path: str) -> Iterator[str]:
    """The folders that `path` is in, deepest first, without the output folder itself."""
    while path := path.rpartition("/")[0]:
        yield path


def twin_of(path: str) -> str | None:
    """The artifact whose twin `path` is by its name, or None. (`logo.3f2a9c1b7d4e.gz` is itself an artifact.)"""
    found = _TWIN.fullmatch(path)
    return found[1] if found and fingerprint_in(found[1]) else None


def is_ours(path: str) -> bool:
    """Whether a build could have written a file of that name: an artifact, a twin or a temporary file."""
    return fingerprint_in(path) is not None or twin_of(path) is not None or is_temporary(path)


def named_files(manifest: ManifestFile) -> frozenset[str]:
    """The paths of all files that `manifest` names, artifacts and twins."""
    entries = manifest.entries()
    twins = (entry.path + SUFFIXES[name] for entry in entries for name in entry.encodings if name in SUFFIXES)
    return frozenset(entry.path for entry in entries).union(twins)


def walk(folder: str, below: str = "") -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every entry below `folder` with its relative path, by code point, a folder before what is in it.

    Links are not followed. A folder below that this user may not read (`lost+found`) is passed over, for no build of
    this user wrote there, and so is one that was deleted meanwhile.
    """
    try:
        with os.scandir(os.path.join(folder, below) if below else folder) as listing:
            entries = sorted(listing, key=lambda entry: entry.name)
    except (PermissionError, FileNotFoundError, NotADirectoryError):
        if not below:
            raise
        return
    for entry in entries:
        path = f"{below}/{entry.name}" if below else entry.name
        yield path, entry
        if entry.is_dir(follow_symlinks=False):
            yield from walk(folder, path)


def list_folder(folder: str) -> list[Listed]:
    """All entries below `folder`, in the order of `walk`. Raises OSError where it cannot be read."""
    return [listed for path, entry in walk(folder) if (listed := _listed(path, entry))]


def _listed(path: str, entry: os.DirEntry[str]) -> Listed | None:
    try:
        status = entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # a build beside renamed its temporary file, or `prune` deleted it
        return None
    if stat.S_ISREG(status.st_mode):
        return Listed(path, "file", status.st_size, status.st_mtime)
    return Listed(path, "folder" if stat.S_ISDIR(status.st_mode) else "other", 0, status.st_mtime)
