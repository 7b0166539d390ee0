"""Which references become `data:` URIs: small files, whole, once in a style sheet unless told otherwise."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from ..globs import compile_glob
from ..logical import extension
from ..model import Reference
from .data_uri import DataUri, data_uri

# A query that only tells new copies from old ones.
_NUMBER = re.compile(r"(?:\?\d+)?")


class Inliner:
    """Holds the small files of a build. `limits` are globs, the first that matches decides, and sizes in bytes;
    `repeated` says whether a file may stand in a style sheet several times."""

    def __init__(self, limits: Iterable[tuple[str, int]], repeated: bool = False) -> None:
        self._repeated = repeated
        self._limits = [(compile_glob(pattern), limit) for pattern, limit in limits]
        self._held: dict[str, bytes] = {}

    def offer(self, path: str, data: bytes) -> None:
        """A finished asset, which names no other."""
        limit = next((limit for pattern, limit in self._limits if pattern.fullmatch(path)), -1)
        if len(data) <= limit:
            self._held[path] = data

    def inline(self, path: str, targets: Sequence[tuple[Reference, str]]) -> dict[Reference, DataUri]:
        """The references of the asset `path`, each with the path that it names, that become URIs: of files that it
        names as a whole, with no query but a number, once or as often as it may."""
        if not self._held or extension(path) != ".css":
            return {}
        times = Counter(target for _, target in targets)
        return {
            reference: data_uri(target, self._held[target])
            for reference, target in targets
            if target in self._held and (self._repeated or times[target] == 1) and _is_whole(reference)
        }


def _is_whole(reference: Reference) -> bool:
    return reference.kind == "url" and _NUMBER.fullmatch(reference.suffix) is not None
