"""The sources of a build: lists those of all roots, and refuses what may not be one."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import NamedTuple
from unicodedata import normalize

from .config import Config
from .config_file import OWN, SHARED
from .errors import AssetbuildError, Faults, Location, UsageError
from .globs import compile_globs
from .logical import BadPath, fold, normalise
from .model import Source, WalkedFolder
from .source_roots import NO_ROOTS, Root, Roots, find_roots
from .source_walk import Walked, walk_root

_RENAME = "rename it, or leave it out with `exclude`"


class Sources(NamedTuple):
    """All sources by logical path, sorted, the folders that were listed to find them, and the roots they are in."""

    listing: Mapping[str, Source]
    folders: tuple[WalkedFolder, ...]
    roots: Roots = NO_ROOTS


def find_sources(config: Config, folder: str, roots: Roots | None = None) -> Sources:
    """All sources below the configured roots; the first root that has a path wins. `folder` is the configuration's,
    `roots` what its roots are known to stand for.

    What `exclude` matches and may not be a source is passed over. Raises `UsageError` for a root that does not
    exist, and `Faults` for every file that may not be a source.
    """
    roots = roots or find_roots(config, folder)
    output = os.path.realpath(os.path.join(folder, config.output))
    listing = _Listing(config, folder)
    for root in roots.roots:
        listing.add_root(root, output)
    if listing.faults:
        raise Faults(listing.faults)
    return Sources({path: listing.found[path] for path in sorted(listing.found)}, tuple(listing.folders), roots)


class _Listing:
    """What the roots hold, gathered root by root."""

    def __init__(self, config: Config, folder: str) -> None:
        self.excluded = compile_globs(config.exclude)
        # The configuration is no asset, even where the project's own folder is a source root.
        names = {OWN, SHARED, os.path.basename(config.file) if config.file.endswith(".toml") else OWN}
        self.configuration = {name: os.path.realpath(os.path.join(folder, name)) for name in names}
        self.found: dict[str, Source] = {}
        self.folders: list[WalkedFolder] = []
        self.faults: list[AssetbuildError] = []
        # Where each path, as a file system that ignores case sees it, was first found: (path, the file as shown).
        self.folds: dict[str, tuple[str, str]] = {}

    def add_root(self, root: Root, output: str) -> None:
        names: dict[str, Walked] = {}
        for walked in _walk(root, output):
            if isinstance(walked, WalkedFolder):
                self.folders.append(walked)
                continue
            if self.is_configuration(walked):
                continue
            try:
                self.add(walked, names)
            except AssetbuildError as fault:
                if not self.excludes(walked.path):
                    self.faults.append(fault)

    def is_configuration(self, walked: Walked) -> bool:
        known = self.configuration.get(walked.path.rpartition("/")[2])
        return known is not None and os.path.realpath(walked.file) == known

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


def _walk(root: Root, output: str) -> Iterator[Walked | WalkedFolder]:
    """What is in the folder, with the root's prefix before each path, and without what the root leaves out."""
    paths = None if root.paths is None else frozenset(root.paths)
    for walked in walk_root(root.folder, output):
        if isinstance(walked, WalkedFolder):
            yield walked
        elif not _is_left_out(walked.path, root.ignored) and (paths is None or walked.path in paths):
            yield walked._replace(path=root.prefix + walked.path) if root.prefix else walked


def _is_left_out(path: str, patterns: Collection[str]) -> bool:
    """As Django's `collectstatic` does: each name is compared, and the whole path below the root."""
    names = (*path.split("/"), path) if patterns else ()
    return any(fnmatchcase(name, pattern) for name in names for pattern in patterns)


def _normalise(walked: Walked) -> str:
    if not walked.path.isascii() and sys.getfilesystemencoding() != "utf-8":
        message = f"Python takes the names of files for {sys.getfilesystemencoding()} here, not for UTF-8"
        raise UsageError(message, Location(walked.shown), "set the environment variable PYTHONUTF8=1")
    try:
        return normalise(walked.path)
    except BadPath as error:
        raise AssetbuildError(f"this file cannot be a source: {error}", Location(walked.shown), _RENAME) from error
