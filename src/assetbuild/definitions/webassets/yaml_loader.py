"""webassets' `YAMLLoader` format: an environment with bundles, or bundles alone."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...errors import Location, UsageError, did_you_mean
from ...filters.own_modules import load_own
from ...known_places import Path
from ...model import Note
from ..reader import Reader
from ..yaml_text import YamlDocument, parse_yaml
from .environment import WebassetsBundle, WebassetsEnvironment, WebassetsFilter

_BUNDLE_KEYS = frozenset("contents filters output debug extra config depends".split())
_ENVIRONMENT_KEYS = frozenset(
    "directory url load_path config bundles filters debug cache versions url_expire auto_build manifest "
    "cache_file_mode expire updater".split()
)
_HINT = "give the path of webassets' file: webassets:config/bundles.yaml"


def read_yaml(path: str, reader: Reader) -> WebassetsEnvironment:
    """The environment in a file. Raises UsageError for what webassets would not take either."""
    document = parse_yaml(reader.text(path, _HINT), reader.file(path))
    top = _mapping(document, (), document.value)
    folder = posixpath.dirname(path)
    if not isinstance(top.get("bundles"), dict) or "contents" in top["bundles"]:
        loader = _Loader(document, {}, ())
        return WebassetsEnvironment(
            _guess(folder, reader), bundles=loader.bundles(), templates=("templates",), file=path
        )
    names = _custom_filters(document, top, reader)
    loader = _Loader(document, names, ("bundles",))
    directory = posixpath.normpath(posixpath.join(folder, str(top.get("directory") or _guess(folder, reader))))
    load_path = top.get("load_path") or []
    return WebassetsEnvironment(
        directory,
        str(top.get("url") or ""),
        tuple(map(str, load_path if isinstance(load_path, list) else [load_path])),
        _mapping(document, ("config",), top.get("config")),
        loader.bundles(),
        templates=tuple(dict.fromkeys(("templates", posixpath.join(posixpath.dirname(directory), "templates")))),
        places={key: document.where(key) for key in ("load_path", "directory", "url") if key in top},
        notes=tuple(_unknown(document, top)),
        file=path,
    )


def _guess(folder: str, reader: Reader) -> str:
    """Where the sources are that a program would have named."""
    static = posixpath.join(folder, "static")
    return static if reader.is_folder(static) else folder or "."


def _unknown(document: YamlDocument, top: Mapping[str, Any]) -> list[Note]:
    unknown = sorted(str(key) for key in top if key not in _ENVIRONMENT_KEYS)
    return [Note("warning", f"webassets has no setting {key!r}", document.where(key)) for key in unknown]


def _custom_filters(document: YamlDocument, top: Mapping[str, Any], reader: Reader) -> dict[str, str]:
    """The project's own filters by the names that they register themselves under."""
    names = {}
    for index, dotted in enumerate(_strings(document, ("filters",), top.get("filters"))):
        module, _, attribute = dotted.rpartition(".")
        try:
            target, _ = load_own(f"{module}:{attribute}", reader.folder)
        except UsageError as error:
            where = error.where or document.where("filters", index)
            raise UsageError(error.message, where, error.hint) from error
        names[str(getattr(target, "name", None) or attribute.lower())] = f"{module}:{attribute}"
    return names


@dataclass(frozen=True, slots=True)
class _Loader:
    """Reads bundles; `top` is the path of their mapping."""

    document: YamlDocument
    filter_names: Mapping[str, str]
    top: Path

    def bundles(self) -> dict[str, WebassetsBundle]:
        """All bundles by name, each with those that it names in it."""
        table = self.document.value
        for key in self.top:
            table = table[key]
        known = {str(name): _mapping(self.document, (*self.top, name), value) for name, value in (table or {}).items()}
        done: dict[str, WebassetsBundle] = {}
        for name in known:
            self.named(name, known, done, ())
        return {name: done[name] for name in known}

    def named(
        self, name: str, known: Mapping[str, Any], done: dict[str, WebassetsBundle], above: tuple[str, ...]
    ) -> WebassetsBundle:
        if name in above:
            circle = " → ".join((*above[above.index(name) :], name))
            raise UsageError(f"bundles name each other in a circle: {circle}", self.document.where(*self.top, name))
        if name not in done:
            path = (*self.top, name)
            done[name] = self.bundle(
                known[name],
                path,
                lambda item: self.named(item, known, done, (*above, name)) if item in known else item,
            )
        return done[name]

    def bundle(self, table: Mapping[str, Any], path: Path, resolve: Any) -> WebassetsBundle:
        for key in table:
            if key not in _BUNDLE_KEYS:
                hint = did_you_mean(str(key), _BUNDLE_KEYS) or f"known keys: {', '.join(sorted(_BUNDLE_KEYS))}"
                raise UsageError(f"a bundle has no key {key!r}", self.document.where(*path, str(key)), hint)
        contents, items = self.contents(table.get("contents"), (*path, "contents"), resolve)
        return WebassetsBundle(
            contents,
            self.filters(table.get("filters"), (*path, "filters")),
            str(table.get("output") or ""),
            _mapping(self.document, (*path, "extra"), table.get("extra")),
            _mapping(self.document, (*path, "config"), table.get("config")),
            self.document.where(*path),
            items,
        )

    def contents(
        self, value: Any, path: Path, resolve: Any
    ) -> tuple[tuple[str | WebassetsBundle, ...], tuple[Location, ...]]:
        listed = value if isinstance(value, list) else [] if value is None else [value]
        found: list[str | WebassetsBundle] = []
        for index, item in enumerate(listed):
            if isinstance(item, dict):
                found.append(self.bundle(item, (*path, index), lambda name: name))
            elif isinstance(item, str):
                found.append(resolve(item))
            else:
                where = self.document.where(*path, index)
                raise UsageError(f"an item of `contents` is a path or a bundle, not {item!r}", where)
        return tuple(found), tuple(self.document.where(*path, index) for index in range(len(found)))

    def filters(self, value: Any, path: Path) -> tuple[WebassetsFilter, ...]:
        names = [name.strip() for name in value.split(",")] if isinstance(value, str) else value
        return tuple(
            WebassetsFilter(self.filter_names.get(name, name)) for name in _strings(self.document, path, names) if name
        )


def _mapping(document: YamlDocument, path: Path, value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        name = f"`{path[-1]}`" if path else "the file"
        raise UsageError(f"{name} must be a mapping", document.where(*path), _HINT if not path else None)
    return {str(key): item for key, item in value.items()}


def _strings(document: YamlDocument, path: Path, value: Any) -> list[str]:
    listed = value if isinstance(value, list) else [] if value is None else [value]
    for index, item in enumerate(listed):
        if not isinstance(item, str):
            raise UsageError(f"`{path[-1]}` is a list of names, and {item!r} is none", document.where(*path, index))
    return listed
