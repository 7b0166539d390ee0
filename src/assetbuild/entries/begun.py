"""A build whose entry points esbuild works on already, while what the rest of it needs is imported."""

from __future__ import annotations

import os
from typing import NamedTuple, Protocol

from ..config import Config
from ..esbuild.tool import Esbuild
from ..source_roots import Roots
from ..sources import Sources, find_sources
from ..timings import Timings
from .call import Answer, EntriesCall


class Kept(Protocol):
    """A cache that is read."""

    def get(self, key: str) -> bytes | None:
        """The value that was put under `key`, or None."""
        ...


class BegunCall(NamedTuple):
    """The call for the entry points with its key; what the cache has of it, or else the answer that is waited for."""

    call: EntriesCall
    key: str
    kept: bytes | None
    answer: Answer | None


class Begun(NamedTuple):
    """The sources of a build, its esbuild, and the call for its entry points, if it has any."""

    sources: Sources
    esbuild: Esbuild
    entries: BegunCall | None


def begin(config: Config, folder: str, roots: Roots | None, cache: Kept, timings: Timings) -> Begun:
    """Find the sources, and have esbuild begin with the entry points if the cache has nothing of them. `folder` is the
    configuration's. Raises AssetbuildError."""
    sources = timings.timed("list", find_sources)(config, folder, roots)
    esbuild = Esbuild(config.targeted_esbuild(), folder, config.where("esbuild"))
    if not config.entries:
        return Begun(sources, esbuild, None)
    folders = tuple(root.folder for root in sources.roots.roots)
    call = EntriesCall(config, os.path.realpath(folder), folders, sources.listing, esbuild)
    key = call.key()
    kept = timings.timed("cache read", cache.get)(key)
    return Begun(sources, esbuild, BegunCall(call, key, kept, None if kept is not None else call.ask()))
