"""What a filter reads beside the sources: the files that its `inputs` name, and the folders that were listed for it."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from .errors import Location, UsageError, did_you_mean
from .globs import compile_glob, is_glob
from .model import WalkedFolder
from .source_walk import is_passed_over
from .unchanged import changed_ns

# Nobody means the thousands of files of other people that are there, unless a pattern names it.
_PACKAGES = "node_modules"


class InputFiles(NamedTuple):
    """The files by path below the configuration's folder, sorted, and what they are on disk; and the folders looked
    through."""

    files: dict[str, str]
    folders: tuple[WalkedFolder, ...]


def find_inputs(patterns: Iterable[str], folder: str, where: Location) -> InputFiles:
    """The files that the patterns match below `folder`. A folder stands for all that is in it. Names that begin with a
    dot are passed over where only a wildcard matches them, and so is `node_modules`.

    Raises UsageError for a pattern that matches nothing.
    """
    files: dict[str, str] = {}
    folders: list[WalkedFolder] = []
    for pattern in patterns:
        found = dict(_find(pattern, folder, folders))
        if not found:
            hint = did_you_mean(pattern, os.listdir(folder or ".")) or "paths are below the folder of the configuration"
            raise UsageError(f"`inputs` names {pattern!r}, which matches no file", where, hint)
        files |= found
    return InputFiles(dict(sorted(files.items())), tuple(folders))


def _find(pattern: str, folder: str, folders: list[WalkedFolder]) -> Iterator[tuple[str, str]]:
    base = _base(pattern)
    path = os.path.join(folder, base) if base else folder or "."
    if not is_glob(pattern) and os.path.isfile(path):
        yield pattern, path
        return
    wanted = compile_glob(pattern if is_glob(pattern) else f"{pattern.rstrip('/')}/**")
    for name, file in _walk(base, os.path.abspath(path), folders):
        if wanted.fullmatch(name):
            yield name, file


def _base(pattern: str) -> str:
    """The part of a pattern before its first wildcard, in whole names."""
    parts: list[str] = []
    for part in pattern.rstrip("/").split("/"):
        if is_glob(part):
            break
        parts.append(part)
    return "/".join(parts)


def _walk(base: str, path: str, folders: list[WalkedFolder]) -> Iterator[tuple[str, str]]:
    """All files below `path`, which `base` is named, with their names."""
    try:
        status = os.stat(path)
        with os.scandir(path) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError:
        return
    names = None if any(entry.is_symlink() for entry in entries) else tuple(entry.name for entry in entries)
    folders.append(WalkedFolder(path, changed_ns(status), status.st_ino, names))
    for entry in entries:
        name = f"{base}/{entry.name}" if base else entry.name
        if is_passed_over(entry.name):
            continue
        if entry.is_dir(follow_symlinks=False):
            if entry.name != _PACKAGES:
                yield from _walk(name, entry.path, folders)
        elif entry.is_file():
            yield name, entry.path
