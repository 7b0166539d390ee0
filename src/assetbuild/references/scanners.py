"""Which scanner finds the references in a file, by its extension."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..logical import extension
from ..model import Reference
from . import css, js, svg

Scanner = Callable[[str], tuple[Reference, ...]]

_SCANNERS: Mapping[str, Scanner] = {
    ".css": css.scan,
    ".js": js.scan,
    ".mjs": js.scan,
    ".cjs": js.scan,
    ".svg": svg.scan,
}


def scanner_of(path: str) -> Scanner | None:
    """The scanner for a file of that name, or None where nothing in such a file refers to others."""
    return _SCANNERS.get(extension(path))
