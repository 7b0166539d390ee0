"""The manifests for other readers that the configuration asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from .config import Config
from .fingerprint import integrity
from .manifest import AssetGroup, Entry, ModuleMap, OtherManifest
from .model import Note
from .other_manifests.content import Content
from .other_manifests.formats import render, unsaid


class OtherManifests(NamedTuple):
    """Their bytes by path below the output folder, what ours says of them, and what they cannot say."""

    files: Mapping[str, bytes]
    said: Mapping[str, OtherManifest]
    notes: tuple[Note, ...]


def other_manifests(
    config: Config, entries: Mapping[str, Entry], modules: ModuleMap | None, groups: Mapping[str, AssetGroup]
) -> OtherManifests:
    """Those that `also` names, of these assets."""
    content = Content(config.url, entries, groups, modules, frozenset(entry.path for entry in config.entries))
    files = {each.path: render(each.format, content) for each in config.also}
    said = {
        each.path: OtherManifest(each.format, len(files[each.path]), integrity(files[each.path]))
        for each in config.also
    }
    return OtherManifests(files, said, tuple(_notes(config, content)))


def _notes(config: Config, content: Content) -> Iterator[Note]:
    for each in config.also:
        for what in unsaid(each.format, content):
            yield Note("warning", f"the manifest {each.path!r} ({each.format}) cannot say all: {what}")
