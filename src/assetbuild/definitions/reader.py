"""Reads the files of a definition, and remembers them: what was read decides whether the next build has work to do."""

from __future__ import annotations

import os
from hashlib import sha256

from ..errors import AssetbuildError, Location, UsageError, locate
from ..origin import SeenFile, SeenFolder
from ..unchanged import changed_ns


class Reader:
    """The files of one project. Paths are relative to `folder`, with slashes; `..` may lead out of it."""

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._files: dict[str, SeenFile] = {}
        self._folders: dict[str, SeenFolder] = {}

    def file(self, path: str) -> str:
        """Where that path is on disk."""
        return os.path.normpath(os.path.join(self.folder, path))

    def read(self, path: str) -> bytes | None:
        """The bytes of a file; None where there is none. Raises UsageError where it cannot be read."""
        file = self.file(path)
        try:
            with open(file, "rb", buffering=0) as stream:
                status = os.fstat(stream.fileno())
                data = stream.readall()
        except FileNotFoundError:
            self._files[file] = SeenFile(file)
            return None
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else error
            raise UsageError(f"cannot be read: {reason}", Location(file)) from error
        digest = sha256(data).digest()
        self._files[file] = SeenFile(file, status.st_size, changed_ns(status), status.st_ino, digest)
        return data

    def text(self, path: str, hint: str | None = None) -> str:
        """The text of a file that must be there, without a byte order mark. Raises UsageError with `hint`."""
        data = self.read(path)
        if data is None:
            raise UsageError("the file is not there", Location(self.file(path)), hint)
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            where = locate(self.file(path), data.decode("latin-1"), error.start)
            raise UsageError(f"not UTF-8: byte 0x{data[error.start]:02x}", where, "save the file as UTF-8") from error

    def names(self, path: str) -> tuple[str, ...]:
        """The names in a folder, sorted; none where there is no folder."""
        folder = self.file(path)
        try:
            status = os.stat(folder)
            with os.scandir(folder) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except (FileNotFoundError, NotADirectoryError):
            self._files[folder] = SeenFile(folder)
            return ()
        except OSError as error:
            raise AssetbuildError(f"the folder cannot be listed: {error.strerror}", Location(folder)) from error
        names = tuple(entry.name for entry in found)
        known = None if any(entry.is_symlink() for entry in found) else names
        self._folders[folder] = SeenFolder(folder, changed_ns(status), status.st_ino, known)
        return names

    def has(self, path: str) -> bool:
        """Whether there is a file of that path. One that comes later is noticed; what is in it, its reader sees to."""
        there = os.path.isfile(self.file(path))
        if not there:
            self._files[self.file(path)] = SeenFile(self.file(path))
        return there

    def is_folder(self, path: str) -> bool:
        """Whether there is a folder of that path."""
        return os.path.isdir(self.file(path))

    @property
    def files(self) -> tuple[SeenFile, ...]:
        """The files that were read, sorted; without a digest those that were not there."""
        return tuple(self._files[file] for file in sorted(self._files))

    @property
    def folders(self) -> tuple[SeenFolder, ...]:
        """The folders that were listed, sorted."""
        return tuple(self._folders[folder] for folder in sorted(self._folders))
