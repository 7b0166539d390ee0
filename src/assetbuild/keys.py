"""What a cached result depends on: visible dataclasses, and the digest of one is the key."""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from . import __version__
from .model import Action, Filter, FilterUse, Part


class FilterKey(NamedTuple):
    """A filter at one version with one set of options (JSON, sorted)."""

    name: str
    version: str
    options: str


class MemberKey(NamedTuple):
    """A member of an action: its logical path, the digest of its source, and the filters that run on it alone."""

    path: str
    digest: str
    filters: tuple[FilterKey, ...]


class PartKey(NamedTuple):
    """Which members of a bundle are joined first, and the filters of that."""

    start: int
    stop: int
    filters: tuple[FilterKey, ...]
    parts: tuple[PartKey, ...]


class ActionKey(NamedTuple):
    """All that a compiled asset depends on, but for what its filters fetch on the way: that stands with the result.

    The output's path counts, since references are rebased to it. `assetbuild` is our version: scanners and joining
    may change with it.
    """

    output: str
    bundle: bool
    members: tuple[MemberKey, ...]
    filters: tuple[FilterKey, ...]
    parts: tuple[PartKey, ...] = ()
    is_mapped: bool = False
    # Whether imports were looked for.
    modules: bool = True
    # The number is one more whenever a scanner finds something else in the same text, or what is kept has
    # another form, within a version.
    assetbuild: str = f"{__version__} scanners 4"


class EntriesKey(NamedTuple):
    """All that the entry points depend on, but for the files that esbuild reads: these stand with the result.

    `esbuild` is its version; `entries` are pairs of an output and its source's file, `paths` where packages are looked
    for, both relative to the configuration; `names` is the digest of the logical paths of all sources.
    """

    esbuild: str
    flags: tuple[str, ...]
    entries: tuple[tuple[str, str], ...]
    paths: tuple[str, ...]
    names: str
    # The number is one more whenever something else is made of the same response of esbuild within a version.
    assetbuild: str = f"{__version__} entries 3"


class EncodingKey(NamedTuple):
    """All that a twin depends on: the encoding, the codec and its version, the quality, the integrity of the bytes."""

    encoding: str
    codec: str
    quality: int
    integrity: str


def action_key(
    action: Action,
    digests: Mapping[str, str],
    filters: Mapping[str, Filter],
    is_mapped: bool = False,
    modules: bool = True,
) -> ActionKey:
    """The key of an action; `digests` has one for each member. `is_mapped`: a source map is made too. `modules`:
    imports are looked for."""

    def keys(uses: tuple[FilterUse, ...]) -> tuple[FilterKey, ...]:
        return tuple(_filter_key(use, filters[use.name]) for use in uses)

    members = tuple(MemberKey(each.path, digests[each.path], keys(each.filters)) for each in action.members)

    def parts(found: tuple[Part, ...]) -> tuple[PartKey, ...]:
        return tuple(PartKey(each.start, each.stop, keys(each.filters), parts(each.parts)) for each in found)

    bundled = parts(action.parts)
    return ActionKey(action.output, action.bundle, members, keys(action.filters), bundled, is_mapped, modules)


def key_digest(key: ActionKey | EntriesKey | EncodingKey) -> str:
    """SHA-256 in hex of a key as Python writes it: strings, numbers and tuples, each with its name."""
    return sha256(repr(key).encode()).hexdigest()


def _filter_key(use: FilterUse, found: Filter) -> FilterKey:
    # TOML has dates and times, which JSON has not.
    options = json.dumps(use.options, sort_keys=True, default=repr)
    return FilterKey(use.kind or use.name, found.version, options)
