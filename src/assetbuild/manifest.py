"""The manifest, format 1: what is written, in canonical form, and what is read back and trusted."""

from __future__ import annotations

import json
import os
import re
from binascii import b2a_base64
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from .errors import AssetbuildError, Location, UsageError
from .manifest_parts import (
    AssetGroup,
    Entry,
    ModuleMap,
    OtherManifest,
    damaged,
    entry_json,
    read_entry,
    read_groups,
    read_module_map,
    read_others,
)

__all__ = ["FORMAT", "AssetGroup", "Entry", "ManifestFile", "ModuleMap", "OtherManifest", "manifest_bytes"]

FORMAT = "assetbuild/1"

_HEAD = b'{"assets":{\n"'
_TAIL = re.compile(rb'\n\},"digest":"(sha256-[A-Za-z0-9+/]{43}=)",("format":"assetbuild/1",[^\n]*\})\n\Z')
# An import map of hundreds of names fits; a longer one takes longer to read.
_TAIL_LENGTH = 1 << 15
_CHUNK = 1 << 16
# An atomic group and not a possessive one: see patterns.py, which works on text.
_KEY = re.compile(rb'\n("(?>(?:[^"\\]|\\.)*)"):')
_DIGEST_LENGTH = len('"digest":"sha256-",') + 44
_NO_URL = "`assets`, `url` or `digest` is missing or of a wrong type"


def manifest_bytes(
    url: str,
    entries: Mapping[str, Entry],
    modules: ModuleMap | None = None,
    groups: Mapping[str, AssetGroup] | None = None,
    others: Mapping[str, OtherManifest] | None = None,
) -> bytes:
    """The manifest of these assets: the same bytes for the same entries, one line an asset.

    Compact JSON with sorted keys, in which a newline may stand before an entry and at the end. `digest` is the
    SHA-256 of the document without that key and without the newlines.
    """
    lines = (f"\n{_compact(name)}:{_compact(entry_json(entries[name]))}" for name in sorted(entries))
    head = '{"assets":{' + ",".join(lines) + ("\n}," if entries else "},")
    about: dict[str, object] = {"importmap": dict(modules.names), "modules": modules.mode} if modules else {}
    if groups:
        about["groups"] = {name: group._asdict() for name, group in groups.items()}
    if others:
        about["manifests"] = {path: each._asdict() for path, each in others.items()}
    tail = _compact({"format": FORMAT, **about, "url": url})[1:]
    return f'{head}"digest":"{_digest((head + tail).encode())}",{tail}\n'.encode()


class ManifestFile:
    """A manifest that was read. Entries are parsed when they are asked for, so that loading takes no time."""

    def __init__(
        self,
        file: str,
        url: str,
        digest: str,
        entries: tuple[bytes, int] | Mapping[str, Any],
        modules: ModuleMap | None = None,
        groups: Mapping[str, AssetGroup] | None = None,
        others: Mapping[str, OtherManifest] | None = None,
    ) -> None:
        """`entries` are parsed, or a document and where its last entry ends; from its first newline on, each line of
        that is an entry, and they are sorted by name."""
        self.file, self.url, self.digest, self.modules = file, url, digest, modules
        self.groups: Mapping[str, AssetGroup] = groups or {}
        self.others: Mapping[str, OtherManifest] = others or {}
        self._assets = None if isinstance(entries, tuple) else entries
        self._data, self._end = entries if isinstance(entries, tuple) else (b"", 0)

    @classmethod
    def load(cls, file: str | os.PathLike[str]) -> ManifestFile:
        """Read and check the manifest: opened once. Raises UsageError where there is none, else AssetbuildError."""
        name = os.fspath(file)
        try:
            with open(name, "rb", buffering=0) as stream:
                data = stream.readall()
        except OSError as error:
            hint = "run `assetbuild compile` in the build stage, and give the path of the manifest that it wrote"
            raise UsageError(f"the manifest cannot be read: {error.strerror}", Location(name), hint) from error
        return cls.parse(data, name)

    @classmethod
    def parse(cls, data: bytes, file: str) -> ManifestFile:
        """The manifest in `data`; `file` is the name that errors show. Raises AssetbuildError where it is damaged."""
        tail = _TAIL.search(data, max(0, len(data) - _TAIL_LENGTH))
        if tail is None or not data.startswith(_HEAD):
            return _parse_any(cls, data, file)
        digest = tail[1].decode()
        start = tail.start(1) - len('"digest":"')
        if _digest(data, start) != digest:
            raise damaged(file, "its content is not that of its digest")
        try:
            about = json.loads(b"{" + tail[2])
        except ValueError as error:
            raise damaged(file, str(error)) from error
        url = about.get("url")
        if not isinstance(url, str):
            raise damaged(file, _NO_URL)
        return cls(file, url, digest, (data, tail.start()), *_read_about(about, file))

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self._find(name) is not None

    def entry(self, name: str) -> Entry:
        """The asset with that logical path. Raises KeyError where there is none."""
        value = self._find(name)
        if value is None:
            raise KeyError(name)
        return read_entry(name, value, self.file)

    def names(self) -> list[str]:
        """All logical paths, sorted."""
        if self._assets is not None:
            return sorted(self._assets)
        return sorted(self._name(key[1]) for key in _KEY.finditer(self._data))

    def entries(self) -> list[Entry]:
        """All assets, in the order of `names`."""
        if self._assets is not None:
            return [read_entry(name, value, self.file) for name, value in sorted(self._assets.items())]
        keys = sorted((self._name(key[1]), key.end()) for key in _KEY.finditer(self._data))
        return [read_entry(name, self._value(start), self.file) for name, start in keys]

    def _find(self, name: str) -> Any:
        if self._assets is not None:
            return self._assets.get(name)
        low, high = self._data.find(b"\n"), self._end
        while low < high:
            line = self._data.rfind(b"\n", low, (low + high) // 2 + 1)
            key = _KEY.match(self._data, line)
            if key is None:
                raise damaged(self.file, "a line is not an entry")
            found = self._name(key[1])
            if found == name:
                return self._value(key.end())
            if found < name:
                low = self._data.find(b"\n", key.end())
            else:
                high = line
        return None

    def _name(self, key: bytes) -> str:
        return str(self._loads(key)) if b"\\" in key else key[1:-1].decode(errors="replace")

    def _value(self, start: int) -> Any:
        return self._loads(self._data[start : self._data.find(b"\n", start)].removesuffix(b","))

    def _loads(self, data: bytes) -> Any:
        try:
            return json.loads(data)
        except (ValueError, RecursionError) as error:
            raise damaged(self.file, str(error)) from error


def _parse_any(cls: type[ManifestFile], data: bytes, file: str) -> ManifestFile:
    """A manifest in another layout (something reformatted it), or with keys of a later version."""
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise damaged(file, f"it is not JSON: {error}") from error
    known = document.get("format") if isinstance(document, dict) else None
    if known != FORMAT:
        if isinstance(known, str) and known.startswith("assetbuild/"):
            hint = "upgrade assetbuild where the manifest is read, or compile with the version that reads it"
            raise AssetbuildError(
                f"the manifest is of format {known!r}, and this version reads {FORMAT!r}", Location(file), hint
            )
        raise damaged(file, f"it does not say that its format is {FORMAT!r}")
    assets, url, digest = document.get("assets"), document.get("url"), document.get("digest")
    if not isinstance(assets, dict) or not isinstance(url, str) or not isinstance(digest, str):
        raise damaged(file, _NO_URL)
    del document["digest"]
    try:
        found = _digest(_compact(document).encode())
    except UnicodeEncodeError as error:
        raise damaged(file, "it has half a character") from error
    if found != digest:
        raise damaged(file, "its content is not that of its digest")
    return cls(file, url, digest, assets, *_read_about(document, file))


def _read_about(
    document: Mapping[str, Any], file: str
) -> tuple[ModuleMap | None, dict[str, AssetGroup], dict[str, OtherManifest]]:
    return read_module_map(document, file), read_groups(document, file), read_others(document, file)


def _digest(data: bytes, digest_at: int | None = None) -> str:
    """Of the document without newlines, and without the `digest` key where that starts at `digest_at`."""
    hasher = sha256()
    end = len(data) if digest_at is None else digest_at
    for start in range(0, end, _CHUNK):
        hasher.update(data[start : min(start + _CHUNK, end)].replace(b"\n", b""))
    if digest_at is not None:
        hasher.update(data[digest_at + _DIGEST_LENGTH :].replace(b"\n", b""))
    return "sha256-" + b2a_base64(hasher.digest(), newline=False).decode()


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
