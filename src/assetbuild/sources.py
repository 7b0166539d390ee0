"""The source roots: walks them, refuses what may not be a source, and reads each file once."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from threading import Lock
from unicodedata import normalize

from .config import Config
from .errors import AssetbuildError, Faults, Location, UsageError
from .fingerprint import digest
from .globs import compile_globs
from .logical import BadPath, fold, normalise
from .model import Plan, Source

_PACKAGE = "package:"
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_WELL_KNOWN = ".well-known"


class Sources:
    """The sources of a build by logical path, and their bytes, each file read once."""

    def __init__(self, listing: Mapping[str, Source]) -> None:
        self.listing = listing
        self._lock = Lock()
        self._uses: dict[str, int] = {}
        self._kept: dict[str, bytes] = {}
        self._digests: dict[str, str] = {}
        self._locks: dict[str, Lock] = {}

    def expect(self, plan: Plan) -> None:
        """Says how often each source will be asked for, so that one used twice is kept until its last use."""
        for action in plan.actions:
            for member in action.members:
                self._uses[member.path] = self._uses.get(member.path, 0) + 1
        self._locks = {path: Lock() for path, uses in self._uses.items() if uses > 1}

    def __call__(self, path: str) -> bytes | None:
        """The bytes of the source, or None where there is none."""
        source = self.listing.get(path)
        if source is None:
            return None
        lock = self._locks.get(path)
        if lock is None:
            return self._read(source)
        with lock:
            return self._read_shared(source)

    def file(self, path: str) -> str | None:
        """The file on disk of the source."""
        source = self.listing.get(path)
        return source.file if source else None

    def _read_shared(self, source: Source) -> bytes:
        data = self._kept.get(source.path)
        if data is None:
            data = self._kept[source.path] = self._read(source)
        self._uses[source.path] -= 1
        if self._uses[source.path] <= 0:
            del self._kept[source.path]
        return data

    def _read(self, source: Source) -> bytes:
        data = read_file(source.file)
        with self._lock:
            known = self._digests.get(source.path)
        if known is not None and known != digest(data):
            raise _changed(source.file)
        if known is None and source.path not in self._uses:
            # Only a filter asks for what the plan does not: it may ask again, and must see the same bytes.
            with self._lock:
                self._digests[source.path] = digest(data)
        return data


def find_sources(config: Config, folder: str) -> Sources:
    """All sources below the configured roots; the first root that has a path wins. `folder` is the configuration's.

    Raises `UsageError` for a root that does not exist, and `Faults` for every file that may not be a source.
    """
    excluded = compile_globs(config.exclude)
    output = os.path.realpath(os.path.join(folder, config.output))
    found: dict[str, Source] = {}
    folds: dict[str, Source] = {}
    faults: list[AssetbuildError] = []
    for root in config.sources:
        for raw, file, size in _walk_root(_root_folder(root, folder, config), output, faults):
            if excluded and excluded.fullmatch(raw) and not _is_logical(raw):
                continue
            try:
                source = Source(normalise(raw), file, size)
            except BadPath as error:
                faults.append(AssetbuildError(f"this file cannot be a source: {error}", Location(file), _RENAME))
                continue
            twin = folds.setdefault(fold(source.path), source)
            if twin.path != source.path or (twin is not source and os.path.dirname(twin.file) == os.path.dirname(file)):
                faults.append(_collision(twin, source))
            found.setdefault(source.path, source)
    if faults:
        raise Faults(faults)
    return Sources({path: found[path] for path in sorted(found)})


_RENAME = "rename it, or leave it out with `exclude`"


def read_file(file: str) -> bytes:
    """The whole file, read through one descriptor. Raises if it is no regular file or changes while it is read."""
    try:
        descriptor = os.open(file, _OPEN_FLAGS)
        with open(descriptor, "rb", buffering=0) as stream:
            before = os.fstat(descriptor)
            if not stat.S_ISREG(before.st_mode):
                raise AssetbuildError("a source must be a regular file", Location(file), "remove it from the root")
            data = stream.readall()
            after = os.fstat(descriptor)
    except OSError as error:
        raise AssetbuildError(f"cannot be read: {error.strerror}", Location(file)) from error
    if _identity(before) != _identity(after) or len(data) != after.st_size:
        raise _changed(file)
    return data


def _identity(status: os.stat_result) -> tuple[int, int, int]:
    return status.st_size, status.st_mtime_ns, status.st_ino


def _changed(file: str) -> AssetbuildError:
    return AssetbuildError("the source changed while it was read", Location(file), "compile again when it is written")


def _is_logical(path: str) -> bool:
    try:
        normalise(path)
    except BadPath:
        return False
    return True


def _collision(first: Source, second: Source) -> AssetbuildError:
    same = first.path == second.path
    kind = "are one name in Unicode's normal form" if same else "differ only in case"
    message = f"{second.path!r} and {first.path!r} {kind}: some file systems take them for one file"
    return AssetbuildError(message, Location(second.file), f"rename one of them; the other is {first.file}")


def _root_folder(root: str, folder: str, config: Config) -> str:
    if root.startswith(_PACKAGE):
        return _package_folder(root, config)
    path = os.path.join(folder, root)
    if not os.path.isdir(path):
        hint = 'make that folder, or name yours: sources = ["static"]'
        raise UsageError(f"the source root {root!r} is not a folder", config.where("sources"), hint)
    return path


def _package_folder(root: str, config: Config) -> str:
    name, _, inner = root.removeprefix(_PACKAGE).partition("/")
    top, *parents = name.split(".")
    try:
        # Finding a top-level package imports nothing; finding a dotted name would import its parents.
        spec = find_spec(top) if top else None
    except (ImportError, ValueError):
        spec = None
    if spec is None:
        hint = f"install it in the environment that runs assetbuild: pip install {top}"
        raise UsageError(f"{root!r} names a package that is not installed", config.where("sources"), hint)
    for base in spec.submodule_search_locations or ():
        path = os.path.join(base, *parents, *inner.split("/"))
        if os.path.isdir(path):
            return path
    raise UsageError(f"{root!r}: the package {name!r} has no folder {inner!r}", config.where("sources"))


def _walk_root(root: str, output: str, faults: list[AssetbuildError]) -> Iterator[tuple[str, str, int]]:
    """Yields (path below the root, file, size) for each file, sorted; dotted names and the output are no sources."""
    real_root = os.path.realpath(root)
    pending = [("", root, real_root)]
    while pending:
        prefix, folder, real_folder = pending.pop()
        if real_folder == output:
            continue
        for entry in _listing(folder):
            if entry.name.startswith(".") and entry.name != _WELL_KNOWN:
                continue
            path = prefix + entry.name
            real = os.path.join(real_folder, entry.name)
            if entry.is_symlink():
                real = os.path.realpath(entry.path)
                if not _is_inside(real, real_root, real_folder):
                    faults.append(_bad_link(entry.path, real, real_root))
                    continue
            status = entry.stat()
            if stat.S_ISDIR(status.st_mode):
                pending.append((path + "/", entry.path, real))
            elif stat.S_ISREG(status.st_mode):
                yield path, real, status.st_size
            else:
                message = f"a source must be a regular file, and this is {_kind(status.st_mode)}"
                faults.append(AssetbuildError(message, Location(entry.path), "remove it from the root"))


def _listing(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: normalize("NFC", entry.name))
    except OSError as error:
        raise AssetbuildError(f"the folder cannot be listed: {error.strerror}", Location(folder)) from error


def _is_inside(real: str, real_root: str, real_folder: str) -> bool:
    """Whether a link leads to something that exists in the root, and not to a folder around itself."""
    return os.path.exists(real) and real.startswith(real_root + os.sep) and not f"{real_folder}/".startswith(f"{real}/")


def _bad_link(file: str, real: str, real_root: str) -> AssetbuildError:
    if not os.path.exists(real):
        return AssetbuildError("a link to a file that does not exist", Location(file), f"it leads to {real}")
    if (real_root + os.sep).startswith(real + os.sep) or real.startswith(real_root + os.sep):
        return AssetbuildError("a link to a folder around itself", Location(file), "remove the link")
    hint = "copy the file into the root, or make its folder a source root"
    return AssetbuildError(f"a link out of the source root, to {real}", Location(file), hint)


def _kind(mode: int) -> str:
    kinds = {stat.S_IFSOCK: "a socket", stat.S_IFIFO: "a named pipe"}
    return kinds.get(stat.S_IFMT(mode), "a device")
