"""What the configuration says of esbuild: the `[esbuild]` table, and the bundles of entry points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from unicodedata import normalize

from .config import EntryConfig
from .errors import UsageError
from .esbuild.settings import JSX, LOADERS, EsbuildSettings
from .known_places import Path
from .value_reader import ValueReader

T = TypeVar("T")

_KEYS = frozenset("binary version target define external loaders jsx jsx-import-source tsconfig time-limit".split())
# What esbuild can make of an entry point.
_OUTPUTS = (".js", ".mjs", ".css")


def read_entry(reader: ValueReader, logical: str, table: Mapping[str, Any], path: Path) -> EntryConfig:
    """The bundle of an entry point: `table` has `entry`, and `logical` is the bundle's path. Raises UsageError."""
    header = (*reader.table, *path)
    if others := sorted(table.keys() - {"entry"}):
        message = "a bundle with `entry` is made by esbuild, and has no other keys"
        raise UsageError(message, reader.places.key((*header, others[0])), f"remove `{others[0]}`")
    if not logical.endswith(_OUTPUTS):
        hint = "call it .js, or .css where its entry is a style sheet"
        raise UsageError(f"esbuild cannot make {logical!r}", reader.places.key(header), hint)
    entry = normalize("NFC", reader.string(table["entry"], (*path, "entry")))
    return EntryConfig(logical, entry, reader.places.key(header), reader.places.value((*header, "entry")))


def read_esbuild(reader: ValueReader, value: Any, path: Path) -> EsbuildSettings:
    """The settings in that table. Raises UsageError where it is none; `reader` collects all other faults."""
    table = reader.table_of(value, path, 'write [esbuild], and below it for example target = ["es2022"]')
    reader.check_keys(table, _KEYS, path)

    def read(key: str, convert: Callable[[Any, Path], T], default: T) -> T:
        return reader.collect(convert, table[key], (*path, key), default) if key in table else default

    def texts(value: Any, path: Path) -> tuple[tuple[str, str], ...]:
        table = reader.table_of(value, path)
        return tuple((name, reader.string(table[name], (*path, name))) for name in sorted(table))

    def loaders(value: Any, path: Path) -> tuple[tuple[str, str], ...]:
        table = reader.table_of(value, path)
        return tuple((name, reader.choice(table[name], (*path, name), LOADERS)) for name in sorted(table))

    def seconds(value: Any, path: Path) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise reader.wrong_type(path, "a whole number of seconds, at least 1", value)
        return value

    default = EsbuildSettings()
    return EsbuildSettings(
        binary=read("binary", reader.string, default.binary),
        version=read("version", reader.string, default.version),
        target=read("target", reader.strings, default.target),
        define=read("define", texts, default.define),
        external=read("external", reader.strings, default.external),
        loaders=read("loaders", loaders, default.loaders),
        jsx=read("jsx", lambda given, place: reader.choice(given, place, JSX), default.jsx),
        jsx_import_source=read("jsx-import-source", reader.string, default.jsx_import_source),
        tsconfig=read("tsconfig", reader.string, default.tsconfig),
        time_limit=read("time-limit", seconds, default.time_limit),
    )
