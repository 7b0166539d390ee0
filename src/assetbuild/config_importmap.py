"""What the configuration says that bare specifiers stand for: the `[importmap]` table."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import UsageError
from .known_places import Path
from .logical import BadPath, normalise
from .modules.specifiers import is_bare_name, is_url
from .value_reader import ValueReader


def read_importmap(reader: ValueReader, value: Any, path: Path) -> Mapping[str, str]:
    """Bare specifiers to logical paths or URLs, sorted. Raises UsageError."""
    table = reader.table_of(value, path)
    return {name: _mapped(reader, name, table[name], (*path, name)) for name in sorted(table)}


def _mapped(reader: ValueReader, name: str, value: Any, path: Path) -> str:
    """What a bare specifier stands for: a URL, or a logical path in its one form."""
    if not is_bare_name(name):
        hint = "map what has no `./` before it: the name of a package, or its beginning with a slash at the end"
        raise UsageError(f"{name!r} is not a bare specifier", reader.places.key((*reader.table, *path)), hint)
    target = reader.string(value, path)
    if name.endswith("/") and not target.endswith("/"):
        message = f"{name!r} stands for a folder, and {target!r} does not end in a slash"
        raise reader.fault(path, message, f"write {target + '/'!r}")
    if is_url(target):
        return target
    try:
        return normalise(target.removesuffix("/")) + "/" * target.endswith("/")
    except BadPath as error:
        hint = "name a logical path, as in vendor/lit.js, or a URL"
        raise reader.fault(path, f"{target!r} cannot be a logical path: {error}", hint) from error
