"""Specifiers of `import()` in a script that becomes part of another: they are relative to the file they stand in."""

from __future__ import annotations

from dataclasses import replace

from ..logical import BadPath, join
from ..model import FilterInput, Reference
from ..references.js_imports import scan_imports
from ..references.js_specifiers import is_bare
from ..references.spans import rewrite
from ..urls import relative_url


def rebase_imports(member: FilterInput, output: str) -> FilterInput:
    """The member as it reads in `output`, another logical path."""
    found = ((reference, _rebased(reference, member.path, output)) for reference in scan_imports(member.text))
    replacements = [(reference.start, reference.end, url) for reference, url in found if url is not None]
    return replace(member, text=rewrite(member.text, replacements)) if replacements else member


def _rebased(reference: Reference, base: str, output: str) -> str | None:
    """The specifier in `output`, or None where it stays: a bare one, a path from the root, one that leads out of it."""
    if is_bare(reference) or reference.target.startswith("/"):
        return None
    try:
        url = relative_url(output, join(base, reference.target))
    except BadPath:
        return None
    return url if url.startswith(".") else f"./{url}"
