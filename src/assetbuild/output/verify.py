"""Whether an output folder is what its manifest says, down to the last byte."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from ..encodings import SUFFIXES
from ..errors import AssetbuildError, Faults, Location
from ..fingerprint import FINGERPRINT_LENGTH, circle_digest, digest, fingerprinted, integrity
from ..globs import compile_globs
from ..graph import components
from ..manifest import Entry, ManifestFile
from ..model import Note
from .decodings import Undecodable, decode
from .disk_errors import disk_error
from .listing import Listed, fingerprint_in, is_temporary, list_folder, named_files, twin_of
from .references import scan_artifact, without_fingerprints
from .writer import MANIFEST

_REPAIR = "compile again: a file that is not whole is replaced"


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What `verify` read (artifacts, and files and bytes with their twins), and all it found, sorted by place."""

    artifacts: int
    files: int
    bytes: int
    faults: tuple[AssetbuildError, ...]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Findings:
    """What the check of one file, or of the folder, found. `provisional` is a circle member's part in its digest."""

    files: int = 0
    size: int = 0
    faults: list[AssetbuildError] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    provisional: bytes | None = None

    def fault(self, file: str, message: str, hint: str | None = _REPAIR) -> None:
        self.faults.append(AssetbuildError(message, Location(file), hint))

    def warn(self, file: str, message: str) -> None:
        self.notes.append(Note("warning", message, Location(file)))


def verify(folder: Path, allow_missing: Iterable[str] = (), workers: int | None = None) -> VerifyReport:
    """Read every file that the manifest in `folder` names and compare it with what the manifest says of it.

    Assets whose logical path matches a glob of `allow_missing` may name what is not there, as in the build. Raises
    AssetbuildError only where there is no manifest to compare with or the folder cannot be read.
    """
    check = _Check(os.fspath(folder), allow_missing)
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        artifacts = list(pool.map(check.artifact, check.names))
        leftovers = list(pool.map(check.leftover, check.leftovers()))
    circles = check.circles_of({name: found.provisional for name, found in zip(check.names, artifacts, strict=True)})
    return _report(len(artifacts), [*artifacts, *leftovers, circles])


class _Check:
    """A folder and its manifest, and the check of each thing in it; nothing here changes, so threads may share it."""

    def __init__(self, folder: str, allow_missing: Iterable[str]) -> None:
        self._folder = folder
        self._manifest = ManifestFile.load(os.path.join(folder, MANIFEST))
        try:
            self._listing = list_folder(folder)
        except OSError as error:
            raise disk_error(error, folder, "read") from error
        self._allowed = compile_globs(allow_missing)
        self.names = sorted(self._manifest.names())
        self._logical = {self._manifest.entry(name).path: name for name in self.names}
        self._circles = _circles(self._manifest, self.names)

    def artifact(self, name: str) -> _Findings:
        entry = self._manifest.entry(name)
        found = _Findings()
        data = self._read(entry.path, entry.size, found)
        if data is None:
            return found
        file = self._file(entry.path)
        if integrity(data) != entry.integrity:
            found.fault(file, "its content is not what the manifest says: the integrity differs")
            return found
        if name not in self._circles and fingerprinted(name, digest(data)) != entry.path:
            found.fault(file, "its name does not bear the fingerprint of its content")
        for encoding, size in sorted(entry.encodings.items()):
            self._twin(entry, encoding, size, data, found)
        self._references(name, entry, data, found)
        return found

    def leftovers(self) -> Iterator[Listed]:
        """The files that the manifest does not name."""
        named = named_files(self._manifest)
        return (listed for listed in self._listing if listed.kind == "file" and listed.path not in named)

    def leftover(self, listed: Listed) -> _Findings:
        """A file of an earlier build (pages that are still open name it), of a killed one, or not of ours at all."""
        found = _Findings()
        file = self._file(listed.path)
        fingerprint = fingerprint_in(listed.path)
        if is_temporary(listed.path):
            found.warn(file, "a build that was killed left this temporary file, or is still writing it")
        elif twin_of(listed.path) or fingerprint:
            if not listed.size and fingerprint != digest(b"")[:FINGERPRINT_LENGTH]:
                found.fault(file, "it is empty: the file of an earlier build was not written to its end")
            elif fingerprint and not twin_of(listed.path):
                self._earlier(listed, fingerprint, found)
        return found

    def circles_of(self, provisional: Mapping[str, bytes | None]) -> _Findings:
        """Compare the fingerprint of each circle whose members are all there with their names."""
        found = _Findings()
        for circle in sorted(set(self._circles.values())):
            members = [(name, data) for name in circle if (data := provisional[name]) is not None]
            if len(members) < len(circle):
                continue
            fingerprint = circle_digest(members)
            for name in circle:
                path = self._manifest.entry(name).path
                if fingerprinted(name, fingerprint) != path:
                    found.fault(self._file(path), "its name does not bear the fingerprint of its circle of assets")
        return found

    def _file(self, path: str) -> str:
        return os.path.join(self._folder, path)

    def _read(self, path: str, size: int, found: _Findings) -> bytes | None:
        """The bytes of the file, or None and a fault where it cannot be read or is not of that size."""
        file = self._file(path)
        try:
            with open(file, "rb") as stream:
                data = stream.read(size + 1)
                actual = os.fstat(stream.fileno()).st_size
        except FileNotFoundError:
            found.fault(file, "the manifest names it, but it is not there", "compile again")
            return None
        except OSError as error:
            found.faults.append(disk_error(error, file, "read"))
            return None
        found.files += 1
        found.size += len(data)
        if len(data) == size:
            return data
        found.fault(file, f"it has {actual} bytes, where the manifest says {size}")
        return None

    def _twin(self, entry: Entry, encoding: str, size: int, identity: bytes, found: _Findings) -> None:
        if encoding not in SUFFIXES:
            found.warn(self._file(entry.path), f"its twin in {encoding!r} was not checked: no such encoding is known")
            return
        path = entry.path + SUFFIXES[encoding]
        data = self._read(path, size, found)
        if data is None:
            return
        if size >= len(identity):
            found.fault(self._file(path), f"it is not smaller than the {len(identity)} bytes of what it encodes")
        try:
            if decode(data, encoding, len(identity)) != identity:
                found.fault(self._file(path), f"it does not decode to the bytes of {entry.path}")
        except Undecodable as error:
            found.fault(self._file(path), f"it does not decode to the bytes of {entry.path}: {error}")
        except ImportError as error:
            found.warn(self._file(path), f"it was not checked: {error.name} is not installed")

    def _references(self, name: str, entry: Entry, data: bytes, found: _Findings) -> None:
        scanned = scan_artifact(entry.path, data, self._manifest.url)
        allowed = self._allowed is not None and self._allowed.fullmatch(name) is not None
        file = self._file(entry.path)
        targets = set()
        for reference, path in scanned.references:
            target = None if path is None else self._logical.get(path)
            if target is not None:
                targets.add(target)
            elif allowed:
                found.warn(file, f"it names {reference.target!r}, which is not there, as `allow-missing` allows")
            else:
                found.fault(file, f"it names {reference.target!r}, which the manifest does not", None)
        if targets != set(entry.references):
            found.fault(file, _difference(targets, entry.references))
        if name in self._circles:
            found.provisional = without_fingerprints(scanned, self._logical, self._circles[name])

    def _earlier(self, listed: Listed, fingerprint: str, found: _Findings) -> None:
        data = self._read(listed.path, listed.size, found)
        if data is not None and digest(data)[:FINGERPRINT_LENGTH] != fingerprint:
            found.warn(
                self._file(listed.path),
                "it is of an earlier build, and its name does not bear the fingerprint of its content: "
                "it was of a circle of assets, or is damaged",
            )


def _circles(manifest: ManifestFile, names: Collection[str]) -> dict[str, tuple[str, ...]]:
    """Each asset that leads back to itself, with the members of its circle."""

    def edges(name: str) -> list[str]:
        return [target for target in manifest.entry(name).references if target in names]

    found = components(names, edges)
    return {name: circle for circle in found if len(circle) > 1 or circle[0] in edges(circle[0]) for name in circle}


def _difference(found: Collection[str], said: Iterable[str]) -> str:
    more = sorted(set(found) - set(said))
    fewer = sorted(set(said) - set(found))
    parts = [f"it names {', '.join(more)}"] if more else []
    parts += [f"it does not name {', '.join(fewer)}"] if fewer else []
    return f"its references are not what the manifest says: {' and '.join(parts)}"


def _report(artifacts: int, findings: Sequence[_Findings]) -> VerifyReport:
    faults = [fault for found in findings for fault in found.faults]
    notes = [note for found in findings for note in found.notes]
    return VerifyReport(
        artifacts,
        sum(found.files for found in findings),
        sum(found.size for found in findings),
        Faults(faults).faults if faults else (),
        tuple(sorted(notes, key=Note.order)),
    )
