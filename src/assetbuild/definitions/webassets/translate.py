"""Bundles of webassets as bundles, parts and groups of ours."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from ...errors import Location, UsageError
from ...globs import compile_glob, is_glob
from ...known_places import Path
from ...logical import BadPath, join
from ...runtime.webassets_names import asset_of_output
from ..definition import NAMED_ALONE, Definition
from ..reader import Reader
from .environment import VERSION, WebassetsBundle, WebassetsEnvironment, WebassetsFilter
from .filter_names import FilterNames

_PATHS = "project_paths"
_DOWNLOAD = "a build opens no connection: put the file among the sources, and name it there"


def translate(environment: WebassetsEnvironment, reader: Reader) -> Definition:
    """Our tables for an environment."""
    translation = _Translation(environment, reader)
    for name, bundle in environment.bundles.items():
        translation.add_named(name, bundle)
    for bundle in environment.anonymous:
        translation.add_anonymous(bundle)
    return Definition(translation.document(), translation.places, environment.notes, environment.is_pure)


class _Translation:
    def __init__(self, environment: WebassetsEnvironment, reader: Reader) -> None:
        self.environment = environment
        self.reader = reader
        self.names = FilterNames(environment.config, reader.folder)
        self.bundles: dict[str, dict[str, Any]] = {}
        self.made: dict[str, tuple[WebassetsBundle, tuple[WebassetsFilter, ...]]] = {}
        self.groups: dict[str, dict[str, Any]] = {}
        self.places: dict[Path, Location] = {}
        self.exclude: list[str] = [*NAMED_ALONE]
        roots = [*environment.load_path, environment.directory]
        self.roots = list(dict.fromkeys(posixpath.normpath(root) for root in roots if root))
        self.prefixes = dict(environment.prefixes)
        self.roots += [root for root in self.prefixes if root not in self.roots]

    def document(self) -> dict[str, Any]:
        """The tables. What webassets takes as it is stays as it is, and it judges no reference."""
        sources = [root for root in self.roots if self.reader.is_folder(root)] or self.roots
        document: dict[str, Any] = {"sources": sources}
        if prefixes := {root: prefix for root, prefix in self.prefixes.items() if root in sources}:
            document["prefixes"] = prefixes
        if self.environment.url:
            document["url"] = self.environment.url
        document["exclude"] = list(dict.fromkeys([*self.exclude, *self.own_file()]))
        document |= {"minify": "off", "allow-missing": ["**"], "bundles": self.bundles}
        filters = {name: options for name, options in self.names.options.items() if options}
        for key, table in (("filters", filters), ("groups", self.groups)):
            if table:
                document[key] = table
        for key, where in self.environment.places.items():
            self.places[("sources" if key in ("directory", "load_path") else key,)] = where
        return document

    def own_file(self) -> Iterator[str]:
        """The definition's own file, where it is among the sources: nobody is to be served it."""
        for root in self.roots if self.environment.file else ():
            path = posixpath.relpath(self.environment.file, root)
            if not path.startswith("../"):
                yield posixpath.join(self.prefixes.get(root, ""), path)

    def add_named(self, name: str, bundle: WebassetsBundle) -> None:
        """Make what the bundle makes, and a group of its name."""
        assets = list(self.build(name, bundle, ()))
        if not assets:
            return
        self.groups[name] = {"assets": assets}
        if extra := _plain(_extra(bundle)):
            self.groups[name]["extra"] = extra
        self.places["groups", name] = bundle.where

    def add_anonymous(self, bundle: WebassetsBundle) -> None:
        """Make what a tag in a template makes; it is found there by its output."""
        for _ in self.build("", bundle, ()):
            pass

    def build(self, name: str, bundle: WebassetsBundle, extra: tuple[WebassetsFilter, ...]) -> Iterator[str]:
        """The assets that a template would load for the bundle, in order; each is added to the tables."""
        if bundle.output:
            yield self.add(name, bundle, extra)
        elif bundle.is_container or not bundle.filters:
            for index, content in enumerate(bundle.contents):
                if isinstance(content, WebassetsBundle):
                    yield from self.build(name, content, _merged(extra, bundle.filters))
                else:
                    yield self.path(content, _item(bundle, index))

    def add(self, name: str, bundle: WebassetsBundle, extra: tuple[WebassetsFilter, ...]) -> str:
        path = self.output(bundle)
        known = self.made.setdefault(path, (bundle, extra))
        if known[0] is not bundle and known[0] != bundle:
            message = f"two bundles have the output {bundle.output!r}: the other is at {known[0].where}"
            raise UsageError(message, bundle.where, "give each an output of its own")
        if path in self.bundles and not (extra and not known[1]):
            return path
        self.made[path] = (bundle, extra)
        place: Path = ("bundles", path)
        filters = self.names.of(_merged(bundle.filters, extra), bundle.config, name or path, bundle.where)
        contents = self.contents(bundle, (*place, "contents"), name or path, path)
        if path.endswith(".css") and self.has_outside(contents):
            filters = [_PATHS, *filters]
            self.names.options[_PATHS] = {"folders": self.folders()}
        self.bundles[path] = {"contents": contents, "filters": filters, "allow-empty": True}
        self.places[place] = bundle.where
        if VERSION in bundle.output:
            self.exclude.append(self.below(posixpath.normpath(bundle.output.replace(VERSION, "*")), bundle.where))
        return path

    def has_outside(self, contents: list[Any]) -> bool:
        """Whether there is a member that has its path in the project for its logical path."""
        outside = tuple(f"{prefix}/" for root, prefix in self.prefixes.items() if prefix == root)
        return any(
            self.has_outside(item["contents"]) if isinstance(item, dict) else item.startswith(outside)
            for item in contents
        )

    def folders(self) -> dict[str, str]:
        """What logical paths begin with, by folder, where that is not the folder."""
        named = {root: self.prefixes.get(root, "") for root in self.roots if not root.startswith(".")}
        return {root: prefix for root, prefix in named.items() if prefix != root}

    def contents(self, bundle: WebassetsBundle, place: Path, name: str, output: str) -> list[Any]:
        """The items of a bundle or a part. A bundle that is named twice in one is there once, as a file is."""
        found: list[Any] = []
        seen: set[int] = set()
        for index, content in enumerate(bundle.contents):
            here = (*place, len(found))
            self.places[here] = where = _item(bundle, index)
            if isinstance(content, WebassetsBundle):
                if id(content) not in seen:
                    seen.add(id(content))
                    found += self.part(content, here, name, output)
                continue
            path = self.path(content, where)
            found.append(path)
            if is_glob(path) and compile_glob(path).fullmatch(output):
                self.places[*place, len(found)] = where
                found.append(f"!{output}")
        return found

    def part(self, bundle: WebassetsBundle, place: Path, name: str, output: str) -> list[dict[str, Any]]:
        """The part for a bundle in another; none where it is empty."""
        contents = self.contents(bundle, (*place, "contents"), name, output)
        filters = self.names.of(bundle.filters, bundle.config, name, bundle.where)
        if not contents:
            return []
        return [{"contents": contents, "filters": filters} if filters else {"contents": contents}]

    def output(self, bundle: WebassetsBundle) -> str:
        output = bundle.output
        if os.path.isabs(output):
            output = posixpath.relpath(output, os.path.abspath(self.reader.file(self.environment.directory)))
        return asset_of_output(output)

    def path(self, item: str, where: Location) -> str:
        """The logical path or glob of an item of `contents`."""
        if urlsplit(item).netloc and len(urlsplit(item).scheme) > 1:
            raise UsageError(f"{item!r} would be downloaded by the build", where, _DOWNLOAD)
        if os.path.isabs(item):
            item = posixpath.relpath(item, os.path.abspath(self.reader.file(self.environment.directory)))
        return self.below(posixpath.normpath(item), where)

    def below(self, item: str, where: Location) -> str:
        """A path below the directory, or below a source root of its own where it leads out of that."""
        if not item.startswith("../"):
            return item
        path = posixpath.normpath(posixpath.join(self.environment.directory, item))
        segments = path.split("/")
        fixed = next((at for at, segment in enumerate(segments) if is_glob(segment)), len(segments) - 1)
        folder = "/".join(segments[:fixed]) or "."
        try:
            prefix = join("", folder) if not folder.startswith("..") else join("", f"outside/{segments[fixed - 1]}")
        except BadPath as error:
            raise UsageError(f"{item!r} cannot be a source: {error}", where) from error
        if folder not in self.roots:
            self.roots.append(folder)
            self.prefixes[folder] = prefix
            # webassets never served what is not in its directory.
            self.exclude.append(f"{prefix}/**")
        known = self.prefixes.get(folder, "")
        return "/".join([*([known] if known else []), *segments[fixed:]])


def _item(bundle: WebassetsBundle, index: int) -> Location:
    return bundle.items[index] if index < len(bundle.items) else bundle.where


def _merged(first: tuple[WebassetsFilter, ...], second: tuple[WebassetsFilter, ...]) -> tuple[WebassetsFilter, ...]:
    return (*first, *(each for each in second if each not in first))


def _extra(bundle: WebassetsBundle) -> dict[str, Any]:
    """The bundle's own, else that of the bundles in it."""
    if bundle.extra or bundle.has_files:
        return dict(bundle.extra)
    inner = (_extra(content) for content in bundle.contents if isinstance(content, WebassetsBundle))
    return {key: value for extra in inner for key, value in extra.items()}


def _plain(value: Any) -> Any:
    """The value in the types of TOML: what is null is left out, and a date is its text."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value if item is not None]
    return value if isinstance(value, bool | int | float | str) else str(value)
