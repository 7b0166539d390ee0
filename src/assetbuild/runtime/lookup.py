"""The manifest in memory: names to URLs and to HTML."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ..manifest import AssetGroup, Entry, ManifestFile
from ..urls import quote_path
from . import module_graph, tags
from .inline import element, text_of
from .markup import Html, attribute_names, lines, start_tag
from .near_names import near_names
from .prefix import url_prefix
from .unknown_asset import UnknownAsset

# Import maps that are remembered: as many as there are kinds of pages, and not as many as anyone asks for.
_MAPS = 100


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
    _maps: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)

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

    def tags(
        self,
        *names: str,
        nonce: object = None,
        module: bool | None = None,
        imports: bool = True,
        **attributes: object,
    ) -> Html:
        """A `<link rel="stylesheet">` or `<script>` for each name, one a line.

        `module` makes scripts modules, or not, where the build did not find that they are. Before a module stands a
        `<link rel="modulepreload">` for each one that it imports, the deepest first, unless `imports` is false. More
        attributes are as in `media="print"`, `defer=False`, `async_=True`, `data_turbo_track="reload"`.
        """
        given = {"nonce": _given(nonce), **attributes}
        preloaded = set(names)
        found: list[str] = []
        for name in names:
            entry = self._entry(name)
            if imports and entry.imports and tags.is_module(entry, module):
                found += self._preloads(name, preloaded, given["nonce"])
            found.append(tags.tag(name, self.url(name), entry, module, given))
        return lines(found)

    def importmap(self, *names: str, nonce: object = None, **attributes: object) -> Html:
        """A `<script type="importmap">`, to stand before all modules: with it browsers find what modules import, and
        check its integrity. With `names` only for what these import; nothing where the build found no modules.
        """
        modules = self._entries.modules
        if modules is None:
            return Html("")
        text = self._maps.get(names)
        if text is None:
            text = module_graph.import_map(modules, self._mapped(names), self._entry, self.url, self.prefix)
            if len(self._maps) < _MAPS:
                self._maps[names] = text
        given = {"type": "importmap", **attribute_names(attributes), "nonce": _given(nonce)}
        return Html(f"{start_tag('script', given)}{text}</script>")

    def specifiers(self) -> Mapping[str, str]:
        """What the bare specifiers of the configuration's import map stand for: logical paths or URLs."""
        return self._entries.modules.names if self._entries.modules else {}

    def imports(self, name: str) -> list[str]:
        """All that a module imports by declarations, and what that imports, the deepest first, without itself."""
        return module_graph.static_closure(name, self._entry)

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

    def _preloads(self, name: str, preloaded: set[str], nonce: object) -> Iterable[str]:
        """For what the module imports and is not among the `preloaded`, which grow."""
        for path in module_graph.static_closure(name, self._entry):
            if path not in preloaded and self._entry(path).type == tags.SCRIPT:
                preloaded.add(path)
                yield tags.module_preload(self.url(path), self._entry(path), nonce)

    def _mapped(self, names: Iterable[str]) -> Iterable[str]:
        """What the import map is for: all modules, all that is imported, and all that the configuration has a specifier
        for; or what the assets of these names reach."""
        if names:
            return module_graph.reachable(names, self._entry)
        found = {name: self._entry(name) for name in self._entries.names()}
        modules = {name for name, entry in found.items() if entry.is_module()}
        return modules | module_graph.imported(found.values()) | {*self._known(self.specifiers().values())}

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
