"""Files in an output folder that its manifest does not name: those of earlier builds have to be whole, too.

Pages that were rendered before still name them. No manifest says what they are; their names do.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from typing import BinaryIO

from ..encodings import SUFFIXES
from ..fingerprint import FINGERPRINT_LENGTH, circle_digest, digest
from ..references.scanners import scanner_of
from .content import Content, measure, pieces_of
from .decodings import Undecodable, decoded
from .findings import Findings, Folder
from .listing import Listed, fingerprint_in, is_temporary, logical_in, twin_of
from .references import scan_artifact, without_fingerprints

_DELETE = "delete it, or run `assetbuild prune`: no build replaces the file of an earlier one"
_WAS_EMPTY = "it is empty: the file of an earlier build was not written whole"
_IS_ANOTHER = "it is of an earlier build, and its content does not have the fingerprint in its name"
_IS_OF_ANOTHER_CIRCLE = f"{_IS_ANOTHER}, nor has its circle of assets: it or another of them is damaged"
_EMPTY = digest(b"")[:FINGERPRINT_LENGTH]
_ENCODINGS = {suffix: name for name, suffix in SUFFIXES.items()}


class Leftovers:
    """The check of the files at `paths`; `url` is the public prefix, for the references of a circle."""

    def __init__(self, folder: Folder, paths: Iterable[str], url: str) -> None:
        self._folder = folder
        self._url = url
        # By fingerprint, the logical path of each artifact: the members of a circle bear one fingerprint.
        self._artifacts: dict[str, dict[str, str]] = {}
        for path in paths:
            if fingerprint := fingerprint_in(path):
                self._artifacts.setdefault(fingerprint, {})[path] = logical_in(path)

    def check(self, listed: Listed) -> Findings:
        """What one file shows by itself."""
        path, fingerprint, bare = listed.path, fingerprint_in(listed.path), twin_of(listed.path)
        found = Findings()
        if is_temporary(path):
            found.warn(self._folder.file(path), "a build that was killed left this temporary file, or is writing it")
        elif (fingerprint or bare) and not listed.size and fingerprint != _EMPTY:
            found.fault(self._folder.file(path), _WAS_EMPTY, _DELETE)
        elif fingerprint:
            found = self._artifact(path, fingerprint)
        if bare and listed.size and not (fingerprint and found.digest.startswith(fingerprint)):
            return self._twin(path, bare)
        return found

    def compare(self, checked: Mapping[str, Findings], named: Mapping[str, str]) -> Findings:
        """What files show together: what was found in each leftover, and the digest of each artifact of the manifest.

        A circle's members are judged together, and a twin by what it encodes.
        """
        found = Findings()
        whole = frozenset(self._whole_circles(checked))
        damaged = {path for path, each in checked.items() if path not in whole and self._is_damaged(path, each)}
        for path in damaged:
            message = _IS_ANOTHER if checked[path].provisional is None else _IS_OF_ANOTHER_CIRCLE
            found.fault(self._folder.file(path), message, _DELETE)
        digests = {**named, **{path: each.digest for path, each in checked.items() if path not in damaged}}
        for path, each in checked.items():
            bare = twin_of(path)
            if bare and each.digest and digests.get(bare) not in (None, "", each.digest) and not _bears(path, each):
                found.fault(self._folder.file(path), f"it does not decode to the bytes of {bare}", _DELETE)
        return found

    def _is_damaged(self, path: str, found: Findings) -> bool:
        return bool(found.digest) and not twin_of(path) and not _bears(path, found)

    def _artifact(self, path: str, fingerprint: str) -> Findings:
        found = Findings()
        content = self._read(path, found)
        if content is None or content.data is None or content.digest.startswith(fingerprint):
            return found
        scanned = scan_artifact(path, content.data, self._url)
        members = self._artifacts[fingerprint]
        if any(target in members for _, target in scanned.references):
            found.provisional = without_fingerprints(scanned, members, frozenset(members.values()))
        return found

    def _read(self, path: str, found: Findings) -> Content | None:
        stream = self._open(path, found)
        if stream is None:
            return None
        with stream:
            content = measure(pieces_of(stream), keep=scanner_of(path) is not None)
        found.files, found.size, found.digest = 1, content.size, content.digest
        return content

    def _twin(self, path: str, bare: str) -> Findings:
        found = Findings()
        stream = self._open(path, found)
        if stream is None:
            return found
        found.files, found.size = 1, os.fstat(stream.fileno()).st_size
        try:
            with stream:
                found.digest = measure(decoded(stream, _ENCODINGS[path[len(bare) :]])).digest
        except Undecodable as error:
            found.fault(self._folder.file(path), f"it does not decode to the bytes of {bare}: {error}", _DELETE)
        except ImportError as error:
            found.warn(self._folder.file(path), f"it was not checked: {error.name} is not installed")
        return found

    def _open(self, path: str, found: Findings) -> BinaryIO | None:
        try:
            return self._folder.open(path, found)
        except FileNotFoundError:  # `prune` deleted it meanwhile
            return None

    def _whole_circles(self, checked: Mapping[str, Findings]) -> Iterator[str]:
        """The files whose fingerprint is that of their circle."""
        for fingerprint, members in self._artifacts.items():
            circle = {path: data for path in members if (data := checked[path].provisional) is not None}
            if circle and circle_digest((members[path], circle[path]) for path in circle).startswith(fingerprint):
                yield from circle


def _bears(path: str, found: Findings) -> bool:
    """Whether the name of what was read bears its fingerprint."""
    fingerprint = fingerprint_in(path) or fingerprint_in(twin_of(path) or "")
    return fingerprint is not None and found.digest.startswith(fingerprint)
