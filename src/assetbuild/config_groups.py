"""What the configuration says of groups: names for several assets."""

from __future__ import annotations

from collections.abc import Mapping
from json import dumps
from typing import Any

from .config import Group
from .known_places import Path
from .value_reader import ValueReader

_KEYS = frozenset(["assets", "extra"])


def read_groups(reader: ValueReader, value: Any, path: Path) -> Mapping[str, Group]:
    """The groups by name, sorted. Raises UsageError for the first that is not right."""
    table = reader.table_of(value, path, 'write [groups."NAME"], with assets = [...] below it')
    return {name: _group(reader, table[name], (*path, name)) for name in sorted(table)}


def _group(reader: ValueReader, value: Any, path: Path) -> Group:
    table = reader.table_of(value, path)
    reader.check_keys(table, _KEYS, path)
    extra = reader.table_of(table.get("extra", {}), (*path, "extra"))
    try:
        dumps(extra, allow_nan=False)
    except (TypeError, ValueError) as error:
        message = "`extra` holds a date, a time or a number that JSON has not"
        raise reader.fault((*path, "extra"), message, "write it as a string") from error
    return Group(reader.strings(table.get("assets", []), (*path, "assets")), dict(extra))
