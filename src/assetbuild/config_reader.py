"""TOML text to a frozen `Config`, or errors with their places and the nearest known keys."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from json import dumps
from typing import Any, TypeVar, cast
from unicodedata import normalize

from .config import BundleConfig, Config, EntryConfig, Minify, Modules, SourceMaps
from .config_esbuild import ESBUILD_EXAMPLES, read_entry, read_esbuild
from .config_importmap import read_importmap
from .config_inline import INLINE_EXAMPLES, read_inline
from .config_sourcemaps import SOURCEMAP_EXAMPLES, read_boolean, read_sourcemaps
from .encodings import SUFFIXES
from .errors import AssetbuildError, Faults, UsageError, did_you_mean, each_fault
from .esbuild.settings import EsbuildSettings
from .esbuild.targets import esbuild_targets
from .logical import BadPath, normalise
from .toml_places import Path, TomlPlaces, find_places, parse_toml

T = TypeVar("T")

_TOP_KEYS = frozenset(
    "sources output url exclude minify targets encodings allow-missing inline bundles esbuild filters".split()
    + "modules module-files importmap packages sourcemaps sources-content".split()
)
_BUNDLE_KEYS = frozenset(["contents", "entry", "filters"])
_MINIFY = ("safe", "off", "small")
_MODULES = ("auto", "rewrite", "importmap", "off")
_OTHER_NAMES = {"brotli": "br", "gz": "gzip", "deflate": "gzip", "zst": "zstd", "zstandard": "zstd"}
_OWN_EXAMPLES = {
    "sources": 'for example sources = ["assets"]',
    "output": 'for example output = "dist/assets"',
    "url": 'for example url = "/static/"',
    "exclude": 'for example exclude = ["**/*.test.js"]',
    "minify": 'for example minify = "safe"',
    "targets": 'for example targets = "chrome 111, firefox 114, safari 16.4"',
    "encodings": 'for example encodings = ["br", "gzip"]',
    "allow-missing": 'for example allow-missing = ["vendor/**"]',
    "modules": 'for example modules = "importmap"',
    "module-files": 'for example module-files = ["js/app/**"]',
    "importmap": 'for example importmap = {lit = "vendor/lit.js", "three/addons/" = "vendor/three/examples/jsm/"}',
    "packages": 'for example packages = ["node_modules"]',
    "contents": 'for example contents = ["css/reset.css", "css/components/*.css"]',
    "filters": 'for example filters = ["rcssmin"]',
}
_EXAMPLES = _OWN_EXAMPLES | ESBUILD_EXAMPLES | SOURCEMAP_EXAMPLES | INLINE_EXAMPLES
# RFC 3986: an absolute URL's prefix, or a path from the site's root or from the page. No query, fragment or space.
_URL = re.compile(r"(?:https?://[^/\s?#]+(?:/|$)|/|\.\.?(?:/|$))[^\s?#]*", re.IGNORECASE)


def parse_config(text: str, file: str, table: tuple[str, ...] = ()) -> Config:
    """The configuration in `table` of the TOML `text`; `file` is the name that errors show.

    Raises `UsageError` for a TOML error, and `Faults` for every unknown key and every value that is not right.
    """
    document: object = parse_toml(text, file)
    places = find_places(text, file)
    for depth, key in enumerate(table):
        document = document.get(key, {}) if isinstance(document, dict) else document
        if not isinstance(document, dict):
            raise UsageError(f"`{key}` must be a table", places.key(table[: depth + 1]))
    return _Reader(places, table).config(cast("dict[str, Any]", document))


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


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads values out of one document and collects what is wrong with them."""

    places: TomlPlaces
    table: tuple[str, ...]
    faults: list[AssetbuildError] = field(default_factory=list)

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
            sources_content=self.read(document, "sources-content", self.boolean, default.sources_content),
            filters=self.read(document, "filters", self.filters, default.filters),
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

    def read(self, document: dict[str, Any], key: str, convert: Callable[[Any, Path], T], default: T) -> T:
        return self.collect(convert, document[key], (key,), default) if key in document else default

    def collect(self, convert: Callable[[Any, Path], T], value: Any, path: Path, default: T) -> T:
        """`value` converted, or `default` and a fault noted, so that one run shows all that is wrong."""
        try:
            return convert(value, path)
        except AssetbuildError as error:
            self.faults.extend(each_fault(error))
            return default

    def fault(self, path: Path, message: str, hint: str | None = None) -> UsageError:
        return UsageError(message, self.places.value(self.table + path), hint)

    def check_keys(self, table: Mapping[str, Any], known: Collection[str], path: Path) -> None:
        for key in sorted(set(table) - set(known)):
            hint = self.misplaced(key, table[key], path) or did_you_mean(key, known)
            hint = hint or f"known keys: {', '.join(sorted(known))}"
            where = self.places.key((*self.table, *path, key))
            self.faults.append(UsageError(f"unknown key `{key}`", where, hint))

    def misplaced(self, key: str, value: Any, path: Path) -> str | None:
        if not path and key == "tool":
            return "the tables of this file stand at its top level: write [bundles.…] for [tool.assetbuild.bundles.…]"
        if path and isinstance(value, dict):
            return f'a path with a dot is quoted: [{".".join((*self.table, "bundles"))}."{path[-1]}.{key}"]'
        return None

    def wrong_type(self, path: Path, expected: str, value: object, hint: str | None = None) -> UsageError:
        name = f"`{path[-1]}`" if isinstance(path[-1], str) else f"each item of `{path[-2]}`"
        hint = hint or _EXAMPLES.get(next(key for key in reversed(path) if isinstance(key, str)))
        return self.fault(path, f"{name} must be {expected}, not {_type_name(value)}", hint)

    def string(self, value: Any, path: Path) -> str:
        if not isinstance(value, str):
            raise self.wrong_type(path, "a string", value)
        return value

    def strings(self, value: Any, path: Path) -> tuple[str, ...]:
        if isinstance(value, str):
            raise self.wrong_type(path, "a list of strings", value, f"write {path[-1]} = [{dumps(value)}]")
        if not isinstance(value, list):
            raise self.wrong_type(path, "a list of strings", value)
        return tuple(normalize("NFC", self.string(item, (*path, index))) for index, item in enumerate(value))

    def roots(self, value: Any, path: Path) -> tuple[str, ...]:
        roots = self.strings(value, path)
        if not roots:
            raise self.fault(path, "`sources` names no folder", _EXAMPLES["sources"])
        for index, root in enumerate(roots):
            self.collect(self.folder, root, (*path, index), root)
        # As written: on disk a folder may be named in another normal form.
        return tuple(dict.fromkeys(value))

    def folder(self, value: Any, path: Path) -> str:
        text = self.string(value, path)
        if not text.strip() or "\0" in text:
            hint = _EXAMPLES[str(path[0])]
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

    def modules(self, value: Any, path: Path) -> Modules:
        return cast("Modules", self.choice(value, path, _MODULES))

    def importmap(self, value: Any, path: Path) -> Mapping[str, str]:
        return read_importmap(self, value, path)

    def sourcemaps(self, value: Any, path: Path) -> SourceMaps:
        return read_sourcemaps(self, value, path)

    def boolean(self, value: Any, path: Path) -> bool:
        return read_boolean(self, value, path)

    def packages(self, value: Any, path: Path) -> tuple[str, ...]:
        folders = self.strings(value, path)
        return tuple(dict.fromkeys(self.folder(each, (*path, index)) for index, each in enumerate(folders)))

    def encodings(self, value: Any, path: Path) -> tuple[str, ...]:
        names = self.strings(value, path)
        return tuple(
            dict.fromkeys(self.choice(name, (*path, index), tuple(SUFFIXES)) for index, name in enumerate(names))
        )

    def choice(self, value: Any, path: Path, choices: tuple[str, ...]) -> str:
        text = self.string(value, path)
        if text not in choices:
            other = _OTHER_NAMES.get(text.lower(), "")
            hint = f"did you mean {other!r}?" if other in choices else did_you_mean(text, choices)
            name = str(path[-1] if isinstance(path[-1], str) else path[-2])
            known = ", ".join(map(repr, choices[:-1])) + f" or {choices[-1]!r}"
            raise self.fault(path, f"`{name}` may be {known}, not {text!r}", hint or _EXAMPLES.get(name))
        return text

    def table_of(self, value: Any, path: Path, hint: str | None = None) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise self.wrong_type(path, "a table", value, hint)
        return value

    def inline(self, value: Any, path: Path) -> tuple[tuple[str, int], ...]:
        return read_inline(self, value, path)

    def bundles(self, value: Any, path: Path) -> tuple[BundleConfig | EntryConfig, ...]:
        header = ".".join([*self.table, "bundles"])
        hint = f'write [{header}."css/app.css"], with the path of the bundle in the header'
        table = self.table_of(value, path, hint)
        bundles = [self.collect(self.bundle, table[name], (*path, name), None) for name in sorted(table)]
        return tuple(bundle for bundle in bundles if bundle)

    def bundle(self, value: Any, path: Path) -> BundleConfig | EntryConfig | None:
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
        if "entry" in table:
            return read_entry(self, logical, table, path)
        contents = self.strings(table.get("contents", []), (*path, "contents"))
        if not contents:
            where = self.places.key((*self.table, *path, "contents"))
            raise UsageError(f"the bundle {name!r} is empty", where, _EXAMPLES["contents"])
        filters = table.get("filters")
        return BundleConfig(
            logical,
            contents,
            None if filters is None else self.strings(filters, (*path, "filters")),
            key,
            tuple(self.places.value((*self.table, *path, "contents", index)) for index in range(len(contents))),
        )

    def esbuild(self, value: Any, path: Path) -> EsbuildSettings:
        return read_esbuild(self, value, path)

    def filters(self, value: Any, path: Path) -> Mapping[str, Mapping[str, Any]]:
        hint = "options stand below a header of their filter: [filters.NAME]"
        table = self.table_of(value, path, hint)
        return {name: dict(self.table_of(table[name], (*path, name), hint)) for name in sorted(table)}


def _type_name(value: object) -> str:
    names = {bool: "a boolean", str: "a string", int: "a number", float: "a number", list: "a list", dict: "a table"}
    return names.get(type(value), "a date or time")
