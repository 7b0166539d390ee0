"""Give every compiled asset its final name, and fill the names into the assets that refer to it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from types import MappingProxyType

from .config import Config
from .errors import Faults
from .fingerprint import circle_digest, digest, fingerprinted
from .globs import compile_globs
from .graph import components
from .inlining.inliner import Inliner
from .model import Artifact, Asset, Reference
from .modules.bare import Packages
from .references.js_specifiers import IMPORTS, is_redirected
from .references.spans import rewrite
from .resolve import Locate, Resolved, Resolver, Target
from .urls import quote_path, relative_url

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
    namer = _Namer(config, resolver, named)
    inliner = Inliner(config.inline)
    held: dict[str, Resolved] = {}
    for asset in assets:
        resolved = resolver.resolve(asset)
        if resolved.targets:
            held[asset.path] = resolved
        else:
            inliner.offer(asset.path, asset.data)
            yield namer.name(resolved, asset.data, asset.digest or digest(asset.data))
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


class _Namer:
    """Makes artifacts, and knows the paths of those that it has made."""

    def __init__(self, config: Config, resolver: Resolver, named: Mapping[str, str]) -> None:
        self._modules = compile_globs(config.module_files)
        self._is_on = config.modules != "off"
        self._resolver = resolver
        self.paths: dict[str, str] = dict(named)

    def name(self, resolved: Resolved, data: bytes, fingerprint: str) -> Artifact:
        asset = resolved.asset
        path = self.paths[asset.path] = fingerprinted(asset.path, fingerprint)
        return Artifact(
            asset.path,
            path,
            data,
            "",
            tuple(sorted(resolved.edges())),
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
        data = _filled_in(circle[0], namer.paths, frozenset())
        yield namer.name(circle[0], data, digest(data))
        return
    fingerprint = circle_digest((each.asset.path, _filled_in(each, namer.paths, inner)) for each in circle)
    namer.paths |= {path: fingerprinted(path, fingerprint) for path in inner}
    for resolved in circle:
        yield namer.name(resolved, _filled_in(resolved, namer.paths, frozenset()), fingerprint)


def _filled_in(resolved: Resolved, paths: Mapping[str, str], inner: Collection[str]) -> bytes:
    """The bytes with final names for targets outside `inner` and logical paths for those inside."""
    base, text = resolved.asset.path, resolved.asset.data.decode()

    def written(reference: Reference, target: Target) -> tuple[int, int, str]:
        start, end = reference.start, reference.end
        if target.content:
            return target.content.place(text, start, end)
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
    return rewrite(text, replacements).encode()
