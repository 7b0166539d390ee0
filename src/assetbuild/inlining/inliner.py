"""Which references become `data:` URIs: small files, whole, once in a style sheet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from ..globs import compile_glob
from ..logical import extension
from ..model import Reference
from .data_uri import DataUri, data_uri

Targets = tuple[tuple[Reference, "str | DataUri | None"], ...]


class Inliner:
    """Holds the small files of a build. `limits` are globs, the first that matches decides, and sizes in bytes."""

    def __init__(self, limits: Iterable[tuple[str, int]]) -> None:
        self._limits = [(compile_glob(pattern), limit) for pattern, limit in limits]
        self._held: dict[str, bytes] = {}

    def offer(self, path: str, data: bytes) -> None:
        """A finished asset, which names no other."""
        limit = next((limit for pattern, limit in self._limits if pattern.fullmatch(path)), -1)
        if len(data) <= limit:
            self._held[path] = data

    def inline(self, path: str, targets: Targets) -> Targets:
        """The references of the asset `path`, with a URI in place of each target that it names once, as a whole."""
        if not self._held or extension(path) != ".css":
            return targets
        times = Counter(target for _, target in targets if isinstance(target, str))
        return tuple((reference, self._uri(reference, target, times)) for reference, target in targets)

    def _uri(self, reference: Reference, target: str | DataUri | None, times: Counter[str]) -> str | DataUri | None:
        if not isinstance(target, str) or reference.kind != "url" or reference.suffix or times[target] > 1:
            return target
        data = self._held.get(target)
        return target if data is None else data_uri(target, data)
