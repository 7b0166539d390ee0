"""Which scanner finds the references in a file, by its extension."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from ..logical import extension
from ..model import Reference

Scanner = Callable[[str], tuple[Reference, ...]]

_MODULES = {".css": "css", ".js": "js", ".mjs": "js", ".cjs": "js", ".svg": "svg"}


def scanner_of(path: str) -> Scanner | None:
    """The scanner for a file of that name, or None where nothing in such a file refers to others.

    It is imported when it is first asked for: its patterns take milliseconds to compile.
    """
    module = _MODULES.get(extension(path))
    if module is None:
        return None
    scan: Scanner = import_module(f".{module}", __package__).scan
    return scan
