"""Give every compiled asset its final name, and fill the names into the assets that refer to it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from .config import Config
from .errors import AssetbuildError, Faults, Location, did_you_mean
from .fingerprint import circle_digest, digest, fingerprinted
from .globs import compile_globs
from .graph import components
from .logical import BadPath, join
from .model import Artifact, Asset, Note, Reference
from .references.spans import rewrite
from .sourcemaps.attach import Attacher, Attachment
from .urls import quote_path, relative_url

_ANY_DIGEST = "0" * 64

Locate = Callable[[Asset, Reference], Location]


@dataclass(frozen=True, slots=True)
class _Resolved:
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
    attacher = Attacher(names, config)
    paths: dict[str, str] = {}
    held: dict[str, _Resolved] = {}
    for asset in assets:
        resolved = resolver.resolve(asset)
        if resolved.targets:
            held[asset.path] = resolved
        else:
            yield from _finish(resolved, _Filled(asset.data, attacher.attach(asset, asset.data, {})), paths, resolver)
    if resolver.faults:
        raise Faults(resolver.faults)
    for circle in _in_order(held):
        yield from _link_circle([held.pop(path) for path in circle], paths, resolver, attacher)


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


@dataclass(frozen=True, slots=True)
class _Filled:
    """The bytes of an asset with its references filled in, and its source map."""

    text: bytes
    attachment: Attachment | None

    @property
    def data(self) -> bytes:
        return self.text + self.attachment.comments if self.attachment else self.text


def _link_circle(
    circle: list[_Resolved], paths: dict[str, str], resolver: Resolver, attacher: Attacher
) -> Iterator[Artifact]:
    inner = {resolved.asset.path for resolved in circle}
    if len(circle) == 1 and not circle[0].edges() & inner:
        resolved = circle[0]
        text = _provisional(resolved, paths, frozenset())
        yield from _finish(resolved, _Filled(text, _attach(resolved, text, paths, attacher)), paths, resolver)
        return
    # A map depends on the lengths of names, and those are known.
    guessed = paths | {path: fingerprinted(path, _ANY_DIGEST) for path in inner}
    filled = []
    for each in circle:
        text = _provisional(each, paths, inner)
        filled.append(_Filled(text, _attach(each, text, guessed, attacher)))
    fingerprint = circle_digest((each.asset.path, one.data) for each, one in zip(circle, filled, strict=True))
    paths |= {path: fingerprinted(path, fingerprint) for path in inner}
    for each, one in zip(circle, filled, strict=True):
        final = _Filled(_provisional(each, paths, frozenset()), one.attachment)
        yield from _finish(each, final, paths, resolver, fingerprint)


def _attach(resolved: _Resolved, text: bytes, paths: Mapping[str, str], attacher: Attacher) -> Attachment | None:
    written = {
        reference.start: relative_url(resolved.asset.path, paths[target])
        for reference, target in resolved.targets
        if target is not None
    }
    return attacher.attach(resolved.asset, text, written)


def _provisional(resolved: _Resolved, paths: Mapping[str, str], inner: Collection[str]) -> bytes:
    """The bytes with final names for targets outside `inner` and logical paths for those inside."""
    asset = resolved.asset

    def write(target: str) -> str:
        return quote_path(target) if target in inner else relative_url(asset.path, paths[target])

    return fill_in(asset.data.decode(), resolved.targets, write)


def _finish(
    resolved: _Resolved, filled: _Filled, paths: dict[str, str], resolver: Resolver, fingerprint: str = ""
) -> Iterator[Artifact]:
    """The artifact, behind that of its map. Without `fingerprint` its name goes by its bytes."""
    asset, attached = resolved.asset, filled.attachment
    if attached:
        yield attached.artifact
    data = filled.data
    known = "" if attached or resolved.targets else asset.digest
    references = sorted(resolved.edges() | set(attached.references if attached else ()))
    path = fingerprinted(asset.path, fingerprint or known or digest(data))
    paths[asset.path] = path
    yield Artifact(asset.path, path, data, "", tuple(references), notes=resolver.notes(asset))
