"""TOML text to a frozen `Config`, or errors with their places and the nearest known keys."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, cast

from .config import Also, BundleConfig, Config, EntryConfig, Group, Minify, Modules, SourceMaps
from .config_also import read_also
from .config_bundles import read_bundles
from .config_esbuild import read_esbuild
from .config_examples import EXAMPLES
from .config_groups import read_groups
from .config_importmap import read_importmap
from .config_inline import read_inline
from .config_sourcemaps import read_sourcemaps
from .encodings import SUFFIXES
from .errors import Faults, UsageError
from .esbuild.settings import EsbuildSettings
from .esbuild.targets import esbuild_targets
from .known_places import KnownPlaces, Path
from .logical import BadPath, normalise
from .toml_places import find_places, parse_toml
from .value_reader import ValueReader

_TOP_KEYS = frozenset(
    "from sources prefixes output url exclude minify targets encodings allow-missing inline bundles esbuild".split()
    + "also filters groups modules module-files importmap packages sourcemaps sources-content inline-repeated".split()
)
_MINIFY = ("safe", "off", "small")
_MODULES = ("auto", "rewrite", "importmap", "off")
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
    return _Reader(places, table, []).config(document)


def from_key(document: dict[str, Any], places: KnownPlaces, table: tuple[str, ...]) -> str | None:
    """The definition that the document names, `KIND` or `KIND:PATH`, if any. Raises UsageError for another type."""
    value = document.get("from")
    return None if value is None else _Reader(places, table, []).string(value, ("from",))


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
        none: tuple[BundleConfig | EntryConfig, ...] = ()
        bundles = self.read(document, "bundles", self.bundles, none)
        config = Config(
            file=self.places.file,
            sources=self.read(document, "sources", self.roots, default.sources),
            output=self.read(document, "output", self.folder, default.output),
            url=self.read(document, "url", self.url, default.url),
            exclude=self.read(document, "exclude", self.strings, default.exclude),
            minify=self.read(document, "minify", self.minify, default.minify),
            encodings=self.read(document, "encodings", self.encodings, default.encodings),
            also=self.read(document, "also", self.also, default.also),
            allow_missing=self.read(document, "allow-missing", self.strings, default.allow_missing),
            targets=self.read(document, "targets", self.string, default.targets),
            bundles=tuple(each for each in bundles if isinstance(each, BundleConfig)),
            entries=tuple(each for each in bundles if isinstance(each, EntryConfig)),
            esbuild=self.read(document, "esbuild", self.esbuild, default.esbuild),
            modules=self.read(document, "modules", self.modules, default.modules),
            module_files=self.read(document, "module-files", self.strings, default.module_files),
            importmap=self.read(document, "importmap", self.importmap, default.importmap),
            packages=self.read(document, "packages", self.packages, default.packages),
            inline=self.read(document, "inline", self.inline, default.inline),
            sourcemaps=self.read(document, "sourcemaps", self.sourcemaps, default.sourcemaps),
            inline_repeated=self.read(document, "inline-repeated", self.flag, default.inline_repeated),
            sources_content=self.read(document, "sources-content", self.flag, default.sources_content),
            filters=self.read(document, "filters", self.filters, default.filters),
            groups=self.read(document, "groups", self.groups, default.groups),
            prefixes=self.read(document, "prefixes", self.prefixes, default.prefixes),
            table=self.table,
            places=self.places,
        )
        if self.faults:
            raise Faults(self.faults)
        self.check_targets(config)
        return config

    def check_targets(self, config: Config) -> None:
        """Refuses a query that esbuild would have to understand."""
        needed = config.entries or config.minify == "small"
        if needed and not config.esbuild.target and esbuild_targets(config.targets) is None:
            hint = 'say which: [esbuild] target = ["es2022"]; or name browsers and versions: "chrome 111, safari 16.4"'
            raise self.fault(("targets",), f"esbuild cannot tell which browsers {config.targets!r} are", hint)

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

    def sourcemaps(self, value: Any, path: Path) -> SourceMaps:
        return read_sourcemaps(self, value, path)

    def encodings(self, value: Any, path: Path) -> tuple[str, ...]:
        names = self.strings(value, path)
        return tuple(
            dict.fromkeys(self.choice(name, (*path, index), tuple(SUFFIXES)) for index, name in enumerate(names))
        )

    def also(self, value: Any, path: Path) -> tuple[Also, ...]:
        return read_also(self, value, path)

    def bundles(self, value: Any, path: Path) -> tuple[BundleConfig | EntryConfig, ...]:
        return read_bundles(self, value, path)

    def esbuild(self, value: Any, path: Path) -> EsbuildSettings:
        return read_esbuild(self, value, path)

    def inline(self, value: Any, path: Path) -> tuple[tuple[str, int], ...]:
        return read_inline(self, value, path)

    def modules(self, value: Any, path: Path) -> Modules:
        return cast("Modules", self.choice(value, path, _MODULES))

    def importmap(self, value: Any, path: Path) -> Mapping[str, str]:
        return read_importmap(self, value, path)

    def packages(self, value: Any, path: Path) -> tuple[str, ...]:
        folders = self.strings(value, path)
        return tuple(dict.fromkeys(self.folder(each, (*path, index)) for index, each in enumerate(folders)))

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
        return read_groups(self, value, path)

    def filters(self, value: Any, path: Path) -> Mapping[str, Mapping[str, Any]]:
        hint = "options stand below a header of their filter: [filters.NAME]"
        table = self.table_of(value, path, hint)
        return {name: dict(self.table_of(table[name], (*path, name), hint)) for name in sorted(table)}
