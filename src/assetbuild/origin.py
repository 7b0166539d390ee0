"""Where a configuration of foreign files came from: what was read to make it, and what there is to say of it."""

from __future__ import annotations

from typing import NamedTuple

from .model import Note


class SeenFile(NamedTuple):
    """A file as it was when it was read: size (bytes), time (ns), inode and SHA-256, which is empty for none."""

    file: str
    size: int = 0
    modified: int = 0
    inode: int = 0
    digest: bytes = b""


class SeenFolder(NamedTuple):
    """A folder as it was when it was listed: time (ns), inode, sorted names; None where one is a link."""

    folder: str
    modified: int
    inode: int
    names: tuple[str, ...] | None


class Origin(NamedTuple):
    """The kind of definition, the files and folders that were looked at, and notes on what has no counterpart here.

    `is_pure` says whether these files are all that the configuration depends on: a program may look at more.
    """

    kind: str
    files: tuple[SeenFile, ...] = ()
    folders: tuple[SeenFolder, ...] = ()
    notes: tuple[Note, ...] = ()
    is_pure: bool = True
