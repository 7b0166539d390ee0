"""Writes down what a build looked at, so that the next call knows whether there is anything to do."""

from __future__ import annotations

import os
import sys
import time
from binascii import crc32
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import TYPE_CHECKING

from .config_file import OWN, SHARED
from .model import Source
from .origin import SeenFile
from .replay import call, write
from .unchanged import Index, changed_ns, dump, folder_names, index_file, is_settled, load

if TYPE_CHECKING:
    from .last_build import LastBuild
    from .pipeline import BuildResult

# In place of a digest: of no content.
_UNREAD = bytes(32)


def see(files: Iterable[str]) -> list[SeenFile]:
    """The files as they are now."""
    return [_see(file) for file in files]


class Memory:
    """What a call of `compile` remembers for the next one that is called alike. Made before anything is read."""

    def __init__(self, arguments: list[str], config_file: str | None) -> None:
        self._settled = time.time_ns()
        self._key = call(arguments)
        self._looked_at = see([config_file] if config_file else [OWN, SHARED])

    def digests(self, cache: str) -> dict[Source, str]:
        """What the last build knew of its sources."""
        try:
            with open(index_file(cache, self._key), "rb", buffering=0) as stream:
                return known_digests(stream.readall())
        except OSError:
            return {}

    def last(self, cache: str, output: str) -> LastBuild:
        """What the last build made in that output folder, however it was called."""
        from . import last_build

        try:
            with open(_made_file(cache, output), "rb", buffering=0) as stream:
                return last_build.load(stream.readall())
        except OSError:
            return last_build.NOTHING

    def keep(self, cache: str, result: BuildResult, stdout: str, stderr: str) -> None:
        """Write down what the build looked at and made, and what it prints if nothing changes."""
        from . import last_build

        if result.last.made:
            write(_made_file(cache, str(result.output)), last_build.dump(result.last))
        index = index_of(self._key, result, [*self._looked_at, *result.origin.files], stdout, stderr, self._settled)
        if index is not None:
            write(index_file(cache, self._key), dump(index))


def _made_file(cache: str, output: str) -> str:
    return os.path.join(cache, f"made-{crc32(os.path.realpath(output).encode('utf-8', 'surrogateescape')):08x}")


def known_digests(data: bytes) -> dict[Source, str]:
    """The digests in an index, by size, time and inode of their files; the logical path is no matter.

    What is younger than the index may have changed since, and is left out.
    """
    index = load(data)
    if index is None:
        return {}
    entries = zip(index.files, index.sizes, index.times, index.inodes, strict=True)
    return {
        Source("", file, size, time, inode): digest.hex()
        for at, (file, size, time, inode) in enumerate(entries)
        if is_settled(time, index.settled) and (digest := index.digests[at * 32 : at * 32 + 32]) != _UNREAD
    }


def index_of(
    key: str, result: BuildResult, looked_at: Iterable[SeenFile], stdout: str, stderr: str, settled: int
) -> Index | None:
    """The index of a build that began at `settled` (ns); None where it may depend on what no index can tell.

    `looked_at` are the files that were read beside the sources; `stdout` and `stderr` what an unchanged build prints.
    """
    index = Index(key, stdout, stderr, settled)
    if not result.is_pure or not _add_folders(index, result):
        return None
    _add_sources(index, result)
    files = [*result.files, *(str(result.output / path) for path in ("manifest.json", *result.also))]
    for seen in [*looked_at, *see(files), *map(_glance, [*_modules(), *result.tools])]:
        if seen.digest:
            index.add_file(seen.file, seen.size, seen.modified, seen.inode, seen.digest)
        else:
            index.absent.append(seen.file)
    return index


def _see(file: str) -> SeenFile:
    try:
        with open(file, "rb", buffering=0) as stream:
            status = os.fstat(stream.fileno())
            digest = sha256(stream.readall()).digest()
    except (OSError, ValueError):  # it is told where it is read for good
        return SeenFile(file)
    return SeenFile(file, status.st_size, changed_ns(status), status.st_ino, digest)


def _glance(file: str) -> SeenFile:
    """The file without its content: a build that need not be done again may be, once, where a module was touched."""
    try:
        status = os.stat(file)
    except (OSError, ValueError):
        return SeenFile(file)
    return SeenFile(file, status.st_size, changed_ns(status), status.st_ino, _UNREAD)


def _add_sources(index: Index, result: BuildResult) -> None:
    for path, digest in sorted(result.digests.items()):
        source = result.source(path)
        index.add_file(source.file, source.size, source.modified, source.inode, bytes.fromhex(digest))


def _add_folders(index: Index, result: BuildResult) -> bool:
    for walked in (*result.sources.folders, *result.packages.folders, *result.folders):
        if walked.names is None:
            return False
        index.add_folder(walked.folder, walked.modified, walked.inode, "/".join(walked.names))
    for seen in result.origin.folders:
        if seen.names is None:
            return False
        index.add_folder(seen.folder, seen.modified, seen.inode, "/".join(seen.names))
    for folder in _folders(str(result.output)):
        status = os.stat(folder)
        names = folder_names(folder)
        if names is None:
            return False
        index.add_folder(folder, changed_ns(status), status.st_ino, names)
    return True


def _folders(root: str) -> Iterator[str]:
    return (folder for folder, _, _ in os.walk(root))


def _modules() -> list[str]:
    """The files of all modules that are not Python's own: another version of one may compile otherwise."""
    standard = sys.stdlib_module_names
    files = {
        getattr(module, "__file__", None)
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] not in standard
    }
    return sorted(file for file in files if file)
