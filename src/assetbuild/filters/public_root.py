"""The `public_root` filter: references of style sheets by where the files are in the project, not by logical paths.

A style sheet outside the folder whose files are served from the root of the site may lead into that folder:
`url(../../public/a.png)`.
"""

from __future__ import annotations

from typing import Any

from ..logical import BadPath, join
from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Options
from ..references.css import scan
from ..references.spans import rewrite
from ..urls import relative_url
from .options import OptionError, refuse_unknown

_DEFAULTS = {"folder": "public"}


def load(use: FilterUse, folder: str) -> Filter:
    """The filter. `folder` is that of the public files, as it is written in paths of the project."""
    refuse_unknown(use, _DEFAULTS)
    options: dict[str, Any] = _DEFAULTS | dict(use.options)
    if not isinstance(options["folder"], str):
        raise OptionError(f"the option `folder` of the filter {use.name!r} must be a string", "folder")
    return Filter(use.name, "1", each=_each, options=frozenset(_DEFAULTS), of_members=True)


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    inside = f"{(_DEFAULTS | dict(options))['folder']}/"
    replacements = [
        (reference.start, reference.end, relative_url(source.path, path[len(inside) :]))
        for reference in scan(source.text)
        if (path := _path(source.path, reference.target)).startswith(inside)
    ]
    return Filtered(rewrite(source.text, replacements))


def _path(base: str, target: str) -> str:
    """Where a relative reference leads; nothing for one that is absolute or leads out of the project."""
    try:
        return "" if target.startswith("/") else join(base, target)
    except BadPath:
        return ""
