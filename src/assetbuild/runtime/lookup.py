"""The manifest in memory: names to URLs and to HTML."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..manifest import AssetGroup, Entry, ManifestFile
from ..urls import quote_path
from . import tags
from .inline import element, text_of
from .markup import Html, lines
from .near_names import near_names
from .prefix import url_prefix
from .unknown_asset import UnknownAsset


@dataclass(frozen=True, slots=True, eq=False)
class Manifest:
    """What a build wrote, looked up by logical path.

    It never changes, so threads, forks and tasks may share it; what it remembers is bounded by what it has. Every
    method raises UnknownAsset for a name that is not there.
    """

    file: str
    prefix: str
    digest: str
    _entries: ManifestFile = field(repr=False)
    _folder: str = field(repr=False)
    _urls: dict[str, str] = field(default_factory=dict, repr=False)
    _found: dict[str, Entry] = field(default_factory=dict, repr=False)
    _texts: dict[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def load(cls, file: str | os.PathLike[str], url: str | None = None) -> Manifest:
        """Read the manifest: opened once, and then never again. The environment's ASSETBUILD_URL is read here too.

        The prefix of URLs is that one where it is set, else `url` where it is given, else the manifest's own. Raises
        AssetbuildError where there is no manifest, or where it is damaged or of another format.
        """
        entries = ManifestFile.load(file)
        # Absolute, for what inline() reads: a process may change its working directory when it has started.
        folder = os.path.dirname(os.path.abspath(file))
        return cls(entries.file, url_prefix(entries.url, url), entries.digest, entries, folder)

    def url(self, name: str) -> str:
        """The URL of an asset: `/static/css/app.3f2a9c1b7d4e.css`."""
        try:
            return self._urls[name]
        except KeyError:
            pass
        url = self.prefix + quote_path(self._entry(name).path)
        self._urls[str(name)] = url
        return url

    def path(self, name: str) -> str:
        """The path of an asset's file, relative to the manifest: `css/app.3f2a9c1b7d4e.css`."""
        return self._entry(name).path

    def integrity(self, name: str) -> str:
        """The value of an `integrity` attribute: `sha384-…`."""
        return self._entry(name).integrity

    def names(self) -> list[str]:
        """All logical paths, sorted."""
        return self._entries.names()

    def group(self, name: str) -> AssetGroup | None:
        """The assets that the configuration gives that name together, and its data; None where it is not one."""
        return self._entries.groups.get(name)

    def types(self) -> dict[str, str]:
        """The media type for each file extension, with its dot, that assets have: `{".css": "text/css"}`."""
        entries = self._entries.entries()
        return {os.path.splitext(entry.path)[1].lower(): entry.type for entry in entries}

    def tags(self, *names: str, nonce: object = None, module: bool | None = None, **attributes: object) -> Html:
        """A `<link rel="stylesheet">` or `<script>` for each name, one a line.

        `module` makes scripts modules, or not, where their ending `.mjs` does not say so. More attributes are as in
        `media="print"`, `defer=False`, `async_=True`, `data_turbo_track="reload"`.
        """
        given = {"nonce": _given(nonce), **attributes}
        return lines(tags.tag(name, self.url(name), self._entry(name), module, given) for name in names)

    def preload(self, *names: str, nonce: object = None, module: bool | None = None, **attributes: object) -> Html:
        """A `<link rel="preload">` for each name, one a line; `modulepreload` for modules."""
        given = {"nonce": _given(nonce), **attributes}
        return lines(tags.preload(self.url(name), self._entry(name), module, given) for name in names)

    def early_hints(self, *names: str, module: bool | None = None) -> list[str]:
        """The value of a `Link` header for each name, with which a response or a 103 (RFC 8297) preloads."""
        return [tags.early_hint(self.url(name), self._entry(name), module) for name in names]

    def inline(self, name: str, nonce: object = None) -> Html:
        """The asset itself in a `<style>` or `<script>`, or an SVG as it is.

        The artifact beside the manifest is read when its name is first asked for, and checked. Raises AssetbuildError
        where that fails, and where the text would end its element early.
        """
        if name not in self._texts:
            entry = self._entry(name)
            targets = {self._entry(target).path: self.url(target) for target in self._known(entry.references)}
            self._texts[name] = text_of(name, entry, os.path.join(self._folder, entry.path), targets)
        return element(self._texts[name], self._entry(name), _given(nonce))

    def _entry(self, name: str) -> Entry:
        found = self._found.get(name)
        if found is None:
            if not isinstance(name, str):
                raise TypeError(f"the name of an asset is a string, not {type(name).__name__}")
            if name not in self._entries:
                raise UnknownAsset(name, self.file, near_names(name, self._entries.names()))
            found = self._entries.entry(name)
            self._found[str(name)] = found
        return found

    def _known(self, names: Iterable[str]) -> Iterable[str]:
        return (name for name in names if name in self._entries)


def _given(nonce: object) -> str | None:
    return None if nonce is None or nonce is False else str(nonce) or None
