"""Compiling through a cache: what was compiled before, from the same bytes in the same way, is not compiled again."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from .compile import Compiler, FindScanner
from .errors import AssetbuildError
from .keys import action_key, key_digest
from .model import Action, Asset, Fetch, Filter, FilterUse, Plan
from .references.scanners import scanner_of
from .stored import restore, store

if TYPE_CHECKING:
    from .sourcemaps.mapper import Mapper

# In place of the digest of what only had to be there.
_ANY = ""


class Cache(Protocol):
    """Keeps values under keys (hex digests), or does not: nothing depends on it but time."""

    @property
    def keeps(self) -> bool:
        """False where it never keeps anything, so that nobody need work out a key."""
        ...

    def get(self, key: str) -> bytes | None:
        """The value that was put under `key`, whole, or None."""
        ...

    def put(self, key: str, value: bytes) -> None:
        """Keep `value` under `key`."""
        ...

    def holds(self, key: str) -> bool:
        """Whether there seems to be a value under `key`, which is not read."""
        ...


class CountedFetch(Fetch, Protocol):
    """A fetch that is told when an expected use is over."""

    def done(self, path: str) -> None:
        """One of the expected uses is over."""
        ...


class CachedCompiler:
    """Compiles actions, or finds what was made of them before; from any thread. Without `modules` nothing of theirs is
    looked for."""

    def __init__(
        self,
        filters: Mapping[str, Filter],
        sources: CountedFetch,
        cache: Cache,
        scanner: FindScanner = scanner_of,
        mapper: Mapper | None = None,
        modules: bool = True,
    ) -> None:
        self._filters = filters
        self._scanner = scanner
        self._sources = sources
        self._cache = cache
        self._mapper = mapper
        self._modules = modules
        self._keys: dict[str, str] = {}

    def compile(self, action: Action) -> Asset:
        """The asset of an action. Raises AssetbuildError for what cannot be read, filtered or joined."""
        try:
            if self._is_worth_keeping(action):
                return self._compile_cached(action)
            asset = Compiler(self._filters, self._sources, self._scanner, self._mapper, self._modules).compile(action)
            # With this the digests of its sources are known, too: the next build compares them.
            return asset._replace(key=self.key(action)) if self._cache.keeps else asset
        finally:
            for member in action.members:
                self._sources.done(member.path)

    def is_at_hand(self, action: Action) -> bool:
        """Whether there is nothing to do but to read. What cannot be read `compile` tells."""
        if not _is_work(action):
            return True
        with suppress(AssetbuildError):
            return self._is_worth_keeping(action) and self._cache.holds(self.key(action))
        return False

    def key(self, action: Action) -> str:
        """What stands for the sources and filters of an action; empty where a filter depends on what no key tells."""
        # Asked for by what keeps assets, by what looks whether one is at hand, and by what compiles it.
        if action.output not in self._keys:
            self._keys[action.output] = self._key(action)
        return self._keys[action.output]

    def _key(self, action: Action) -> str:
        digests = {member.path: self._sources.digest(member.path) or "" for member in action.members}
        if not _is_work(action):
            return f"copy {digests[action.members[0].path]}"
        if not self._is_pure(action):
            return ""
        return key_digest(action_key(action, digests, self._filters, self._mapper is not None, self._modules))

    def _is_worth_keeping(self, action: Action) -> bool:
        """Whether something is done that a key can vouch for; a plain copy is read from its source as fast."""
        return self._cache.keeps and _is_work(action) and self._is_pure(action)

    def _is_pure(self, action: Action) -> bool:
        return all(self._filters[use.name].pure for use in _uses(action))

    def _compile_cached(self, action: Action) -> Asset:
        key = self.key(action)
        kept = self._cache.get(key)
        if kept is not None:
            asset, fetched = restore(kept)
            if all(self.is_same(path, digest) for path, digest in fetched.items()):
                return asset._replace(key=key, fetched=tuple(fetched.items()))
        fetch = _RecordedFetch(self._sources, {member.path for member in action.members})
        asset = Compiler(self._filters, fetch, self._scanner, self._mapper, self._modules).compile(action)
        self._cache.put(key, store(asset, fetch.fetched))
        return asset._replace(key=key, fetched=tuple(fetch.fetched.items()))

    def is_same(self, path: str, digest: str | None) -> bool:
        """Whether what a filter asked for is what it got then: a source with that digest, or none at all."""
        return self._sources.exists(path) if digest == _ANY else self._sources.digest(path) == digest


def _is_work(action: Action) -> bool:
    return action.bundle or bool(_uses(action))


def _uses(action: Action) -> list[FilterUse]:
    if action.parts:
        return [*Plan((action,)).filter_uses().values()]
    return [*action.filters, *(use for member in action.members for use in member.filters)]


class _RecordedFetch:
    """Remembers what was asked for beyond the members, found or not: the result depends on that too."""

    def __init__(self, sources: CountedFetch, members: Collection[str]) -> None:
        self._sources = sources
        self._members = members
        self.fetched: dict[str, str | None] = {}

    def __call__(self, path: str) -> bytes | None:
        data = self._sources(path)
        self._record(path)
        return data

    def file(self, path: str) -> str | None:
        self._record(path)
        return self._sources.file(path)

    def digest(self, path: str) -> str | None:
        self._record(path)
        return self._sources.digest(path)

    def exists(self, path: str) -> bool:
        found = self._sources.exists(path)
        if path not in self._members:
            self.fetched.setdefault(path, _ANY if found else None)
        return found

    def _record(self, path: str) -> None:
        if path not in self._members:
            self.fetched[path] = self._sources.digest(path)
