"""A bundle's contents (paths, globs, other bundles) to its members: sources in order, the first occurrence wins."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import NamedTuple

from .config import BundleConfig, Config, PartConfig
from .errors import AssetbuildError, Location, UsageError, did_you_mean
from .globs import compile_glob, is_glob
from .logical import extension
from .media_types import is_compressed
from .model import Bundle, FilterUse, Note, Part

MINIFIERS = {".css": "rcssmin", ".js": "rjsmin", ".mjs": "rjsmin", ".cjs": "rjsmin"}
_SMALL = {"rcssmin": "lightningcss", "rjsmin": "esbuild"}
ALL_MINIFIERS = frozenset(name for names in _SMALL.items() for name in names)

_BELOW = "paths are relative to a source root, as templates name them"


def expand_bundles(config: Config, sources: Collection[str]) -> tuple[Bundle, ...]:
    """The bundles of the configuration with their members, sorted by path. `sources` are sorted logical paths.

    A path in contents is that of a bundle where there is one, except in that bundle itself: so a bundle may take the
    place of a source of its name and hold it. A glob matches sources only. Raises AssetbuildError where a member is
    missing, UsageError for a circle, an empty bundle or scripts in a bundle of styles.
    """
    by_path = {bundle.path: bundle for bundle in config.bundles}
    expansion = _Expansion(config, by_path, sources)
    return tuple(expansion.bundle(path) for path in sorted(by_path))


def bundle_filters(config: Config, bundle: BundleConfig) -> tuple[FilterUse, ...]:
    """The filters that the bundle names, or the default of its type."""
    if bundle.filters is None:
        return default_filters(config, bundle.path)
    return tuple(filter_use(config, name) for name in dict.fromkeys(bundle.filters))


def default_filters(config: Config, path: str) -> tuple[FilterUse, ...]:
    """What minifies an asset of that type, by the configuration's `minify`."""
    name = MINIFIERS.get(extension(path), "")
    if config.minify == "small":
        name = _SMALL.get(name, "")
    return (filter_use(config, name),) if name and config.minify != "off" else ()


def filter_use(config: Config, name: str) -> FilterUse:
    """The filter with its configured options."""
    options = dict(config.filters.get(name, {}))
    kind = options.pop("filter", "")
    return FilterUse(name, tuple(sorted(options.items())), kind if isinstance(kind, str) else "")


class _Piece(NamedTuple):
    """A part with what it is made of."""

    filters: tuple[FilterUse, ...]
    entries: _Entries


# The members of a bundle by path, each with the item that named it, and its parts by the identity of what configures
# them: two parts may be alike.
_Entries = dict["str | int", "Location | _Piece"]


class _Expansion:
    def __init__(self, config: Config, bundles: Mapping[str, BundleConfig], sources: Collection[str]) -> None:
        self.config = config
        self.bundles = bundles
        self.sources = sources
        self.known = frozenset(sources)
        self.roots = tuple(f"{root.strip('./')}/" for root in config.sources)
        self.done: dict[str, _Entries] = {}
        self.open: list[str] = []
        self.notes: dict[str, list[Note]] = {}

    def bundle(self, path: str) -> Bundle:
        """The bundle of that path. Raises as `expand_bundles`."""
        members, parts = _flatten(self.entries(path))
        filters = bundle_filters(self.config, self.bundles[path])
        return Bundle(path, members, filters, parts, tuple(self.notes.get(path, ())))

    def entries(self, path: str) -> _Entries:
        if path not in self.done:
            self.open.append(path)
            self.done[path] = self.expand(self.bundles[path])
            self.open.pop()
        return self.done[path]

    def expand(self, bundle: BundleConfig) -> _Entries:
        entries = self.gather(bundle, bundle)
        if not entries and not bundle.allow_empty:
            hint = "`!` takes out what the items before it found: put it after them, or remove it"
            raise UsageError(f"the bundle {bundle.path!r} is empty: its `!` items leave nothing", bundle.where, hint)
        _refuse_other_type(bundle.path, entries)
        return entries

    def gather(self, level: BundleConfig | PartConfig, bundle: BundleConfig) -> _Entries:
        """What the contents of a bundle, or of a part of it, name."""
        entries: _Entries = {}
        for index, content in enumerate(level.contents):
            where = level.where_item(index)
            if isinstance(content, PartConfig):
                if inner := self.gather(content, bundle):
                    uses = tuple(filter_use(self.config, name) for name in dict.fromkeys(content.filters))
                    entries[id(content)] = _Piece(uses, inner)
            elif content.startswith("!"):
                pattern = compile_glob(content[1:])
                entries = {
                    key: entry for key, entry in entries.items() if isinstance(key, int) or not pattern.fullmatch(key)
                }
            else:
                for key, entry in self.find(content, bundle, where).items():
                    entries.setdefault(key, entry)
        return entries

    def find(self, content: str, bundle: BundleConfig, where: Location) -> _Entries:
        if content in self.bundles and content != bundle.path:
            if content in self.open:
                raise _circle([*self.open[self.open.index(content) :], content], where)
            return {key: entry if isinstance(entry, _Piece) else where for key, entry in self.entries(content).items()}
        if content in self.known:
            return {content: where}
        if content == bundle.path:
            raise UsageError(
                f"the bundle {content!r} names itself", where, "no source has that path; name the files it is made of"
            )
        if is_glob(content):
            return dict.fromkeys(self.match(content, bundle, where), where)
        message = f"the bundle {bundle.path!r} names {content!r}, which is in no source root"
        raise AssetbuildError(message, where, self.hint(content, bundle))

    def match(self, content: str, bundle: BundleConfig, where: Location) -> tuple[str, ...]:
        found = self.matching(content)
        if not found and bundle.allow_empty:
            note = Note("warning", f"{content!r} in the bundle {bundle.path!r} matches no source", where)
            self.notes.setdefault(bundle.path, []).append(note)
        elif not found:
            message = f"{content!r} in the bundle {bundle.path!r} matches no source"
            hint = self.hint(content, bundle) or "`*` stays within a folder; `**/` crosses any number of them"
            raise AssetbuildError(message, where, hint)
        return found

    def matching(self, content: str) -> tuple[str, ...]:
        pattern = compile_glob(content)
        return tuple(path for path in self.sources if pattern.fullmatch(path))

    def hint(self, content: str, bundle: BundleConfig) -> str | None:
        """What was probably meant by a path or a glob that finds nothing."""
        below = content.lstrip("./")
        below = next((below.removeprefix(root) for root in self.roots if below.startswith(root)), below)
        if below != content and self.matching(below):
            return f"paths start below the source root: write {below!r}"
        folder = content.strip("/")
        if not is_glob(content) and self.matching(f"{folder}/**"):
            return f"it is a folder: write {folder + '/**'!r} for all that is in it"
        others = (path for path in self.bundles if path != bundle.path)
        return None if is_glob(content) else did_you_mean(content, [*self.sources, *others]) or _BELOW


def _circle(paths: list[str], where: Location) -> UsageError:
    message = f"bundles name each other in a circle: {' → '.join(paths)}"
    return UsageError(message, where, "take one of them out of the other's contents")


def _flatten(entries: _Entries) -> tuple[tuple[str, ...], tuple[Part, ...]]:
    """All members, those of parts in their places, and the parts."""
    members: list[str] = []
    parts = []
    for key, entry in entries.items():
        if isinstance(entry, _Piece):
            inner, parts_within = _flatten(entry.entries)
            parts.append(Part(len(members), len(members) + len(inner), entry.filters, parts_within))
            members += inner
        else:
            members.append(str(key))
    return tuple(members), tuple(parts)


def _refuse_other_type(bundle: str, entries: _Entries) -> None:
    """Scripts in a bundle of styles, or the other way round, are never meant: a glob was too wide."""
    wanted = MINIFIERS.get(extension(bundle))
    for member, where in entries.items():
        if isinstance(member, int) or isinstance(where, _Piece):
            continue
        kind = MINIFIERS.get(extension(member))
        if wanted and (is_compressed(member) or (kind and kind != wanted)):
            hint = f"leave it out: put '!**/*{extension(member)}' after this item"
            raise UsageError(f"{member!r} cannot be in {bundle!r}: it is of another type", where, hint)
