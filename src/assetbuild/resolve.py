"""Which asset each reference means: by its path, or for the bare specifier of a module by import map and packages."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import NamedTuple
from urllib.parse import quote

from .config import Config
from .errors import AssetbuildError, Location, UsageError, did_you_mean
from .globs import compile_globs
from .inlining.data_uri import DataUri
from .logical import BadPath, join
from .model import Asset, Note, Reference
from .modules.bare import NODE_MODULES, Packages, Unresolved, resolve_bare
from .modules.package_json import Package
from .modules.specifiers import is_url
from .references.js_asset_urls import ASSET_URLS
from .references.js_specifiers import IMPORTS, is_bare, is_redirected

Locate = Callable[[Asset, Reference], Location]

# What stands in a URL as it is (RFC 3986 §2), but for what would end a string of JavaScript.
_URL_SAFE = "%/:?#[]@!$&*+,;=-._~"
_SPECIFIER_HINT = "browsers need the whole name of a file"


class Target(NamedTuple):
    """What takes the place of a reference: the name of an asset, its content, a URL that is none of ours, or nothing at
    all.

    A `stable` one is written as a logical path: an import map leads from there to the fingerprinted name.
    """

    path: str = ""
    url: str = ""
    stable: bool = False
    content: DataUri | None = None


class Resolved(NamedTuple):
    """An asset whose references are known, each with its target; those that stay as they are have none."""

    asset: Asset
    targets: tuple[tuple[Reference, Target], ...]

    def edges(self) -> set[str]:
        """The assets whose final names stand in this one."""
        return {target.path for _, target in self.targets if target.path and not target.stable}

    def paths(self, kinds: Collection[str]) -> set[str]:
        """The assets that references of these kinds name."""
        return {target.path for reference, target in self.targets if target.path and reference.kind in kinds}


class NoPackages:
    """No folder of packages is configured."""

    def find(self, name: str, importer: str) -> Package | None:
        return None

    def around(self, path: str) -> Package | None:
        return None

    def has(self, path: str) -> bool:
        return False

    def reach(self, path: str) -> bool:
        return False

    def names(self) -> Iterable[str]:
        return ()

    def near(self, path: str) -> list[str]:
        return []


class Resolver:
    """Finds what each reference means, and collects the faults."""

    def __init__(
        self, names: Collection[str], config: Config, locate: Locate, packages: Packages | None = None
    ) -> None:
        self._names = names
        self._config = config
        self._packages: Packages = packages or NoPackages()
        self._allowed = compile_globs(config.allow_missing)
        self._is_lenient = config.modules == "auto" and not (config.importmap or config.packages)
        self._locate = locate
        self._notes: dict[str, list[Note]] = {}
        self._left: set[str] = set()
        self._places: dict[str, list[str]] = {}
        self.faults: list[AssetbuildError] = []
        self._check_importmap()

    def resolve(self, asset: Asset) -> Resolved:
        found = ((reference, self._target(asset, reference)) for reference in asset.references)
        return Resolved(asset, tuple((reference, target) for reference, target in found if target is not None))

    def notes(self, asset: Asset) -> tuple[Note, ...]:
        return (*asset.notes, *self._notes.get(asset.path, ()))

    def _target(self, asset: Asset, reference: Reference) -> Target | None:
        """What the reference becomes; None where it stays as it is."""
        target = reference.target
        if reference.kind in IMPORTS:
            if self._config.modules == "off":
                return None
            if is_bare(reference):
                return self._bare(asset, reference)
        if reference.kind in ASSET_URLS:
            return self._named(asset, reference)
        if target.startswith("/"):
            path = self._below_url(target)
            if path is None:
                return None
        else:
            try:
                path = join(asset.path, target)
            except BadPath as error:
                return self._missing(asset, reference, str(error))
        if target.endswith("/") and reference.kind in IMPORTS:
            return self._missing(asset, reference, "it names a folder", path)
        return Target(path) if self._exists(path) else self._missing(asset, reference, None, path)

    def _named(self, asset: Asset, reference: Reference) -> Target | None:
        """What a call for an address names, from the root of all assets or from its own folder."""
        base = "" if reference.target.startswith("/") else asset.path
        try:
            path = join(base, reference.target)
        except BadPath as error:
            return self._missing(asset, reference, str(error))
        if self._exists(path):
            return Target(path)
        self._missing(asset, reference, None, path)
        return Target(url=quote(reference.target, safe=_URL_SAFE))

    def _bare(self, asset: Asset, reference: Reference) -> Target | None:
        try:
            found = resolve_bare(reference.target, asset.path, self._config.importmap, self._packages)
        except Unresolved as error:
            if reference.kind != "import-static" and reference.target.split("/", 1)[0] in NODE_MODULES:
                return None
            if self._is_lenient:
                self._leave(asset, reference)
                return None
            if not self._is_allowed(asset, reference):
                self._fault(asset, reference, "imports", error.reason, error.hint)
            return None
        path = self._below_url(found) if is_url(found) else found
        if path is None:
            return Target(url=quote(found, safe=_URL_SAFE))
        return Target(path) if self._exists(path) else self._missing(asset, reference, None, path)

    def _exists(self, path: str) -> bool:
        return path in self._names or self._packages.reach(path)

    def _below_url(self, target: str) -> str | None:
        # Another path of the same server is not ours to judge.
        url = self._config.url
        if not url.startswith("/") or not target.startswith(url):
            return None
        path = target[len(url) :]
        return path if url != "/" or path in self._names else None

    def _missing(self, asset: Asset, reference: Reference, reason: str | None, path: str = "") -> Target | None:
        if reference.kind == "sourcemap":
            self._note(asset, f"the source map {reference.target!r} is not there: its comment was dropped")
            return Target()
        if self._is_lenient and is_redirected(reference):
            self._leave(asset, reference)
            return None
        if self._is_allowed(asset, reference):
            return None
        hint = self._near(asset, reference, path) if path else None
        mend = "name a file below a source root" if reason else "add the file"
        hint = hint or f"{mend}, or allow it to be missing: allow-missing = [{asset.path!r}]"
        self._fault(asset, reference, "refers to", reason or f"there is no asset {path!r}", hint)
        return None

    def _leave(self, asset: Asset, reference: Reference) -> None:
        """Say once of each module that it cannot run as it is: copies of libraries have many that nobody loads, and
        which ones a page will load no build can know."""
        if asset.path in self._left or (self._allowed and self._allowed.fullmatch(asset.path)):
            return
        self._left.add(asset.path)
        message = (
            f"{asset.path!r} imports {reference.target!r}, which browsers do not find: such imports are left as they "
            'are; modules = "rewrite" makes them errors, and says what to do, "off" keeps silent'
        )
        note = Note("warning", message, self._locate(asset, reference))
        self._notes.setdefault(asset.path, []).append(note)

    def _ending(self, path: str) -> str | None:
        endings = (".js", ".mjs", "/index.js", "/index.mjs")
        return next((each for each in endings if path + each in self._names or self._packages.has(path + each)), None)

    def _fault(self, asset: Asset, reference: Reference, verb: str, reason: str, hint: str) -> None:
        message = f"{asset.path!r} {verb} {reference.target!r}: {reason}"
        self.faults.append(AssetbuildError(message, self._locate(asset, reference), hint))

    def _is_allowed(self, asset: Asset, reference: Reference) -> bool:
        """Whether the target of the reference may be missing. Asked first: to find what was meant takes longer than all
        else where a library has hundreds of such references."""
        if not self._allowed or not self._allowed.fullmatch(asset.path):
            return False
        self._note(asset, f"{reference.target!r} is missing, as `allow-missing` allows")
        return True

    def _near(self, asset: Asset, reference: Reference, path: str) -> str | None:
        """What was probably meant: in an import, first of all the same name with what bundlers add to it."""
        if reference.kind in IMPORTS:
            if ending := self._ending(path):
                return f"write {reference.target.rstrip('/') + ending!r}: {_SPECIFIER_HINT}"
            return did_you_mean(path, {*self._beside(path)} - {asset.path})
        return did_you_mean(path, [*self._names, *self._packages.near(path)])

    def _beside(self, path: str) -> list[str]:
        """The assets in the folder of `path` or with its file name. To compare with all would take minutes where the
        sources of a library, written for a bundler, were copied into a source root."""
        if not self._places:
            for name in self._names:
                folder, _, file = name.rpartition("/")
                self._places.setdefault(f"{folder}/", []).append(name)
                self._places.setdefault(file, []).append(name)
        folder, _, file = path.rpartition("/")
        return [*self._places.get(f"{folder}/", ()), *self._places.get(file, ()), *self._packages.near(path)]

    def _check_importmap(self) -> None:
        for name, target in self._config.importmap.items():
            path = self._below_url(target) if is_url(target) else target
            if path is None or name.endswith("/") or self._exists(path):
                continue
            hint = did_you_mean(path, [*self._names, *self._packages.near(path)])
            message = f"the import map leads from {name!r} to {path!r}, and there is no such asset"
            where = self._config.where("importmap", name)
            self.faults.append(UsageError(message, where, hint or "name a logical path, as in vendor/lit.js, or a URL"))

    def _note(self, asset: Asset, message: str) -> None:
        note = Note("info", message, Location(asset.path))
        self._notes.setdefault(asset.path, []).append(note)
