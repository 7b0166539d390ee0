"""Whether an artifact and its twins are in the output folder as a build left them, without reading them."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping

from ..encodings import SUFFIXES
from ..last_build import Made
from ..manifest import Entry
from ..unchanged import changed_ns


class InPlace:
    """The output folder `root`, looked at."""

    def __init__(self, root: str) -> None:
        self._root = root

    def has(self, made: Made) -> bool:
        """Whether the files of the asset are there, of their sizes, and nobody has touched them since."""
        return bool(made.stamps) and self.stamps(made) == made.stamps

    def stamps(self, made: Made) -> tuple[int, ...]:
        """When each file of the asset was last changed (ns); nothing where one is missing or of another size."""
        found = []
        for path, size in files_of(made):
            try:
                status = os.lstat(os.path.join(self._root, path))
            except OSError:
                return ()
            if not stat.S_ISREG(status.st_mode) or status.st_size != size:
                return ()
            found.append(changed_ns(status))
        return tuple(found)

    def stamped(self, made: Mapping[str, Made]) -> dict[str, Made]:
        """The same, with the times of what has none yet."""
        return {path: each if each.stamps else each._replace(stamps=self.stamps(each)) for path, each in made.items()}


def files_of(made: Made) -> list[tuple[str, int]]:
    """The artifact, its map and their twins: path below the output folder, and size."""
    return [file for entry in made.entries() for file in _files_of(entry)]


def _files_of(entry: Entry) -> list[tuple[str, int]]:
    twins = [(entry.path + SUFFIXES[encoding], size) for encoding, size in sorted(entry.encodings.items())]
    return [(entry.path, entry.size), *twins]
