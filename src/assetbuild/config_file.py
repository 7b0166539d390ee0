"""Which file the configuration is read from."""

from __future__ import annotations

import os
from typing import Any

from .config import Config
from .config_reader import from_key, has_table, parse_table, read_config
from .errors import Location, UsageError, locate
from .known_places import ForeignPlaces, KnownPlaces, LayeredPlaces

OWN = "assetbuild.toml"
SHARED = "pyproject.toml"
_TABLE = ("tool", "assetbuild")


def load_config(file: str | None, folder: str = ".", definition: str | None = None) -> tuple[Config, str]:
    """The configuration and the folder that its paths are relative to.

    `file` is the one to read; without it `assetbuild.toml` in `folder`, else `[tool.assetbuild]` in its
    `pyproject.toml`, else the defaults. `definition`, `KIND` or `KIND:PATH`, takes the place of its key `from`. Raises
    UsageError for a file that cannot be read or is not right.
    """
    file, folder, table = _find(file, folder)
    document: dict[str, Any] = {}
    places: KnownPlaces = ForeignPlaces("")
    if file:
        document, places = parse_table(_read(file), file, table)
    name = definition if definition is not None else from_key(document, places, table)
    if name is None:
        if file:
            return read_config(document, places, table), folder
        return Config(os.path.normpath(os.path.join(folder, OWN))), folder
    from .definitions.merge import merge
    from .definitions.registry import read_definition

    where = places.value((*table, "from")) if definition is None else None
    made, origin, main = read_definition(name, folder, where)
    below = ForeignPlaces(main, made.places)
    layered = LayeredPlaces(places, below, table) if file else below
    return read_config(merge(made.document, document), layered, table)._replace(origin=origin), folder


def _find(file: str | None, folder: str) -> tuple[str | None, str, tuple[str, ...]]:
    """The file to read, the folder of the project, and the table in the file."""
    if file is not None:
        return file, os.path.dirname(file) or ".", _TABLE if os.path.basename(file) == SHARED else ()
    own = os.path.normpath(os.path.join(folder, OWN))
    if os.path.lexists(own):
        return own, folder, ()
    shared = os.path.normpath(os.path.join(folder, SHARED))
    return (shared, folder, _TABLE) if configures(shared) else (None, folder, ())


def configures(shared: str) -> bool:
    """Whether that `pyproject.toml` is there and has a `[tool.assetbuild]`."""
    return os.path.isfile(shared) and has_table(_read(shared), shared, _TABLE)


def _read(file: str) -> str:
    try:
        with open(file, "rb") as stream:
            data = stream.read()
    except IsADirectoryError as error:
        hint = "move it away" if os.path.basename(file) == OWN else f"name the file in it: {os.path.join(file, OWN)}"
        raise UsageError("the configuration is a folder", Location(file), hint) from error
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        hint = f"give the path of an {OWN} or a {SHARED}; `assetbuild init` writes one"
        raise UsageError(f"the configuration cannot be read: {reason}", Location(file), hint) from error
    try:
        # Editors on Windows write a byte order mark, for which TOML has no rule.
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = locate(file, data.decode("latin-1"), error.start)
        message = f"the configuration is not UTF-8: byte 0x{data[error.start]:02x}"
        raise UsageError(message, where, "save the file as UTF-8") from error
