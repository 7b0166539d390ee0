"""What a check of an output folder found, and the opening of what it checks."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import BinaryIO

from ..errors import AssetbuildError, Location
from ..model import Note
from .disk_errors import disk_error
from .durable_files import open_regular
from .listing import Listed, folders_above

REPAIR = "run `assetbuild compile --force`: a file that is not whole is replaced"
_UNLINK = "remove the link, then compile again: files are never written through links"


@dataclass(slots=True)
class Findings:
    """What the check of one file found: how many files and bytes it read, faults and notes.

    `digest` is of the file's content where it was read whole, `provisional` its part in the digest of a circle.
    """

    files: int = 0
    size: int = 0
    faults: list[AssetbuildError] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    digest: str = ""
    provisional: bytes | None = None

    def fault(self, file: str, message: str, hint: str | None = REPAIR) -> None:
        self.faults.append(AssetbuildError(message, Location(file), hint))

    def warn(self, file: str, message: str) -> None:
        self.notes.append(Note("warning", message, Location(file)))

    def mention(self, file: str, message: str) -> None:
        self.notes.append(Note("info", message, Location(file)))


class Folder:
    """An output folder as it was listed, whose files are opened for a check."""

    def __init__(self, root: str, listing: Iterable[Listed]) -> None:
        self._root = root
        self._kinds = {listed.path: listed.kind for listed in listing}

    def file(self, path: str) -> str:
        """The name of the file at `path` for people."""
        return os.path.join(self._root, path)

    def open(self, path: str, found: Findings) -> BinaryIO | None:
        """The file at `path`, or None and a fault where it cannot be read or something else stands in its place.

        Raises FileNotFoundError.
        """
        if self._is_no_file(path, found):
            return None
        try:
            return open(open_regular(self.file(path)), "rb", buffering=0)
        except FileNotFoundError:
            raise
        except OSError as error:
            found.faults.append(disk_error(error, self.file(path), "read"))
        return None

    def _is_no_file(self, path: str, found: Findings) -> bool:
        for folder in folders_above(path):
            if self._kinds.get(folder) == "other":
                found.fault(self.file(path), f"it is not in the folder: {folder} is a link", _UNLINK)
                return True
        if self._kinds.get(path) == "other":
            found.fault(self.file(path), "it is a link or a device, where a file has to be", _UNLINK)
            return True
        return False
