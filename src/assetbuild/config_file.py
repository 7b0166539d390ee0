"""Which file the configuration is read from."""

from __future__ import annotations

import os

from .config import Config
from .config_reader import has_table, parse_config
from .errors import Location, UsageError, locate

OWN = "assetbuild.toml"
SHARED = "pyproject.toml"
_TABLE = ("tool", "assetbuild")


def load_config(file: str | None, folder: str = ".") -> tuple[Config, str]:
    """The configuration and the folder that its paths are relative to.

    `file` is the one to read; without it `assetbuild.toml` in `folder`, else `[tool.assetbuild]` in its
    `pyproject.toml`, else the defaults. Raises UsageError for a file that cannot be read or is not right.
    """
    if file is not None:
        table = _TABLE if os.path.basename(file) == SHARED else ()
        return parse_config(_read(file), file, table), os.path.dirname(file) or "."
    own = os.path.normpath(os.path.join(folder, OWN))
    if os.path.lexists(own):
        return parse_config(_read(own), own), folder
    shared = os.path.normpath(os.path.join(folder, SHARED))
    if configures(shared):
        return parse_config(_read(shared), shared, _TABLE), folder
    return Config(own), folder


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
