"""What a foreign configuration says, in the words of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from ..errors import Location
from ..known_places import Path
from ..model import Note
from .reader import Reader

# Sources that other tools compile where a bundle names them, and never by themselves.
NAMED_ALONE = ("**/*.sass", "**/*.scss")


class Definition(NamedTuple):
    """The tables of our configuration, as TOML would give them, made from foreign files.

    `places` says where a value was written there, by its path in `document`. `notes` tell what has no counterpart:
    they are shown by a build and written down by `migrate`. `is_pure` is False where more than the files that were
    read decides what is in it.
    """

    document: dict[str, Any]
    places: Mapping[Path, Location] = MappingProxyType({})
    notes: tuple[Note, ...] = ()
    is_pure: bool = True


# What a module of a kind has under the name `define`: the path, relative to the project's folder, or the name that was
# given (the kind's first file where none was); and what reads files of that folder. Raises AssetbuildError.
Define = Callable[[str, Reader], Definition]
