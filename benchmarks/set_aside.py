"""What a run made is moved away before the next one, and deleted when all have run.

Deleting at once would slow what runs next: ext4 passes over the inodes of files that were deleted within the last
minutes, one by one, whenever a file is made (seen: 70 of the 330 ms of a build of 272 files).
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path

_NUMBERS = count()


def remover(work: Path, *paths: Path) -> Callable[[int], None]:
    """Takes files and folders below `work` away before a run."""

    def remove(_turn: int) -> None:
        for path in paths:
            set_aside(work, path)

    return remove


def set_aside(work: Path, path: Path) -> None:
    """Take a file or folder below `work` away, if it is there."""
    if path.exists() or path.is_symlink():
        folder = _folder(work)
        folder.mkdir(parents=True, exist_ok=True)
        path.rename(next(free for number in _NUMBERS if not (free := folder / str(number)).exists()))


def delete_what_was_set_aside(work: Path) -> None:
    """When nothing is measured any more."""
    shutil.rmtree(_folder(work), ignore_errors=True)


def _folder(work: Path) -> Path:
    return work / "set-aside"
