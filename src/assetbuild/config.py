"""TOML text to a frozen `Config`, or an error with the line and the nearest known key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from .encodings import SUFFIXES
from .errors import Location, UsageError, did_you_mean
from .logical import BadPath, normalise
from .toml_places import locate_key, parse_toml

Minify = Literal["off", "safe"]
T = TypeVar("T")

_TOP_KEYS = frozenset(
    "sources output url exclude minify encodings allow-missing bundles filters".split(),
)
_BUNDLE_KEYS = frozenset(["contents", "filters"])
_MINIFY = ("off", "safe")


@dataclass(frozen=True, slots=True)
class BundleConfig:
    """A bundle as configured. `filters` is None where the default of its type applies."""

    path: str
    contents: tuple[str, ...]
    filters: tuple[str, ...] | None
    where: Location


@dataclass(frozen=True, slots=True)
class Config:
    """Everything that decides a build but its sources. Paths are relative to the folder of `file`."""

    file: str = "assetbuild.toml"
    sources: tuple[str, ...] = ("assets",)
    output: str = "dist/assets"
    url: str = "/static/"
    exclude: tuple[str, ...] = ()
    minify: Minify = "safe"
    encodings: tuple[str, ...] = ("br", "gzip")
    allow_missing: tuple[str, ...] = ()
    bundles: tuple[BundleConfig, ...] = ()
    filters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    places: Mapping[str, Location] = field(default_factory=dict)

    def where(self, key: str) -> Location:
        """Where that top-level key is written, or the file where it is left out."""
        return self.places.get(key, Location(self.file))

    def where_filter(self, name: str, option: str = "") -> Location:
        """Where that option of the filter is written, else its options, else the first bundle that uses it, else the
        file."""
        if option and f"filters.{name}.{option}" in self.places:
            return self.places[f"filters.{name}.{option}"]
        places = (bundle.where for bundle in self.bundles if name in (bundle.filters or ()))
        return self.places.get(f"filters.{name}") or next(places, Location(self.file))


def parse_config(text: str, file: str, table: tuple[str, ...] = ()) -> Config:
    """The configuration in `table` of the TOML `text`; `file` is the name that errors show.

    Raises `UsageError` for a TOML error, an unknown key, or a value of a wrong type.
    """
    document: object = parse_toml(text, file)
    for depth, key in enumerate(table):
        document = document.get(key, {}) if isinstance(document, dict) else document
        if not isinstance(document, dict):
            raise UsageError(f"`{key}` must be a table", locate_key(text, file, table[: depth + 1]))
    assert isinstance(document, dict)
    return _Reader(text, file, table).config(document)


def has_table(text: str, file: str, table: tuple[str, ...]) -> bool:
    """Whether the TOML `text` has that table. A text that is not TOML has an error to show, so it counts."""
    try:
        document: object = parse_toml(text, file)
    except UsageError:
        return "[" + ".".join(table) in text
    for key in table:
        if not isinstance(document, dict) or key not in document:
            return False
        document = document[key]
    return True


class _Reader:
    """Reads values out of one document; it knows where each key is written."""

    def __init__(self, text: str, file: str, table: tuple[str, ...]) -> None:
        self.text, self.file, self.table = text, file, table

    def config(self, document: dict[str, Any]) -> Config:
        self.check_keys(document, _TOP_KEYS, ())
        default = Config()
        return Config(
            file=self.file,
            sources=self.read(document, "sources", self.strings, default.sources),
            output=self.read(document, "output", self.folder, default.output),
            url=self.read(document, "url", self.url, default.url),
            exclude=self.read(document, "exclude", self.strings, default.exclude),
            minify=self.read(document, "minify", self.minify, default.minify),
            encodings=self.read(document, "encodings", self.encodings, default.encodings),
            allow_missing=self.read(document, "allow-missing", self.strings, default.allow_missing),
            bundles=self.read(document, "bundles", self.bundles, default.bundles),
            filters=self.read(document, "filters", self.filters, default.filters),
            places={key: self.where((key,)) for key in sorted(document)}
            | {f"filters.{name}": self.where(("filters", name)) for name in sorted(document.get("filters", ()))}
            | {
                f"filters.{name}.{option}": self.where(("filters", name, option))
                for name, options in sorted(document.get("filters", {}).items())
                for option in options
            },
        )

    def read(self, document: dict[str, Any], key: str, convert: Callable[[Any, tuple[str, ...]], T], default: T) -> T:
        return convert(document[key], (key,)) if key in document else default

    def where(self, path: tuple[str, ...]) -> Location:
        return locate_key(self.text, self.file, self.table + path)

    def fault(self, path: tuple[str, ...], message: str, hint: str | None = None) -> UsageError:
        return UsageError(message, self.where(path), hint)

    def check_keys(self, table: dict[str, Any], known: frozenset[str], path: tuple[str, ...]) -> None:
        for key in sorted(table.keys() - known):
            hint = did_you_mean(key, known) or "known keys: " + ", ".join(sorted(known))
            raise self.fault((*path, key), f"unknown key `{key}`", hint)

    def wrong_type(self, path: tuple[str, ...], expected: str, value: object) -> UsageError:
        return self.fault(path, f"`{path[-1]}` must be {expected}, not {_type_name(value)}")

    def string(self, value: Any, path: tuple[str, ...]) -> str:
        if not isinstance(value, str):
            raise self.wrong_type(path, "a string", value)
        return value

    def strings(self, value: Any, path: tuple[str, ...]) -> tuple[str, ...]:
        if not isinstance(value, list):
            raise self.wrong_type(path, "a list of strings", value)
        for item in value:
            if not isinstance(item, str):
                raise self.wrong_type(path, "a list of strings", item)
        return tuple(value)

    def folder(self, value: Any, path: tuple[str, ...]) -> str:
        if not self.string(value, path).strip():
            raise self.fault(path, f"`{path[-1]}` must name a folder")
        return str(value)

    def url(self, value: Any, path: tuple[str, ...]) -> str:
        url = self.string(value, path)
        return url if url.endswith("/") else url + "/"

    def minify(self, value: Any, path: tuple[str, ...]) -> Minify:
        return self.choice(value, path, _MINIFY)  # type: ignore[return-value]

    def encodings(self, value: Any, path: tuple[str, ...]) -> tuple[str, ...]:
        names = self.strings(value, path)
        return tuple(dict.fromkeys(self.choice(name, path, tuple(SUFFIXES)) for name in names))

    def choice(self, value: Any, path: tuple[str, ...], choices: tuple[str, ...]) -> str:
        if self.string(value, path) not in choices:
            hint = did_you_mean(value, choices)
            names = ", ".join(repr(choice) for choice in choices)
            raise self.fault(path, f"`{path[-1]}` may be {names}, not {value!r}", hint)
        return str(value)

    def table_of(self, value: Any, path: tuple[str, ...]) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong_type(path, "a table", value)
        return value

    def bundles(self, value: Any, path: tuple[str, ...]) -> tuple[BundleConfig, ...]:
        table = self.table_of(value, path)
        return tuple(self.bundle(name, table[name], (*path, name)) for name in sorted(table))

    def bundle(self, name: str, value: Any, path: tuple[str, ...]) -> BundleConfig:
        table = self.table_of(value, path)
        self.check_keys(table, _BUNDLE_KEYS, path)
        try:
            logical = normalise(name)
        except BadPath as error:
            raise self.fault(path, f"{name!r} cannot be the path of a bundle: {error}") from error
        contents = self.strings(table.get("contents", []), (*path, "contents"))
        if not contents:
            hint = 'list its members: contents = ["css/reset.css", "css/components/*.css"]'
            raise self.fault(path, f"bundle {name!r} is empty", hint)
        filters = table.get("filters")
        return BundleConfig(
            logical,
            contents,
            None if filters is None else self.strings(filters, (*path, "filters")),
            self.where((*path, "contents")),
        )

    def filters(self, value: Any, path: tuple[str, ...]) -> Mapping[str, Mapping[str, Any]]:
        table = self.table_of(value, path)
        return {name: dict(self.table_of(table[name], (*path, name))) for name in sorted(table)}


def _type_name(value: object) -> str:
    names = {bool: "a boolean", str: "a string", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")
