"""Walks one source root, in one order on every machine, and says of each entry what it is."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import normalize

from .errors import AssetbuildError, Location
from .unchanged import changed_ns

_WELL_KNOWN = ".well-known"
_REMOVE = "remove it from the root, or leave it out with `exclude`"


class Walked(NamedTuple):
    """An entry: its path below the root as the disk names it, the file to read, its size (bytes), time (ns) and inode,
    or why it is no source. `shown` is the file as a person would name it.
    """

    path: str
    shown: str
    file: str = ""
    size: int = 0
    modified: int = 0
    inode: int = 0
    fault: AssetbuildError | None = None


class WalkedFolder(NamedTuple):
    """A folder that was listed: its time (ns) and inode before that, and the names in it.

    `names` is None where one of them is a link: what that leads to says nothing in this folder when it changes.
    """

    folder: str
    modified: int
    inode: int
    names: tuple[str, ...] | None


class _Folder(NamedTuple):
    """A folder under way. `path` is absolute, through the links that the root was named by: they may lead elsewhere in
    the next build. `reals` are the real folders from the root down to it: a link to one of them is a loop.
    """

    prefix: str
    shown: str
    path: str
    real: str
    reals: frozenset[str]


def is_passed_over(name: str) -> bool:
    """Whether the walk neither takes nor enters what bears that name."""
    return name.startswith(".") and name != _WELL_KNOWN


def walk_root(root: str, output: str) -> Iterator[Walked | WalkedFolder]:
    """Every folder and file below `root`, and every entry that can be no source. The folder `output` is passed over,
    and so are names that begin with a dot, but for `.well-known`."""
    real = os.path.realpath(root)
    pending = [_Folder("", root, os.path.abspath(root), real, frozenset((real,)))]
    while pending:
        folder = pending.pop()
        if folder.real == output:
            continue
        try:
            status = os.stat(folder.path)
            entries = _listing(folder.shown)
        except OSError as error:
            yield Walked(folder.prefix.rstrip("/"), folder.shown, fault=_unlisted(folder.shown, error))
            continue
        yield WalkedFolder(folder.path, changed_ns(status), status.st_ino, _names(entries))
        for entry in entries:
            if is_passed_over(entry.name):
                continue
            try:
                found = _look(entry, folder, real)
            except OSError as error:
                fault = AssetbuildError(f"cannot be read: {error.strerror}", Location(entry.path))
                found = Walked(folder.prefix + entry.name, entry.path, fault=fault)
            if isinstance(found, Walked):
                yield found
            else:
                pending.append(found)


def _look(entry: os.DirEntry[str], folder: _Folder, root: str) -> Walked | _Folder:
    path = folder.prefix + entry.name
    file, real = folder.path + os.sep + entry.name, folder.real + os.sep + entry.name
    if entry.is_symlink():
        file = real = os.path.realpath(entry.path)
        if fault := _bad_link(entry.path, real, root, folder):
            return Walked(path, entry.path, fault=fault)
    status = entry.stat()
    if stat.S_ISDIR(status.st_mode):
        return _Folder(path + "/", entry.path, file, real, folder.reals | {real})
    if stat.S_ISREG(status.st_mode):
        return Walked(path, entry.path, file, status.st_size, changed_ns(status), status.st_ino)
    message = f"a source must be a regular file, and this is {_kind(status.st_mode)}"
    return Walked(path, entry.path, fault=AssetbuildError(message, Location(entry.path), _REMOVE))


def _listing(folder: str) -> list[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        return sorted(entries, key=lambda entry: (normalize("NFC", entry.name), entry.name))


def _names(entries: list[os.DirEntry[str]]) -> tuple[str, ...] | None:
    if any(entry.is_symlink() for entry in entries):
        return None
    return tuple(sorted(entry.name for entry in entries))


def _unlisted(folder: str, error: OSError) -> AssetbuildError:
    hint = "make it readable for the user that runs the build, or leave it out with `exclude`"
    return AssetbuildError(f"the folder cannot be listed: {error.strerror}", Location(folder), hint)


def _bad_link(file: str, real: str, root: str, folder: _Folder) -> AssetbuildError | None:
    """Why the link may not be followed: it leads nowhere, out of the root, or to a folder that it is in."""
    if not os.path.exists(real):
        return AssetbuildError(f"a link that leads nowhere, to {os.readlink(file)!r}", Location(file), _REMOVE)
    if real in folder.reals:
        return AssetbuildError("a link to a folder that it is itself in", Location(file), _REMOVE)
    if not real.startswith(root.rstrip(os.sep) + os.sep):
        hint = "copy the file into the root, or make its folder a source root"
        return AssetbuildError(f"a link out of the source root, to {os.readlink(file)!r}", Location(file), hint)
    return None


def _kind(mode: int) -> str:
    kinds = {stat.S_IFSOCK: "a socket", stat.S_IFIFO: "a named pipe"}
    return kinds.get(stat.S_IFMT(mode), "a device")
