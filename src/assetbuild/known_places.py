"""Where the values of a configuration are written, whatever it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple, Protocol

from .errors import Location

Path = tuple[str | int, ...]


class KnownPlaces(Protocol):
    """Finds places by paths from the top of a document; an `int` is a place in a list."""

    @property
    def file(self) -> str:
        """The file as errors show it."""
        ...

    def has(self, path: Path) -> bool:
        """Whether that very path is written."""
        ...

    def key(self, path: Path) -> Location:
        """Where the key is written, else the nearest key or item above it, else the file."""
        ...

    def value(self, path: Path) -> Location:
        """Where the value or the item of a list is written, else the nearest key above it, else the file."""
        ...


class ForeignPlaces(NamedTuple):
    """Places in the files of a foreign configuration, by the paths that their values have in ours."""

    file: str
    places: Mapping[Path, Location] = MappingProxyType({})

    def has(self, path: Path) -> bool:
        return path in self.places

    def key(self, path: Path) -> Location:
        known = (self.places[path[:length]] for length in range(len(path), 0, -1) if path[:length] in self.places)
        return next(known, Location(self.file))

    def value(self, path: Path) -> Location:
        return self.key(path)


class LayeredPlaces(NamedTuple):
    """Places in a file of ours, and below it in those of the definition that it adds to. `table` is where ours begins
    in its file."""

    own: KnownPlaces
    below: KnownPlaces
    table: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        return self.own.file

    def has(self, path: Path) -> bool:
        return self.own.has(path) or self.below.has(self._inner(path))

    def key(self, path: Path) -> Location:
        return self.own.key(path) if self._is_own(path) else self.below.key(self._inner(path))

    def value(self, path: Path) -> Location:
        return self.own.value(path) if self._is_own(path) else self.below.value(self._inner(path))

    def _is_own(self, path: Path) -> bool:
        """Whether ours says more of the path than what is below."""
        for length in range(len(path), 0, -1):
            if self.own.has(path[:length]):
                return True
            if self.below.has(self._inner(path[:length])):
                return False
        return True

    def _inner(self, path: Path) -> Path:
        return path[len(self.table) :]
