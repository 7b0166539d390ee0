"""TOML text to a frozen `Config`, or errors with their places and the nearest known keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from json import dumps
from typing import Any, cast
from unicodedata import normalize

from .config import BundleConfig, Config, Group, Minify, PartConfig
from .encodings import SUFFIXES
from .errors import Faults, Location, UsageError
from .known_places import KnownPlaces, Path
from .logical import BadPath, normalise
from .toml_places import find_places, parse_toml
from .value_reader import EXAMPLES, ValueReader

_TOP_KEYS = frozenset(
    "from sources prefixes output url exclude minify encodings allow-missing bundles filters groups".split()
)
_BUNDLE_KEYS = frozenset(["contents", "filters", "allow-empty"])
_PART_KEYS = frozenset(["contents", "filters"])
_GROUP_KEYS = frozenset(["assets", "extra"])
_MINIFY = ("safe", "off")
# RFC 3986: an absolute URL's prefix, or a path from the site's root or from the page. No query, fragment or space.
_URL = re.compile(r"(?:https?://[^/\s?#]+(?:/|$)|/|\.\.?(?:/|$))[^\s?#]*", re.IGNORECASE)


def parse_config(text: str, file: str, table: tuple[str, ...] = ()) -> Config:
    """The configuration in `table` of the TOML `text`; `file` is the name that errors show.

    Raises `UsageError` for a TOML error, and `Faults` for every unknown key and every value that is not right.
    """
    return read_config(*parse_table(text, file, table), table)


def parse_table(text: str, file: str, table: tuple[str, ...] = ()) -> tuple[dict[str, Any], KnownPlaces]:
    """What `table` of the TOML `text` says, unchecked, and where. Raises `UsageError` for a TOML error."""
    document: object = parse_toml(text, file)
    places = find_places(text, file)
    for depth, key in enumerate(table):
        document = document.get(key, {}) if isinstance(document, dict) else document
        if not isinstance(document, dict):
            raise UsageError(f"`{key}` must be a table", places.key(table[: depth + 1]))
    return cast("dict[str, Any]", document), places


def read_config(document: dict[str, Any], places: KnownPlaces, table: tuple[str, ...] = ()) -> Config:
    """The configuration that a document says. Raises `Faults` as `parse_config`."""
    return _Reader(places, table).config(document)


def from_key(document: dict[str, Any], places: KnownPlaces, table: tuple[str, ...]) -> str | None:
    """The definition that the document names, `KIND` or `KIND:PATH`, if any. Raises UsageError for another type."""
    value = document.get("from")
    return None if value is None else _Reader(places, table).string(value, ("from",))


def has_table(text: str, file: str, table: tuple[str, ...]) -> bool:
    """Whether the TOML `text` has that table. A text that is not TOML has an error to show, so it counts."""
    try:
        document: object = parse_toml(text, file)
    except UsageError:
        return f"[{'.'.join(table)}" in text
    for key in table:
        if not isinstance(document, dict) or key not in document:
            return False
        document = document[key]
    return True


class _Reader(ValueReader):
    """Reads a whole configuration."""

    def config(self, document: dict[str, Any]) -> Config:
        self.check_keys(document, _TOP_KEYS, ())
        default = Config()
        config = Config(
            file=self.places.file,
            sources=self.read(document, "sources", self.roots, default.sources),
            output=self.read(document, "output", self.folder, default.output),
            url=self.read(document, "url", self.url, default.url),
            exclude=self.read(document, "exclude", self.strings, default.exclude),
            minify=self.read(document, "minify", self.minify, default.minify),
            encodings=self.read(document, "encodings", self.encodings, default.encodings),
            allow_missing=self.read(document, "allow-missing", self.strings, default.allow_missing),
            bundles=self.read(document, "bundles", self.bundles, default.bundles),
            filters=self.read(document, "filters", self.filters, default.filters),
            groups=self.read(document, "groups", self.groups, default.groups),
            prefixes=self.read(document, "prefixes", self.prefixes, default.prefixes),
            table=self.table,
            places=self.places,
        )
        if self.faults:
            raise Faults(self.faults)
        return config

    def roots(self, value: Any, path: Path) -> tuple[str, ...]:
        roots = self.strings(value, path)
        if not roots:
            raise self.fault(path, "`sources` names no folder", EXAMPLES["sources"])
        for index, root in enumerate(roots):
            self.collect(self.folder, root, (*path, index), root)
        # As written: on disk a folder may be named in another normal form.
        return tuple(dict.fromkeys(value))

    def folder(self, value: Any, path: Path) -> str:
        text = self.string(value, path)
        if not text.strip() or "\0" in text:
            hint = EXAMPLES[str(path[0])]
            raise self.fault(path, f"{text!r} is not the name of a folder", hint)
        return text

    def url(self, value: Any, path: Path) -> str:
        url = self.string(value, path)
        if not _URL.fullmatch(url):
            hint = 'write "/static/" for a path of this site, or "https://cdn.example.com/" for another'
            raise self.fault(path, f"{url!r} is not a URL that names can be appended to", hint)
        return url if url.endswith("/") else url + "/"

    def minify(self, value: Any, path: Path) -> Minify:
        if isinstance(value, bool):
            hint = f'write minify = "{_MINIFY[not value]}"'
            raise self.wrong_type(path, "a string", value, hint)
        return cast("Minify", self.choice(value, path, _MINIFY))

    def encodings(self, value: Any, path: Path) -> tuple[str, ...]:
        names = self.strings(value, path)
        return tuple(
            dict.fromkeys(self.choice(name, (*path, index), tuple(SUFFIXES)) for index, name in enumerate(names))
        )

    def bundles(self, value: Any, path: Path) -> tuple[BundleConfig, ...]:
        header = ".".join([*self.table, "bundles"])
        hint = f'write [{header}."css/app.css"], with the path of the bundle in the header'
        table = self.table_of(value, path, hint)
        bundles = [self.collect(self.bundle, table[name], (*path, name), None) for name in sorted(table)]
        return tuple(bundle for bundle in bundles if bundle)

    def bundle(self, value: Any, path: Path) -> BundleConfig | None:
        name = str(path[-1])
        key = self.places.key(self.table + path)
        hint = f'write contents = {dumps(value)} below its header, [{".".join((*self.table, "bundles"))}."{name}"]'
        table = self.table_of(value, path, hint if isinstance(value, list) else None)
        before = len(self.faults)
        self.check_keys(table, _BUNDLE_KEYS, path)
        try:
            logical = normalise(name)
        except BadPath as error:
            hint = "the path of a bundle is where templates find it: css/app.css"
            raise UsageError(f"{name!r} cannot be the path of a bundle: {error}", key, hint) from error
        if len(self.faults) > before:
            return None
        contents, items = self.contents(table.get("contents", []), (*path, "contents"), f"the bundle {name!r}")
        filters = table.get("filters")
        return BundleConfig(
            logical,
            contents,
            None if filters is None else self.strings(filters, (*path, "filters")),
            key,
            items,
            self.flag(table.get("allow-empty", False), (*path, "allow-empty")),
        )

    def contents(self, value: Any, path: Path, owner: str) -> tuple[tuple[str | PartConfig, ...], tuple[Location, ...]]:
        """The items of `contents`, and where each is written."""
        if isinstance(value, str) or not isinstance(value, list):
            self.strings(value, path)
        if not value:
            raise UsageError(f"{owner} is empty", self.places.key(self.table + path), EXAMPLES["contents"])
        items = tuple(self.content(item, (*path, index)) for index, item in enumerate(value))
        return items, tuple(self.places.value((*self.table, *path, index)) for index in range(len(items)))

    def content(self, value: Any, path: Path) -> str | PartConfig:
        if not isinstance(value, dict):
            return normalize("NFC", self.string(value, path))
        self.check_keys(value, _PART_KEYS, path)
        where = self.places.value(self.table + path)
        contents, items = self.contents(value.get("contents", []), (*path, "contents"), "the part")
        return PartConfig(contents, self.strings(value.get("filters", []), (*path, "filters")), where, items)

    def prefixes(self, value: Any, path: Path) -> Mapping[str, str]:
        table = self.table_of(value, path)
        return {root: self.logical(table[root], (*path, root)) for root in sorted(table)}

    def logical(self, value: Any, path: Path) -> str:
        text = self.string(value, path)
        try:
            return normalise(text.rstrip("/"))
        except BadPath as error:
            raise self.fault(path, f"{text!r} cannot be a prefix: {error}", EXAMPLES["prefixes"]) from error

    def groups(self, value: Any, path: Path) -> Mapping[str, Group]:
        table = self.table_of(value, path, 'write [groups."NAME"], with assets = [...] below it')
        return {name: self.group(table[name], (*path, name)) for name in sorted(table)}

    def group(self, value: Any, path: Path) -> Group:
        table = self.table_of(value, path)
        self.check_keys(table, _GROUP_KEYS, path)
        extra = self.table_of(table.get("extra", {}), (*path, "extra"))
        try:
            dumps(extra, allow_nan=False)
        except (TypeError, ValueError) as error:
            message = "`extra` holds a date, a time or a number that JSON has not"
            raise self.fault((*path, "extra"), message, "write it as a string") from error
        return Group(self.strings(table.get("assets", []), (*path, "assets")), dict(extra))

    def filters(self, value: Any, path: Path) -> Mapping[str, Mapping[str, Any]]:
        hint = "options stand below a header of their filter: [filters.NAME]"
        table = self.table_of(value, path, hint)
        return {name: dict(self.table_of(table[name], (*path, name), hint)) for name in sorted(table)}
