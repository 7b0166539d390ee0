"""Give every compiled asset its final name, and fill the names into the assets that refer to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

from .config import Config
from .errors import Faults
from .fingerprint import circle_digest, digest, fingerprinted
from .globs import compile_globs
from .graph import components
from .inlining.inliner import Inliner
from .model import Artifact, Asset, Reference
from .modules.bare import Packages
from .references.js_asset_urls import ASSET_URLS, address
from .references.js_specifiers import IMPORTS, is_redirected
from .references.spans import rewrite
from .resolve import Locate, Resolved, Resolver, Target
from .sourcemaps.attach import Attacher, Attachment
from .sourcemaps.skeleton import units
from .urls import quote_path, relative_url

_ANY_DIGEST = "0" * 64
_DYNAMIC = frozenset(("import-dynamic", "import-resolve"))
# An import map leads neither these nor whatever a worker imports.
_OF_WORKERS = frozenset(("import-meta-url", "import-resolve"))


def link(
    assets: Iterable[Asset],
    names: Collection[str],
    config: Config,
    locate: Locate,
    packages: Packages | None = None,
    named: Mapping[str, str] = MappingProxyType({}),
) -> Iterator[Artifact]:
    """The artifacts of all assets; one without references as soon as it comes, the others when all are here.

    `names` are the logical paths of all assets to come but for those that `packages` reach; `locate` says where a
    reference stands in its source; `named` are the final paths of assets that do not come. Raises `Faults` with every
    reference whose target is missing.
    """
    resolver = Resolver(names, config, locate, packages)
    namer = _Namer(config, resolver, Attacher(names, config), named)
    inliner = Inliner(config.inline, config.inline_repeated)
    held: dict[str, Resolved] = {}
    for asset in assets:
        resolved = resolver.resolve(asset)
        if resolved.targets:
            held[asset.path] = resolved
        else:
            inliner.offer(asset.path, asset.data)
            yield from namer.name(resolved, namer.attached(resolved, _Text(asset.data)))
    if resolver.faults:
        raise Faults(resolver.faults)
    if config.modules == "importmap":
        held = _stable(held)
    for circle in _in_order(held):
        yield from _link_circle([_inlined(held.pop(path), inliner) for path in circle], namer)


def _inlined(resolved: Resolved, inliner: Inliner) -> Resolved:
    """The same, with the content of small files in place of their names."""
    named = [(reference, target.path) for reference, target in resolved.targets if target.path]
    found = inliner.inline(resolved.asset.path, named)
    targets = tuple(
        (each, Target(content=found[each]) if each in found else target) for each, target in resolved.targets
    )
    return resolved._replace(targets=targets) if found else resolved


def _stable(held: Mapping[str, Resolved]) -> dict[str, Resolved]:
    """The same, in which imports name logical paths wherever the page's import map leads them."""
    fixed = _of_workers(held)
    return {path: each if path in fixed else _with_stable_imports(each) for path, each in held.items()}


def _of_workers(held: Mapping[str, Resolved]) -> set[str]:
    """What a worker may be, and all that it imports."""
    pending = {path for each in held.values() for path in each.paths(_OF_WORKERS)}
    found: set[str] = set()
    while pending:
        path = pending.pop()
        found.add(path)
        pending |= (held[path].paths(IMPORTS) if path in held else set()) - found
    return found


def _with_stable_imports(resolved: Resolved) -> Resolved:
    def stable(reference: Reference, target: Target) -> Target:
        # A query makes it another URL, which the map has not.
        is_led = is_redirected(reference) and bool(target.path) and not reference.suffix
        return target._replace(stable=True) if is_led else target

    return resolved._replace(targets=tuple((each, stable(each, target)) for each, target in resolved.targets))


def _in_order(held: Mapping[str, Resolved]) -> list[tuple[str, ...]]:
    """The circles: what others refer to first, and of those that wait for nothing more the largest first, so that no
    worker is left alone with a large one at the end."""
    levels: dict[str, int] = {}
    sizes: dict[tuple[str, ...], int] = {}
    for circle in components(held, lambda path: held[path].edges() & held.keys()):
        below = {target for path in circle for target in held[path].edges() if target in levels}
        levels |= dict.fromkeys(circle, max((levels[path] + 1 for path in below), default=0))
        sizes[circle] = sum(len(held[path].asset.data) for path in circle)
    return sorted(sizes, key=lambda circle: (levels[circle[0]], -sizes[circle], circle))


class _Text(NamedTuple):
    """The bytes of an asset with its references filled in, by how much each of these grew (UTF-16 code units), and the
    source map of it."""

    text: bytes
    growth: Mapping[int, int] = {}
    map: Attachment | None = None

    @property
    def data(self) -> bytes:
        return self.text + self.map.comments if self.map else self.text


class _Namer:
    """Makes artifacts, and knows the paths of those that it has made."""

    def __init__(self, config: Config, resolver: Resolver, attacher: Attacher, named: Mapping[str, str]) -> None:
        self._modules = compile_globs(config.module_files)
        self._is_on = config.modules != "off"
        self._resolver = resolver
        self._attacher = attacher
        self.paths: dict[str, str] = dict(named)
        self.url = config.url

    def attached(self, resolved: Resolved, filled: _Text) -> _Text:
        """The same with its source map, where there is to be one."""
        return filled._replace(map=self._attacher.attach(resolved.asset, filled.text, filled.growth))

    def name(self, resolved: Resolved, filled: _Text, fingerprint: str = "") -> Iterator[Artifact]:
        """The artifact, behind that of its source map. Without `fingerprint` it is named by its bytes."""
        asset, data, attached = resolved.asset, filled.data, filled.map
        if attached:
            yield attached.artifact
        known = "" if attached or resolved.targets else asset.digest
        path = self.paths[asset.path] = fingerprinted(asset.path, fingerprint or known or digest(data))
        yield Artifact(
            asset.path,
            path,
            data,
            "",
            tuple(sorted(resolved.edges().union(attached.references if attached else ()))),
            notes=self._resolver.notes(asset),
            module=self._is_on and self._is_module(asset),
            imports=tuple(sorted(resolved.paths(("import-static",)))),
            dynamic=tuple(sorted(resolved.paths(_DYNAMIC))),
            targets=tuple(sorted({target.path for _, target in resolved.targets if target.path})),
            key=asset.key,
            fetched=asset.fetched,
        )

    def _is_module(self, asset: Asset) -> bool:
        return asset.module or (self._modules is not None and self._modules.fullmatch(asset.path) is not None)


def _link_circle(circle: list[Resolved], namer: _Namer) -> Iterator[Artifact]:
    inner = {resolved.asset.path for resolved in circle}
    if len(circle) == 1 and not circle[0].edges() & inner:
        yield from namer.name(
            circle[0], namer.attached(circle[0], _filled_in(circle[0], namer.paths, frozenset(), namer.url))
        )
        return
    # A map depends on the lengths of names, and those are known.
    guessed = namer.paths | {path: fingerprinted(path, _ANY_DIGEST) for path in inner}
    texts = []
    for each in circle:
        growth = _filled_in(each, guessed, frozenset(), namer.url).growth if each.asset.map else {}
        texts.append(namer.attached(each, _filled_in(each, namer.paths, inner, namer.url)._replace(growth=growth)))
    fingerprint = circle_digest((each.asset.path, text.data) for each, text in zip(circle, texts, strict=True))
    namer.paths |= {path: fingerprinted(path, fingerprint) for path in inner}
    for each, text in zip(circle, texts, strict=True):
        yield from namer.name(
            each, _filled_in(each, namer.paths, frozenset(), namer.url)._replace(map=text.map), fingerprint
        )


def _filled_in(resolved: Resolved, paths: Mapping[str, str], inner: Collection[str], public: str) -> _Text:
    """The bytes with final names for targets outside `inner` and logical paths for those inside; `public` is the URL of
    them all."""
    base, text = resolved.asset.path, resolved.asset.data.decode()

    def written(reference: Reference, target: Target) -> tuple[int, int, str]:
        start, end = reference.start, reference.end
        if reference.kind in ASSET_URLS:
            path = target.path if target.path in inner else paths.get(target.path, "")
            return start, end, address(reference, target.url or public + quote_path(path))
        if target.content:
            return target.content.place(text, start, end + len(reference.suffix))
        if target.url:
            return start, end, target.url
        if not target.path:
            return *(reference.drop or (start, end)), ""
        if target.path in inner and not target.stable:
            return start, end, quote_path(target.path)
        path = target.path if target.stable else paths[target.path]
        url = relative_url(base, path)
        return start, end, f"./{url}" if is_redirected(reference) and not url.startswith(".") else url

    replacements = [written(reference, target) for reference, target in resolved.targets]
    growth = _growth(resolved, text, replacements) if resolved.asset.map else {}
    return _Text(rewrite(text, replacements).encode(), growth)


def _growth(resolved: Resolved, text: str, replacements: Iterable[tuple[int, int, str]]) -> dict[int, int]:
    """By where it starts, how many UTF-16 code units each reference grew."""
    return {
        reference.start: units(written) - units(text[start:end])
        for (reference, _), (start, end, written) in zip(resolved.targets, replacements, strict=True)
    }
