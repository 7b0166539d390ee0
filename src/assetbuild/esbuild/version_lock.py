"""`assetbuild.lock`, beside the configuration: the version of esbuild that a project was first built with."""

from __future__ import annotations

import os

from ..errors import Location, UsageError
from ..toml_places import parse_toml

NAME = "assetbuild.lock"
_TEXT = """\
# Written by assetbuild. Commit it: what is built must not depend on the machine.
[esbuild]
version = "{}"
"""


def lock_file(folder: str) -> str:
    """The lock of the configuration in that folder, which need not be there."""
    return os.path.normpath(os.path.join(folder, NAME))


def locked_version(folder: str) -> str:
    """The version in the lock; empty where there is none. Raises UsageError for a lock that says nothing."""
    file = lock_file(folder)
    try:
        with open(file, encoding="utf-8") as stream:
            document = parse_toml(stream.read(), file)
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"the lock cannot be read: {error}", Location(file)) from error
    table = document.get("esbuild")
    version = table.get("version") if isinstance(table, dict) else None
    if not isinstance(version, str) or not version:
        raise UsageError("the lock names no version of esbuild", Location(file), "delete it; it is written again")
    return version


def lock_version(folder: str, version: str) -> None:
    """Write the lock. Raises UsageError where that is not possible."""
    file = lock_file(folder)
    try:
        with open(file, "x", encoding="utf-8") as stream:
            stream.write(_TEXT.format(version))
    except OSError as error:
        hint = f'pin it in the configuration: [esbuild] version = "{version}"'
        raise UsageError(f"the lock cannot be written: {error.strerror}", Location(file), hint) from error
