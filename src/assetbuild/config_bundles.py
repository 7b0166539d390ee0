"""What the configuration says of bundles, those of entry points included."""

from __future__ import annotations

from json import dumps
from typing import Any
from unicodedata import normalize

from .config import BundleConfig, EntryConfig, PartConfig
from .config_esbuild import read_entry
from .config_examples import EXAMPLES
from .errors import Location, UsageError
from .known_places import Path
from .logical import BadPath, normalise
from .value_reader import ValueReader

_KEYS = frozenset(["allow-empty", "contents", "entry", "filters"])
_PART_KEYS = frozenset(["contents", "filters"])


def read_bundles(reader: ValueReader, value: Any, path: Path) -> tuple[BundleConfig | EntryConfig, ...]:
    """The bundles by path, sorted. Raises UsageError where there is no table; `reader` collects all other faults."""

    def bundle(value: Any, path: Path) -> BundleConfig | EntryConfig | None:
        return _bundle(reader, value, path)

    header = ".".join([*reader.table, "bundles"])
    hint = f'write [{header}."css/app.css"], with the path of the bundle in the header'
    table = reader.table_of(value, path, hint)
    bundles = [reader.collect(bundle, table[name], (*path, name), None) for name in sorted(table)]
    return tuple(bundle for bundle in bundles if bundle)


def _bundle(reader: ValueReader, value: Any, path: Path) -> BundleConfig | EntryConfig | None:
    name = str(path[-1])
    key = reader.places.key(reader.table + path)
    hint = f'write contents = {dumps(value)} below its header, [{".".join((*reader.table, "bundles"))}."{name}"]'
    table = reader.table_of(value, path, hint if isinstance(value, list) else None)
    before = len(reader.faults)
    reader.check_keys(table, _KEYS, path)
    try:
        logical = normalise(name)
    except BadPath as error:
        hint = "the path of a bundle is where templates find it: css/app.css"
        raise UsageError(f"{name!r} cannot be the path of a bundle: {error}", key, hint) from error
    if len(reader.faults) > before:
        return None
    if "entry" in table:
        return read_entry(reader, logical, table, path)
    contents, items = _contents(reader, table.get("contents", []), (*path, "contents"), f"the bundle {name!r}")
    filters = table.get("filters")
    return BundleConfig(
        logical,
        contents,
        None if filters is None else reader.strings(filters, (*path, "filters")),
        key,
        items,
        reader.flag(table.get("allow-empty", False), (*path, "allow-empty")),
    )


def _contents(
    reader: ValueReader, value: Any, path: Path, owner: str
) -> tuple[tuple[str | PartConfig, ...], tuple[Location, ...]]:
    """The items of `contents`, and where each is written."""
    if isinstance(value, str) or not isinstance(value, list):
        reader.strings(value, path)
    if not value:
        raise UsageError(f"{owner} is empty", reader.places.key(reader.table + path), EXAMPLES["contents"])
    items = tuple(_content(reader, item, (*path, index)) for index, item in enumerate(value))
    return items, tuple(reader.places.value((*reader.table, *path, index)) for index in range(len(items)))


def _content(reader: ValueReader, value: Any, path: Path) -> str | PartConfig:
    if not isinstance(value, dict):
        return normalize("NFC", reader.string(value, path))
    reader.check_keys(value, _PART_KEYS, path)
    where = reader.places.value(reader.table + path)
    contents, items = _contents(reader, value.get("contents", []), (*path, "contents"), "the part")
    return PartConfig(contents, reader.strings(value.get("filters", []), (*path, "filters")), where, items)
