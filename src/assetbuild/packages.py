"""Folders of packages, such as `node_modules`: looked into where a module names a package, and no further."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any, NamedTuple
from unicodedata import normalize

from .config import Config
from .errors import AssetbuildError, Location, UsageError, locate
from .logical import BadPath, fold, normalise
from .model import Source, WalkedFolder
from .modules.package_json import Package
from .source_roots import root_folder
from .unchanged import changed_ns

# Below it stands every file of a package: `node_modules` itself is a name that many deployments leave out.
MOUNT = "packages"
_NESTED = "node_modules"
_META = "package.json"


class _Root(NamedTuple):
    folder: str
    real: str


class PackageFolders:
    """The packages in the configured folders; the first folder that has a package wins.

    What modules reach becomes a source, by its logical path in `sources`. `folders` were listed and `files` were read
    or looked for: the result depends on them. To be used from one thread.
    """

    def __init__(self, config: Config, folder: str) -> None:
        """Raises UsageError for a folder that is not there."""
        names = enumerate(config.packages)
        self._roots = [_find_root(name, folder, config.where("packages", index)) for index, name in names]
        self._listed: dict[str, dict[str, str]] = {}
        self._packages: dict[str, Package | None] = {}
        self._folds: dict[str, str] = {}
        self._new: list[str] = []
        self.sources: dict[str, Source] = {}
        self.folders: list[WalkedFolder] = []
        self.files: list[str] = []

    def find(self, name: str, importer: str) -> Package | None:
        """As Node.js looks: in the `node_modules` of each folder from the importer's up, then in the folder of
        packages."""
        below = importer.removeprefix(f"{MOUNT}/").split("/")[:-1] if importer.startswith(f"{MOUNT}/") else []
        for depth in range(len(below), 0, -1):
            if below[depth - 1] != _NESTED:
                found = self._package(name, "/".join([*below[:depth], _NESTED, name]))
                if found:
                    return found
        return self._package(name, name)

    def around(self, path: str) -> Package | None:
        """The innermost folder with a `package.json`."""
        parts = path.split("/")[1:-1] if path.startswith(f"{MOUNT}/") else []
        for depth in range(len(parts), 0, -1):
            place = "/".join(parts[:depth])
            if self._file(f"{place}/{_META}"):
                return self._package(place, place)
        return None

    def has(self, path: str) -> bool:
        return path.startswith(f"{MOUNT}/") and self._file(path.removeprefix(f"{MOUNT}/")) is not None

    def reach(self, path: str) -> bool:
        if path in self.sources:
            return True
        file = self._file(path.removeprefix(f"{MOUNT}/")) if path.startswith(f"{MOUNT}/") else None
        if file is None or not _is_logical(path):
            return False
        twin = self._folds.setdefault(fold(path), path)
        if twin != path:
            message = f"{path!r} and {twin!r} differ only in case: some file systems take them for one file"
            raise AssetbuildError(message, Location(file), "install packages that do not have both")
        status = os.stat(file)
        self.sources[path] = Source(path, file, status.st_size, changed_ns(status), status.st_ino)
        self._new.append(path)
        return True

    def names(self) -> Iterable[str]:
        for root in self._roots:
            for name, kind in self._list(root.folder).items():
                if kind == "folder" and name.startswith("@"):
                    yield from (f"{name}/{inner}" for inner in self._list(os.path.join(root.folder, name)))
                elif kind == "folder" and not name.startswith("."):
                    yield name

    def near(self, path: str) -> list[str]:
        """The logical paths of the files in that file's folder."""
        folder = path.rpartition("/")[0]
        listed = self._listing(folder.removeprefix(f"{MOUNT}/")) if folder.startswith(f"{MOUNT}/") else None
        return [f"{folder}/{name}" for name, kind in (listed or {}).items() if kind == "file"]

    def take(self) -> list[str]:
        """The logical paths that were reached since the last call, sorted."""
        taken, self._new = sorted(self._new), []
        return taken

    def _package(self, name: str, place: str) -> Package | None:
        if place not in self._packages:
            found = self._listing(place)
            meta = self._meta(place) if found is not None else {}
            self._packages[place] = None if found is None else Package(name, f"{MOUNT}/{place}", meta)
        return self._packages[place]

    def _meta(self, place: str) -> dict[str, Any]:
        file = self._file(f"{place}/{_META}")
        if file is None:
            return {}
        self.files.append(file)
        with open(file, encoding="utf-8-sig", errors="replace") as stream:
            text = stream.read()
        try:
            meta = json.loads(text)
        except ValueError as error:
            offset = error.pos if isinstance(error, json.JSONDecodeError) else 0
            raise AssetbuildError(
                f"not JSON: {error}", locate(file, text, offset), "install the package again"
            ) from error
        return meta if isinstance(meta, dict) else {}

    def _file(self, place: str) -> str | None:
        folder, _, name = place.rpartition("/")
        listed = self._listing(folder) or {}
        return f"{self._path(folder)}{os.sep}{name}" if listed.get(name) == "file" else None

    def _path(self, place: str) -> str:
        root = self._root_of(place)
        return os.path.join(root.folder, *place.split("/")) if root else ""

    def _root_of(self, place: str) -> _Root | None:
        """The one that has the package which the place is in."""
        parts = place.split("/")
        scope, name = (parts[0], parts[1]) if parts[0].startswith("@") and len(parts) > 1 else ("", parts[0])
        for root in self._roots:
            has_scope = not scope or self._list(root.folder).get(scope) == "folder"
            if has_scope and self._list(os.path.join(root.folder, scope)).get(name) == "folder":
                return root
        return None

    def _listing(self, place: str) -> dict[str, str] | None:
        """What is in the folder, by name; None where there is none of these very names, whatever the disk ignores."""
        root = self._root_of(place) if place else None
        if root is None:
            return None
        path = root.folder
        for name in place.split("/"):
            if self._list(path).get(name) != "folder":
                return None
            path = os.path.join(path, name)
        return self._list(path)

    def _list(self, path: str) -> dict[str, str]:
        if path not in self._listed:
            status = os.stat(path)
            with os.scandir(path) as scanned:
                entries = sorted(scanned, key=lambda entry: entry.name)
            links = any(entry.is_symlink() for entry in entries)
            names = None if links else tuple(entry.name for entry in entries)
            self.folders.append(WalkedFolder(path, changed_ns(status), status.st_ino, names))
            self._listed[path] = {normalize("NFC", entry.name): self._kind(entry) for entry in entries}
        return self._listed[path]

    def _kind(self, entry: os.DirEntry[str]) -> str:
        """A link that leads out of all folders of packages is as if it were not there."""
        if entry.is_symlink() and not any(_is_below(os.path.realpath(entry.path), root.real) for root in self._roots):
            return "link"
        return "folder" if entry.is_dir() else "file" if entry.is_file() else "other"


def _find_root(name: str, folder: str, where: Location) -> _Root:
    path = root_folder(name, folder, where) if name.startswith("package:") else os.path.join(folder, name)
    if not os.path.isdir(path):
        hint = "install the packages first (npm ci), or name the folder that holds them"
        raise UsageError(f"there is no folder of packages {name!r}", where, hint)
    path = os.path.abspath(path)
    return _Root(path, os.path.realpath(path))


def _is_below(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_logical(path: str) -> bool:
    try:
        return normalise(path) == path
    except BadPath:
        return False
