"""The one call of esbuild for all entry points: what it is asked, and the key under which a cache keeps its result."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from ..config import Config, EntryConfig
from ..errors import AssetbuildError, did_you_mean
from ..esbuild.settings import MAP_FLAG, bundle_flags
from ..esbuild.tool import Esbuild
from ..keys import EntriesKey, key_digest
from ..model import Source
from .names import MARK, entry_name

OUT = "out"
_ONE = "all entry points"


class Answer(NamedTuple):
    """When esbuild was asked (nanoseconds), and what waits for its response."""

    began: int
    wait: Callable[[], dict[str, Any]]


class EntriesCall:
    """`folder` is the configuration's, without links; `roots` are the folders of the source roots."""

    def __init__(
        self, config: Config, folder: str, roots: Sequence[str], sources: Mapping[str, Source], esbuild: Esbuild
    ) -> None:
        self.config, self.folder, self.sources, self.esbuild = config, folder, sources, esbuild
        # What stands before the names of a folder's files, by folder.
        self._prefixes: dict[str, str] = {}
        # The project's own packages, for roots that are elsewhere; and all roots, so that one may import from another.
        self._paths = [os.path.join(folder, "node_modules"), *map(os.path.realpath, roots)]
        self._flags = bundle_flags(esbuild.settings, config.minify != "off", config.url, MARK)
        self._flags += [MAP_FLAG] if config.sourcemaps else []
        self._starts = [self.relative(self._source(entry).file) for entry in config.entries]

    def key(self) -> str:
        """All but the contents of files decides it."""
        names = "\n".join([*self.sources, "", *self._excluded()])
        entries = tuple((entry.path, start) for entry, start in zip(self.config.entries, self._starts, strict=True))
        paths = tuple(map(self._relative, self._paths))
        digest = sha256(names.encode()).hexdigest()
        return key_digest(EntriesKey(self.esbuild.version, tuple(self._flags), entries, paths, digest))

    def ask(self) -> Answer:
        """Send the call to esbuild, and do not wait for it."""
        return Answer(time.time_ns(), self.esbuild.begin(self._request(), _ONE))

    def relative(self, file: str) -> str:
        """The file as esbuild names it: without links, from the folder of the configuration."""
        folder, name = os.path.split(file)
        if os.path.islink(file):
            return self._relative(file)
        if folder not in self._prefixes:
            path = self._relative(folder)
            self._prefixes[folder] = "" if path == "." else f"{path}/"
        return self._prefixes[folder] + name

    def _relative(self, path: str) -> str:
        return os.path.relpath(os.path.realpath(path), self.folder).replace(os.sep, "/")

    def _request(self) -> dict[str, Any]:
        return {
            "command": "build",
            "key": 0,
            "entries": [[entry_name(index), f"./{start}"] for index, start in enumerate(self._starts)],
            "flags": self._flags,
            "write": False,
            "stdinContents": None,
            "stdinResolveDir": None,
            "absWorkingDir": self.folder,
            "nodePaths": self._paths,
            "context": False,
        }

    def _source(self, entry: EntryConfig) -> Source:
        source = self.sources.get(entry.entry)
        if source is None:
            hint = did_you_mean(entry.entry, self.sources) or "paths are relative to a source root"
            message = f"the entry point of {entry.path!r} is {entry.entry!r}, which is in no source root"
            raise AssetbuildError(message, entry.item, hint)
        return source

    def _excluded(self) -> Collection[str]:
        return (*self.config.exclude, *(bundle.path for bundle in self.config.bundles))
