"""A bundle's contents (paths, globs, other bundles) to its members: sources in order, the first occurrence wins."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from .config import BundleConfig, Config
from .errors import AssetbuildError, UsageError, did_you_mean
from .globs import compile_glob, is_glob
from .logical import extension
from .model import Bundle, FilterUse

MINIFIERS = {".css": "rcssmin", ".js": "rjsmin", ".mjs": "rjsmin", ".cjs": "rjsmin"}


def expand_bundles(config: Config, sources: Collection[str]) -> tuple[Bundle, ...]:
    """The bundles of the configuration with their members, sorted by path. `sources` are sorted logical paths."""
    by_path = {bundle.path: bundle for bundle in config.bundles}
    expansion = _Expansion(by_path, sources)
    return tuple(
        Bundle(path, expansion.members(path), bundle_filters(config, by_path[path])) for path in sorted(by_path)
    )


def bundle_filters(config: Config, bundle: BundleConfig) -> tuple[FilterUse, ...]:
    """The filters that the bundle names, or the default of its type."""
    if bundle.filters is None:
        return default_filters(config, bundle.path)
    return tuple(filter_use(config, name) for name in bundle.filters)


def default_filters(config: Config, path: str) -> tuple[FilterUse, ...]:
    """What minifies an asset of that type, by the configuration's `minify`."""
    name = MINIFIERS.get(extension(path))
    return (filter_use(config, name),) if name and config.minify != "off" else ()


def filter_use(config: Config, name: str) -> FilterUse:
    """The filter with its configured options."""
    return FilterUse(name, tuple(sorted(config.filters.get(name, {}).items())))


class _Expansion:
    def __init__(self, bundles: Mapping[str, BundleConfig], sources: Collection[str]) -> None:
        self.bundles = bundles
        self.sources = sources
        self.done: dict[str, tuple[str, ...]] = {}
        self.open: list[str] = []

    def members(self, path: str) -> tuple[str, ...]:
        if path not in self.done:
            self.refuse_circle(path)
            self.open.append(path)
            self.done[path] = self.expand(self.bundles[path])
            self.open.pop()
        return self.done[path]

    def refuse_circle(self, path: str) -> None:
        if path in self.open:
            circle = " → ".join([*self.open[self.open.index(path) :], path])
            raise UsageError(f"bundles name each other in a circle: {circle}", self.bundles[path].where)

    def expand(self, bundle: BundleConfig) -> tuple[str, ...]:
        members: dict[str, None] = {}
        for content in bundle.contents:
            if content.startswith("!"):
                pattern = compile_glob(content[1:])
                members = {path: None for path in members if not pattern.fullmatch(path)}
            else:
                members |= dict.fromkeys(self.find(content, bundle))
        if not members:
            raise UsageError(f"bundle {bundle.path!r} is empty: its `!` patterns take every member out", bundle.where)
        return tuple(members)

    def find(self, content: str, bundle: BundleConfig) -> tuple[str, ...]:
        if content in self.bundles and content != bundle.path:
            return self.members(content)
        if content in self.sources:
            return (content,)
        if content == bundle.path:
            return self.members(content)
        return self.match(content, bundle)

    def match(self, content: str, bundle: BundleConfig) -> tuple[str, ...]:
        if not is_glob(content):
            hint = did_you_mean(content, [*self.sources, *self.bundles])
            message = f"bundle {bundle.path!r} names {content!r}, which is in no source root"
            raise AssetbuildError(message, bundle.where, hint)
        pattern = compile_glob(content)
        found = tuple(path for path in self.sources if pattern.fullmatch(path))
        if not found:
            hint = "`*` stays within a folder, `**/` crosses folders; paths are relative to a source root"
            raise AssetbuildError(f"{content!r} in bundle {bundle.path!r} matches no source", bundle.where, hint)
        return found
