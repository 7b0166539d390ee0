"""What the configuration says of esbuild: the `[esbuild]` table, and the bundles of entry points."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, Protocol, TypeVar
from unicodedata import normalize

from .config import EntryConfig
from .errors import UsageError
from .esbuild.settings import JSX, LOADERS, EsbuildSettings
from .toml_places import Path, TomlPlaces

T = TypeVar("T")

_KEYS = frozenset("binary version target define external loaders jsx jsx-import-source tsconfig time-limit".split())
# What esbuild can make of an entry point.
_OUTPUTS = (".js", ".mjs", ".css")
ESBUILD_EXAMPLES = {
    "entry": 'for example entry = "js/app.tsx"',
    "binary": 'for example binary = "node_modules/.bin/esbuild"',
    "version": 'for example version = "0.28.2"',
    "target": 'for example target = ["es2022"]',
    "define": """for example define = { DEBUG = "false" }: each value is an expression of JavaScript""",
    "external": 'for example external = ["https://*"]',
    "loaders": 'for example loaders = { ".glsl" = "text" }',
    "jsx": 'for example jsx = "automatic"',
    "jsx-import-source": 'for example jsx-import-source = "preact"',
    "tsconfig": 'for example tsconfig = "tsconfig.json"',
    "time-limit": "for example time-limit = 60",
}


class Reader(Protocol):
    """What reads single values, and collects what is wrong with them."""

    @property
    def places(self) -> TomlPlaces: ...
    @property
    def table(self) -> tuple[str, ...]: ...
    def check_keys(self, table: Mapping[str, Any], known: Collection[str], path: Path) -> None: ...
    def collect(self, convert: Callable[[Any, Path], T], value: Any, path: Path, default: T) -> T: ...
    def fault(self, path: Path, message: str, hint: str | None = None) -> UsageError: ...
    def wrong_type(self, path: Path, expected: str, value: object, hint: str | None = None) -> UsageError: ...
    def string(self, value: Any, path: Path) -> str: ...
    def strings(self, value: Any, path: Path) -> tuple[str, ...]: ...
    def choice(self, value: Any, path: Path, choices: tuple[str, ...]) -> str: ...
    def table_of(self, value: Any, path: Path, hint: str | None = None) -> dict[str, Any]: ...


def read_entry(reader: Reader, logical: str, table: Mapping[str, Any], path: Path) -> EntryConfig:
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


def read_esbuild(reader: Reader, value: Any, path: Path) -> EsbuildSettings:
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
