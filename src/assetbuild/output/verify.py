"""Whether an output folder is what its manifest says, down to the last byte."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from ..encodings import SUFFIXES
from ..errors import AssetbuildError, Faults
from ..fingerprint import circle_digest, fingerprinted
from ..globs import compile_globs
from ..graph import components
from ..manifest import Entry, ManifestFile
from ..model import Note, Reference
from ..references.js_specifiers import IMPORTS, is_redirected
from ..references.scanners import scanner_of
from ..urls import quote_path
from .content import Content, measure, pieces_of
from .decodings import Undecodable, decoded
from .disk_errors import disk_error
from .findings import Findings, Folder
from .leftovers import Leftovers
from .listing import list_folder, named_files
from .references import Scanned, scan_artifact, without_fingerprints
from .writer import MANIFEST

_OTHER_CONTENT = "its content is not what the manifest says: the integrity differs"
_SCRIPTS = (".js", ".mjs", ".cjs")


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """What `verify` read (artifacts, and files and bytes with their twins), and all it found, sorted by place."""

    artifacts: int
    files: int
    bytes: int
    faults: tuple[AssetbuildError, ...]
    notes: tuple[Note, ...]


def verify(folder: Path, allow_missing: Iterable[str] = (), workers: int | None = None) -> VerifyReport:
    """Read every file that the manifest in `folder` names and compare it with what the manifest says of it.

    Assets whose logical path matches a glob of `allow_missing` may name what is not there, as in the build. Raises
    AssetbuildError only where there is no manifest to compare with or the folder cannot be read.
    """
    allowed = tuple(allow_missing)
    while True:
        check = _Check(os.fspath(folder), allowed)
        report = check.report(workers or os.cpu_count() or 1)
        # A build and a `prune` beside may have taken away what the manifest named that was read at first.
        if not report.faults or check.is_current():
            return report


class _Check:
    """A folder and its manifest, and the check of each artifact; nothing here changes, so threads may share it."""

    def __init__(self, root: str, allow_missing: Iterable[str]) -> None:
        self._manifest_file = os.path.join(root, MANIFEST)
        self._manifest = ManifestFile.load(self._manifest_file)
        try:
            listing = list_folder(root)
        except OSError as error:
            raise disk_error(error, root, "read") from error
        self._folder = Folder(root, listing)
        self._allowed = compile_globs(allow_missing)
        self._entries = dict(zip(self._manifest.names(), self._manifest.entries(), strict=True))
        self._logical = {entry.path: name for name, entry in self._entries.items()}
        self._circles = _circles(self._entries)
        named = named_files(self._manifest)
        self._others = [listed for listed in listing if listed.kind == "file" and listed.path not in named]

    def is_current(self) -> bool:
        """Whether the manifest is still the one that was read."""
        return ManifestFile.load(self._manifest_file).digest == self._manifest.digest

    def report(self, workers: int) -> VerifyReport:
        """Check everything."""
        leftovers = Leftovers(self._folder, (listed.path for listed in self._others), self._manifest.url)
        with ThreadPoolExecutor(workers) as pool:
            artifacts = dict(zip(self._entries, pool.map(self._artifact, self._entries), strict=True))
            others = [*pool.map(leftovers.check, self._others)]
        checked = {listed.path: found for listed, found in zip(self._others, others, strict=True)}
        foreign = map(self._other_manifest, sorted(self._manifest.others))
        digests = {self._entries[name].path: found.digest for name, found in artifacts.items()}
        together = [self._circles_of(artifacts), leftovers.compare(checked, digests)]
        return _report(len(artifacts), [*artifacts.values(), *others, *foreign, *together])

    def _artifact(self, name: str) -> Findings:
        entry, found = self._entries[name], Findings()
        if (stream := self._open(entry.path, entry.size, found)) is not None:
            with stream:
                content = measure(pieces_of(stream), keep=scanner_of(entry.path) is not None)
            found.digest = content.digest
            self._content(name, entry, content, found)
        for encoding, size in sorted(entry.encodings.items()):
            self._twin(entry, encoding, size, found)
        return found

    def _other_manifest(self, path: str) -> Findings:
        found, said = Findings(), self._manifest.others[path]
        if (stream := self._open(path, said.size, found)) is not None:
            with stream:
                content = measure(pieces_of(stream))
            if content.integrity != said.integrity:
                found.fault(self._folder.file(path), _OTHER_CONTENT)
        return found

    def _open(self, path: str, size: int, found: Findings) -> BinaryIO | None:
        """The file, or None and a fault where it cannot be read or is not of that size."""
        try:
            stream = self._folder.open(path, found)
        except FileNotFoundError:
            found.fault(self._folder.file(path), "the manifest names it, but it is not there", "compile again")
            return None
        if stream is None:
            return None
        actual = os.fstat(stream.fileno()).st_size
        found.files += 1
        found.size += actual
        if actual == size:
            return stream
        stream.close()
        found.fault(self._folder.file(path), f"it has {actual} bytes, where the manifest says {size}")
        return None

    def _content(self, name: str, entry: Entry, content: Content, found: Findings) -> None:
        file = self._folder.file(entry.path)
        if content.integrity != entry.integrity:
            found.fault(file, _OTHER_CONTENT)
            return
        if name not in self._circles and fingerprinted(name, content.digest) != entry.path:
            found.fault(file, "its name does not bear the fingerprint of its content")
        self._references(name, entry, content.data, found)

    def _twin(self, entry: Entry, encoding: str, size: int, found: Findings) -> None:
        if encoding not in SUFFIXES:
            file = self._folder.file(entry.path)
            found.warn(file, f"its twin in {encoding!r} was not checked: no such encoding is known")
            return
        path = entry.path + SUFFIXES[encoding]
        stream = self._open(path, size, found)
        if stream is None:
            return
        file = self._folder.file(path)
        if size >= entry.size:
            found.fault(file, f"it is not smaller than the {entry.size} bytes of what it encodes")
        try:
            with stream:
                content = measure(decoded(stream, encoding, entry.size))
            if content.integrity != entry.integrity:
                found.fault(file, f"it does not decode to the bytes of {entry.path}")
        except Undecodable as error:
            found.fault(file, f"it does not decode to the bytes of {entry.path}: {error}")
        except ImportError as error:
            found.warn(file, f"it was not checked: {error.name} is not installed")

    def _references(self, name: str, entry: Entry, data: bytes | None, found: Findings) -> None:
        scanned = self._of_build(scan_artifact(entry.path, data or b"", self._manifest.url))
        allowed = self._allowed is not None and self._allowed.fullmatch(name) is not None
        file = self._folder.file(entry.path)
        found_targets = [(reference.target, self._target(reference, path)) for reference, path in scanned.references]
        targets = {target for _, target in found_targets if target is not None}
        missing = {written for written, target in found_targets if target is None}
        left = self._left(scanned)
        for target in sorted(missing):
            if target in left:
                found.mention(file, f"it imports {target!r}, which browsers do not find")
            elif allowed:
                found.mention(file, f"it names {target!r}, which is not there, as `allow-missing` allows")
            else:
                found.fault(file, f"it names {target!r}, which the manifest does not", None)
        said = {*entry.references, *entry.imports, *entry.dynamic}
        in_strings = self._in_strings(name, data or b"", said - targets)
        targets |= in_strings.keys()
        if targets != said:
            found.fault(file, _difference(targets, said))
        if name in self._circles:
            found.provisional = without_fingerprints(scanned, self._logical, self._circles[name])
            for target in in_strings.keys() & set(self._circles[name]):
                bare = self._address(target)
                found.provisional = found.provisional.replace(in_strings[target], bare)

    def _in_strings(self, name: str, data: bytes, targets: Iterable[str]) -> dict[str, bytes]:
        """Of the targets those whose public address a script has somewhere, which once was a call for it."""
        if not name.endswith(_SCRIPTS):
            return {}
        known = {target: self._address(self._entries[target].path) for target in targets if target in self._entries}
        return {target: address for target, address in known.items() if address in data}

    def _address(self, path: str) -> bytes:
        return f"{self._manifest.url}{quote_path(path)}".encode()

    def _of_build(self, scanned: Scanned) -> Scanned:
        """Without the imports of a build that left modules alone."""
        if self._manifest.modules is not None:
            return scanned
        kept = ((reference, path) for reference, path in scanned.references if reference.kind not in IMPORTS)
        return Scanned(scanned.text, tuple(kept))

    def _left(self, scanned: Scanned) -> set[str]:
        """The imports that the build may have left as they were."""
        if self._manifest.modules is None or self._manifest.modules.mode != "auto":
            return set()
        return {reference.target for reference, _ in scanned.references if is_redirected(reference)}

    def _target(self, reference: Reference, path: str | None) -> str | None:
        """The asset that the reference names: by its final name, or by that which the page's import map has."""
        if path is None or path in self._logical:
            return None if path is None else self._logical[path]
        is_led = self._manifest.modules is not None and self._manifest.modules.mode == "importmap"
        return path if is_led and is_redirected(reference) and path in self._entries else None

    def _circles_of(self, artifacts: Mapping[str, Findings]) -> Findings:
        """Compare the fingerprint of each circle whose members are all there with their names."""
        found, message = Findings(), "its name does not bear the fingerprint of its circle of assets"
        for circle in sorted(set(self._circles.values())):
            members = [(name, data) for name in circle if (data := artifacts[name].provisional) is not None]
            if len(members) < len(circle):
                continue
            fingerprint = circle_digest(members)
            for name in circle:
                path = self._entries[name].path
                if fingerprinted(name, fingerprint) != path:
                    found.fault(self._folder.file(path), message)
        return found


def _circles(entries: Mapping[str, Entry]) -> dict[str, tuple[str, ...]]:
    """Each asset that leads back to itself, with the members of its circle."""

    def edges(name: str) -> list[str]:
        return [target for target in entries[name].references if target in entries]

    found = components(entries, edges)
    return {name: circle for circle in found if len(circle) > 1 or circle[0] in edges(circle[0]) for name in circle}


def _difference(found: Collection[str], said: Iterable[str]) -> str:
    more = sorted(set(found) - set(said))
    fewer = sorted(set(said) - set(found))
    parts = [f"it names {', '.join(more)}"] if more else []
    parts += [f"it does not name {', '.join(fewer)}"] if fewer else []
    return f"its references are not what the manifest says: {' and '.join(parts)}"


def _report(artifacts: int, findings: Sequence[Findings]) -> VerifyReport:
    faults = [fault for found in findings for fault in found.faults]
    notes = [note for found in findings for note in found.notes]
    return VerifyReport(
        artifacts,
        sum(found.files for found in findings),
        sum(found.size for found in findings),
        Faults(faults).faults if faults else (),
        tuple(sorted(notes, key=Note.order)),
    )
