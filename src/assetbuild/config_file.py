"""Which file the configuration is read from."""

from __future__ import annotations

import os
from dataclasses import replace

from .config import Config, has_table, parse_config
from .errors import Location, UsageError

_OWN = "assetbuild.toml"
_SHARED = "pyproject.toml"
_TABLE = ("tool", "assetbuild")


def load_config(file: str | None, folder: str = ".") -> tuple[Config, str]:
    """The configuration and the folder that its paths are relative to.

    `file` is the one to read; without it `assetbuild.toml` in `folder`, else `[tool.assetbuild]` in its
    `pyproject.toml`, else the defaults. Raises UsageError for a file that cannot be read or is not right.
    """
    if file is not None:
        table = () if os.path.basename(file) != _SHARED else _TABLE
        return _parse(file, _read(file), table), os.path.dirname(file) or "."
    own = os.path.normpath(os.path.join(folder, _OWN))
    if os.path.isfile(own):
        return _parse(own, _read(own), ()), folder
    shared = os.path.normpath(os.path.join(folder, _SHARED))
    if os.path.isfile(shared) and has_table(text := _read(shared), shared, _TABLE):
        return _parse(shared, text, _TABLE), folder
    return replace(Config(), file=own), folder


def _parse(file: str, text: str, table: tuple[str, ...]) -> Config:
    return parse_config(text, file, table)


def _read(file: str) -> str:
    try:
        with open(file, encoding="utf-8", newline="") as stream:
            return stream.read()
    except OSError as error:
        raise UsageError(f"the configuration cannot be read: {error.strerror}", Location(file)) from error
    except UnicodeDecodeError as error:
        raise UsageError("the configuration is not UTF-8", Location(file), "save the file as UTF-8") from error
