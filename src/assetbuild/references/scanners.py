"""Which scanner finds the references in a file, by its extension."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from ..logical import extension
from ..model import Reference

Scanner = Callable[[str], tuple[Reference, ...]]

_MODULES = {".css": "css", ".js": "js", ".mjs": "js", ".cjs": "js", ".svg": "svg"}


def scanner_of(path: str, modules: bool = True) -> Scanner | None:
    """The scanner for a file of that name, or None where nothing in such a file refers to others. Without `modules`
    that for scripts finds no imports.

    It is imported when it is first asked for: its patterns take milliseconds to compile.
    """
    module = _MODULES.get(extension(path))
    if module is None:
        return None
    name = "scan" if modules or module != "js" else "scan_maps"
    scan: Scanner = getattr(import_module(f".{module}", __package__), name)
    return scan
