"""What the last build made, so that what would come out the same is not made again: not read, not linked, not written.

An asset comes out the same where its sources and filters are the same, and so does everything that it names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from . import __version__
from .config import Config
from .errors import Location
from .manifest import Entry
from .model import Note
from .twin_codecs import TwinCodecs

_MAGIC = b"assetbuild last build 2\n"


class Made(NamedTuple):
    """How an asset was made and what came of it.

    `key` stands for its sources and filters, `fetched` are the digests of what filters asked for beside them (None for
    what was not there), `targets` the assets that it names. `stamps` are the times (ns) at which its artifact, its
    source map and their twins were last changed. `map` is the logical path of that map with its entry.
    """

    key: str
    fetched: tuple[tuple[str, str | None], ...]
    targets: tuple[str, ...]
    notes: tuple[Note, ...]
    entry: Entry
    stamps: tuple[int, ...]
    map: tuple[str, Entry] | None = None

    def entries(self) -> list[Entry]:
        """That of the asset, and of its map."""
        return [self.entry, self.map[1]] if self.map else [self.entry]


class LastBuild(NamedTuple):
    """All assets of a build by logical path, and a digest of all that they depend on beside what each says itself."""

    settings: str = ""
    made: Mapping[str, Made] = MappingProxyType({})


NOTHING = LastBuild()


def can_be_kept(config: Config) -> bool:
    """Whether assets depend on nothing but what `Made` tells: with these settings others put something into them."""
    others = (config.inline, config.packages, config.entries)
    return not any(others) and config.modules != "importmap"


def settings_of(config: Config, codecs: TwinCodecs) -> str:
    """What every asset depends on."""
    made_by = [[(codec.encoding, codec.name, codec.quality) for codec in each] for each in codecs]
    return sha256(repr((__version__, config._replace(places=None, origin=None), made_by)).encode()).hexdigest()


def unchanged(
    last: LastBuild,
    keys: Mapping[str, str],
    is_same: Callable[[str, str | None], bool],
    is_in_place: Callable[[Made], bool],
) -> dict[str, Made]:
    """What would come out as it did, of the assets with these keys; an empty key is that of one that has to be made.

    `is_same` says whether a source has that digest, `is_in_place` whether the files of an asset are there as they were.
    """
    # With another set of names, references may lead elsewhere.
    if keys.keys() != last.made.keys():
        return {}
    pending = [
        path for path, key in keys.items() if not _comes_out_the_same(last.made[path], key, is_same, is_in_place)
    ]
    users: dict[str, list[str]] = {}
    for path, made in last.made.items():
        for target in made.targets:
            users.setdefault(target, []).append(path)
    changed = set(pending)
    while pending:
        found = [user for user in users.get(pending.pop(), ()) if user not in changed]
        changed.update(found)
        pending += found
    return {path: made for path, made in last.made.items() if path not in changed}


def _comes_out_the_same(
    made: Made, key: str, is_same: Callable[[str, str | None], bool], is_in_place: Callable[[Made], bool]
) -> bool:
    return (
        bool(key)
        and key == made.key
        and all(is_same(path, digest) for path, digest in made.fetched)
        and is_in_place(made)
    )


def dump(build: LastBuild) -> bytes:
    """The build as bytes, with their digest."""
    body = json.dumps([build.settings, dict(build.made)], separators=(",", ":"), ensure_ascii=False).encode()
    return _MAGIC + sha256(body).digest() + body


def load(data: bytes) -> LastBuild:
    """What `dump` made; of no assets where these are other bytes."""
    start = len(_MAGIC) + 32
    body = data[start:]
    if data[:start] != _MAGIC + sha256(body).digest():
        return LastBuild()
    settings, made = json.loads(body)
    return LastBuild(settings, {path: _made(*fields) for path, fields in made.items()})


def _made(
    key: str,
    fetched: list[tuple[str, str | None]],
    targets: list[str],
    notes: list[tuple[Any, ...]],
    entry: list[Any],
    stamps: list[int],
    found: list[Any] | None,
) -> Made:
    texts = tuple((path, digest) for path, digest in fetched)
    own_map = (found[0], _entry(found[1])) if found else None
    notes_read = tuple(_note(*note) for note in notes)
    return Made(key, texts, tuple(targets), notes_read, _entry(entry), tuple(stamps), own_map)


def _note(level: Any, message: str, where: list[Any] | None) -> Note:
    return Note(level, message, Location(*where) if where else None)


def _entry(fields: list[Any]) -> Entry:
    return Entry._make(tuple(field) if isinstance(field, list) else field for field in fields)
