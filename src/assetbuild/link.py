"""Give every compiled asset its final name, and fill the names into the assets that refer to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from .config import Config
from .errors import AssetbuildError, Faults, Location, did_you_mean
from .fingerprint import circle_digest, digest, fingerprinted
from .globs import compile_globs
from .graph import components
from .logical import BadPath, join
from .model import Artifact, Asset, Note, Reference
from .references.spans import rewrite
from .urls import quote_path, relative_url

Locate = Callable[[Asset, Reference], Location]


class _Resolved(NamedTuple):
    """An asset whose references are known: each with the logical path of its target, or None where it is dropped."""

    asset: Asset
    targets: tuple[tuple[Reference, str | None], ...]

    def edges(self) -> set[str]:
        return {target for _, target in self.targets if target is not None}


def link(assets: Iterable[Asset], names: Collection[str], config: Config, locate: Locate) -> Iterator[Artifact]:
    """The artifacts of all assets; one without references as soon as it comes, the others when all are here.

    `names` are the logical paths of all assets to come; `locate` says where a reference stands in its source.
    Raises `Faults` with every reference whose target is missing.
    """
    resolver = Resolver(names, config, locate)
    paths: dict[str, str] = {}
    held: dict[str, _Resolved] = {}
    for asset in assets:
        resolved = resolver.resolve(asset)
        if resolved.targets:
            held[asset.path] = resolved
        else:
            artifact = _name(asset, asset.data, asset.digest or digest(asset.data), resolver.notes(asset))
            paths[asset.path] = artifact.path
            yield artifact
    if resolver.faults:
        raise Faults(resolver.faults)
    for circle in _in_order(held):
        yield from _link_circle([held.pop(path) for path in circle], paths, resolver)


def _in_order(held: Mapping[str, _Resolved]) -> list[tuple[str, ...]]:
    """The circles: what others refer to first, and of those that wait for nothing more the largest first, so that no
    worker is left alone with a large one at the end."""
    levels: dict[str, int] = {}
    sizes: dict[tuple[str, ...], int] = {}
    for circle in components(held, lambda path: held[path].edges() & held.keys()):
        below = {target for path in circle for target in held[path].edges() if target in levels}
        levels |= dict.fromkeys(circle, max((levels[path] + 1 for path in below), default=0))
        sizes[circle] = sum(len(held[path].asset.data) for path in circle)
    return sorted(sizes, key=lambda circle: (levels[circle[0]], -sizes[circle], circle))


class Resolver:
    """Finds the logical path that each reference means, and collects the faults."""

    def __init__(self, names: Collection[str], config: Config, locate: Locate) -> None:
        self._names = names
        self._url = config.url
        self._allowed = compile_globs(config.allow_missing)
        self._locate = locate
        self._notes: dict[str, list[Note]] = {}
        self.faults: list[AssetbuildError] = []

    def resolve(self, asset: Asset) -> _Resolved:
        found = ((reference, self._target(asset, reference)) for reference in asset.references)
        return _Resolved(asset, tuple((reference, target) for reference, target in found if target != ""))

    def notes(self, asset: Asset) -> tuple[Note, ...]:
        return (*asset.notes, *self._notes.get(asset.path, ()))

    def _target(self, asset: Asset, reference: Reference) -> str | None:
        """The logical path; None where the reference is dropped; empty where it stays as it is."""
        target = reference.target
        if target.startswith("/"):
            path = self._below_url(target)
            if path is None:
                return ""
        else:
            try:
                path = join(asset.path, target)
            except BadPath as error:
                return self._missing(asset, reference, str(error))
        return path if path in self._names else self._missing(asset, reference, None, path)

    def _below_url(self, target: str) -> str | None:
        # Another path of the same server is not ours to judge.
        if not self._url.startswith("/") or not target.startswith(self._url):
            return None
        path = target[len(self._url) :]
        return path if self._url != "/" or path in self._names else None

    def _missing(self, asset: Asset, reference: Reference, reason: str | None, path: str = "") -> str | None:
        if reference.kind == "sourcemap":
            self._note(asset, f"the source map {reference.target!r} is not there: its comment was dropped")
            return None
        if self._allowed and self._allowed.fullmatch(asset.path):
            self._note(asset, f"{reference.target!r} is missing, as `allow-missing` allows")
            return ""
        message = f"{asset.path!r} refers to {reference.target!r}: "
        message += reason or f"there is no asset {path!r}"
        hint = did_you_mean(path, self._names) if path else None
        mend = "name a file below a source root" if reason else "add the file"
        hint = hint or f"{mend}, or allow it to be missing: allow-missing = [{asset.path!r}]"
        self.faults.append(AssetbuildError(message, self._locate(asset, reference), hint))
        return ""

    def _note(self, asset: Asset, message: str) -> None:
        note = Note("info", message, Location(asset.path))
        self._notes.setdefault(asset.path, []).append(note)


def fill_in(asset_text: str, spans: Iterable[tuple[Reference, str | None]], write: Callable[[str], str]) -> bytes:
    """The text with each reference's path replaced by what `write` gives for its target, or dropped for None."""
    replacements = []
    for reference, target in spans:
        if target is None:
            start, end = reference.drop or (reference.start, reference.end)
            replacements.append((start, end, ""))
        else:
            replacements.append((reference.start, reference.end, write(target)))
    return rewrite(asset_text, replacements).encode()


def _link_circle(circle: list[_Resolved], paths: dict[str, str], resolver: Resolver) -> Iterator[Artifact]:
    inner = {resolved.asset.path for resolved in circle}
    if len(circle) == 1 and not circle[0].edges() & inner:
        resolved = circle[0]
        data = _final(resolved, paths)
        yield _finish(resolved, data, digest(data), paths, resolver)
        return
    fingerprint = circle_digest((each.asset.path, _provisional(each, paths, inner)) for each in circle)
    paths |= {path: fingerprinted(path, fingerprint) for path in inner}
    for resolved in circle:
        yield _finish(resolved, _final(resolved, paths), fingerprint, paths, resolver)


def _final(resolved: _Resolved, paths: Mapping[str, str]) -> bytes:
    return _provisional(resolved, paths, frozenset())


def _provisional(resolved: _Resolved, paths: Mapping[str, str], inner: Collection[str]) -> bytes:
    """The bytes with final names for targets outside `inner` and logical paths for those inside."""
    asset = resolved.asset

    def write(target: str) -> str:
        return quote_path(target) if target in inner else relative_url(asset.path, paths[target])

    return fill_in(asset.data.decode(), resolved.targets, write)


def _finish(resolved: _Resolved, data: bytes, fingerprint: str, paths: dict[str, str], resolver: Resolver) -> Artifact:
    artifact = _name(resolved.asset, data, fingerprint, resolver.notes(resolved.asset), resolved.edges())
    paths[resolved.asset.path] = artifact.path
    return artifact


def _name(
    asset: Asset, data: bytes, fingerprint: str, notes: tuple[Note, ...], references: Iterable[str] = ()
) -> Artifact:
    path = fingerprinted(asset.path, fingerprint)
    return Artifact(asset.path, path, data, "", tuple(sorted(references)), notes=notes)
