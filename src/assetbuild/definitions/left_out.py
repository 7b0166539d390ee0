"""Paths that are left out, as few globs: whole folders, and all files of a folder that end alike, where that is so."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from ..globs import literal_glob
from ..logical import extension


def left_out(paths: Collection[str], kept: Collection[str]) -> list[str]:
    """Globs that match all of `paths` and none of `kept`, sorted."""
    return sorted(_globs("", sorted(set(paths) - set(kept)), sorted(kept)))


def _globs(folder: str, paths: list[str], kept: list[str]) -> Iterator[str]:
    if not paths:
        return
    if folder and not kept:
        yield f"{literal_glob(folder)}**"
        return
    at = len(folder)
    beside = {extension(path) for path in kept if "/" not in path[at:]}
    endings: dict[str, None] = {}
    inner: dict[str, None] = {}
    for path in paths:
        name, slash, _ = path[at:].partition("/")
        if slash:
            inner.setdefault(f"{folder}{name}/")
        elif (ending := extension(path)) in beside or not ending:
            yield literal_glob(path)
        else:
            # What ends in capitals has a glob of its own.
            endings.setdefault(path[-len(ending) :])
    yield from (f"{literal_glob(folder)}*{literal_glob(ending)}" for ending in endings)
    for below in inner:
        yield from _globs(
            below,
            [path for path in paths if path.startswith(below)],
            [path for path in kept if path.startswith(below)],
        )
