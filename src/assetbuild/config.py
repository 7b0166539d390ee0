"""Everything that decides a build but its sources, frozen."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from .errors import Location
from .esbuild.settings import EsbuildSettings
from .esbuild.targets import DEFAULT as TARGETS
from .esbuild.targets import esbuild_targets
from .known_places import KnownPlaces, Path
from .origin import Origin

Minify = Literal["off", "safe", "small"]
Modules = Literal["auto", "rewrite", "importmap", "off"]
# Whether assets get source maps; hidden ones are not named by their assets.
SourceMaps = Literal[False, True, "hidden"]


class PartConfig(NamedTuple):
    """A part of a bundle's contents that is joined and filtered by itself first: a bundle without a name."""

    contents: tuple[str | PartConfig, ...]
    filters: tuple[str, ...]
    where: Location
    items: tuple[Location, ...] = ()

    def where_item(self, index: int) -> Location:
        """Where that item of `contents` is written."""
        return self.items[index]


class Group(NamedTuple):
    """A name for several assets, in order, and data that goes into the manifest with them."""

    assets: tuple[str, ...]
    extra: Mapping[str, Any] = MappingProxyType({})


class BundleConfig(NamedTuple):
    """A bundle as configured. `filters` is None where the default of its type applies."""

    path: str
    contents: tuple[str | PartConfig, ...]
    filters: tuple[str, ...] | None
    where: Location
    # Where each item of `contents` is written.
    items: tuple[Location, ...] = ()
    allow_empty: bool = False

    def where_item(self, index: int) -> Location:
        """Where that item of `contents` is written, else the bundle."""
        return self.items[index] if index < len(self.items) else self.where


class EntryConfig(NamedTuple):
    """A bundle that esbuild makes of a source, its entry point, and all that this imports."""

    path: str
    entry: str
    where: Location
    # Where `entry` is written.
    item: Location


class Also(NamedTuple):
    """A manifest for another reader, by the name of its format and its path below the output folder."""

    format: str
    path: str


class Config(NamedTuple):
    """The configuration of a build. Paths are relative to the folder of `file`, which need not exist.

    `table` is the path of the configuration's table in `places`. `origin` tells of the foreign files that it was made
    from.
    """

    file: str = "assetbuild.toml"
    sources: tuple[str, ...] = ("assets",)
    output: str = "dist/assets"
    url: str = "/static/"
    exclude: tuple[str, ...] = ()
    minify: Minify = "safe"
    encodings: tuple[str, ...] = ("br", "gzip")
    also: tuple[Also, ...] = ()
    allow_missing: tuple[str, ...] = ()
    targets: str = TARGETS
    modules: Modules = "auto"
    module_files: tuple[str, ...] = ()
    # Bare specifiers, or their beginnings with a slash at the end, to logical paths or URLs, sorted.
    importmap: Mapping[str, str] = MappingProxyType({})
    packages: tuple[str, ...] = ()
    # Globs, and the size (bytes) up to which what they match is put into style sheets; the first that matches decides.
    inline: tuple[tuple[str, int], ...] = ()
    # Whether a file is put into a style sheet that names it more than once, each time.
    inline_repeated: bool = False
    sourcemaps: SourceMaps = False
    sources_content: bool = True
    bundles: tuple[BundleConfig, ...] = ()
    entries: tuple[EntryConfig, ...] = ()
    esbuild: EsbuildSettings = EsbuildSettings()
    filters: Mapping[str, Mapping[str, Any]] = MappingProxyType({})
    groups: Mapping[str, Group] = MappingProxyType({})
    prefixes: Mapping[str, str] = MappingProxyType({})
    table: tuple[str, ...] = ()
    places: KnownPlaces | None = None
    origin: Origin | None = None

    def where(self, *path: str | int) -> Location:
        """Where that value, or that item of a list, is written; the file where it is left out."""
        return self._place((*self.table, *path)) or Location(self.file)

    def targeted_esbuild(self) -> EsbuildSettings:
        """The settings of esbuild, with the targets of all output where it has none of its own."""
        target = self.esbuild.target or esbuild_targets(self.targets) or ()
        return self.esbuild._replace(target=target)

    def where_filter(self, name: str, option: str = "") -> Location:
        """Where that option of the filter is written, else its options, else the first bundle that uses it, else the
        file."""
        options: Path = (*self.table, "filters", name)
        if self.places is not None and option and self.places.has((*options, option)):
            return self.places.key((*options, option))
        place = self._place(options)
        uses = (self._use(bundle, name) for bundle in self.bundles if name in (bundle.filters or ()))
        return place or next(uses, Location(self.file))

    def _use(self, bundle: BundleConfig, name: str) -> Location:
        item = (bundle.filters or ()).index(name)
        return self._place((*self.table, "bundles", bundle.path, "filters", item)) or bundle.where

    def _place(self, path: Path) -> Location | None:
        return self.places.value(path) if self.places is not None and self.places.has(path) else None
