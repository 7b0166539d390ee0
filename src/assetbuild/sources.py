"""The sources of a build: lists those of all roots, and refuses what may not be one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import NamedTuple
from unicodedata import normalize

from .config import Config
from .errors import AssetbuildError, Faults, Location, UsageError, did_you_mean
from .globs import compile_globs
from .logical import BadPath, fold, normalise
from .model import Source
from .source_roots import root_folder
from .source_walk import Walked, WalkedFolder, walk_root

_RENAME = "rename it, or leave it out with `exclude`"


class Sources(NamedTuple):
    """All sources by logical path, sorted, and the folders that were listed to find them."""

    listing: Mapping[str, Source]
    folders: tuple[WalkedFolder, ...]


def find_sources(config: Config, folder: str) -> Sources:
    """All sources below the configured roots; the first root that has a path wins. `folder` is the configuration's.

    What `exclude` matches and may not be a source is passed over. Raises `UsageError` for a root that does not
    exist, and `Faults` for every file that may not be a source.
    """
    roots = [root_folder(root, folder, config.where("sources", index)) for index, root in enumerate(config.sources)]
    _refuse_unknown_prefixes(config)
    output = os.path.realpath(os.path.join(folder, config.output))
    listing = _Listing(config)
    for name, root in zip(config.sources, roots, strict=True):
        prefix = config.prefixes.get(name, "")
        listing.add_root(root, output, prefix and f"{prefix}/")
    if listing.faults:
        raise Faults(listing.faults)
    return Sources({path: listing.found[path] for path in sorted(listing.found)}, tuple(listing.folders))


def _refuse_unknown_prefixes(config: Config) -> None:
    for root in config.prefixes:
        if root not in config.sources:
            message = f"`prefixes` names {root!r}, which is no source root"
            raise UsageError(message, config.where("prefixes", root), did_you_mean(root, config.sources))


class _Listing:
    """What the roots hold, gathered root by root."""

    def __init__(self, config: Config) -> None:
        self.excluded = compile_globs(config.exclude)
        self.found: dict[str, Source] = {}
        self.folders: list[WalkedFolder] = []
        self.faults: list[AssetbuildError] = []
        # Where each path, as a file system that ignores case sees it, was first found: (path, the file as shown).
        self.folds: dict[str, tuple[str, str]] = {}

    def add_root(self, root: str, output: str, prefix: str) -> None:
        """Add what `root` holds. `prefix` comes before its logical paths."""
        names: dict[str, Walked] = {}
        for walked in walk_root(root, output):
            if isinstance(walked, WalkedFolder):
                self.folders.append(walked)
                continue
            if prefix:
                walked = walked._replace(path=prefix + walked.path)
            try:
                self.add(walked, names)
            except AssetbuildError as fault:
                if not self.excludes(walked.path):
                    self.faults.append(fault)

    def excludes(self, path: str) -> bool:
        """Whether `exclude` matches the file, or all that would be in the folder."""
        path = normalize("NFC", path)
        return self.excluded is not None and any(map(self.excluded.fullmatch, (path, f"{path}/.")))

    def add(self, walked: Walked, names: dict[str, Walked]) -> None:
        """Add what was found; `names` maps the paths of its root to what they are called on disk."""
        if walked.fault:
            raise walked.fault
        path = _normalise(walked)
        twin = names.setdefault(path, walked)
        if twin is not walked:
            message = f"two names are one in Unicode's normal form, {path!r}: some file systems take them for one file"
            hint = f"rename one of them: they are {twin.shown!a} and {walked.shown!a}"
            raise AssetbuildError(message, Location(walked.shown), hint)
        first, shown = self.folds.setdefault(fold(path), (path, walked.shown))
        if first != path:
            message = f"{path!r} and {first!r} differ only in case: some file systems take them for one file"
            raise AssetbuildError(message, Location(walked.shown), f"rename one of them; the other is {shown}")
        self.found.setdefault(path, Source(path, walked.file, walked.size, walked.modified, walked.inode))


def _normalise(walked: Walked) -> str:
    if not walked.path.isascii() and sys.getfilesystemencoding() != "utf-8":
        message = f"Python takes the names of files for {sys.getfilesystemencoding()} here, not for UTF-8"
        raise UsageError(message, Location(walked.shown), "set the environment variable PYTHONUTF8=1")
    try:
        return normalise(walked.path)
    except BadPath as error:
        raise AssetbuildError(f"this file cannot be a source: {error}", Location(walked.shown), _RENAME) from error
