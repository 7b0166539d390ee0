"""The `project_paths` filter: references of style sheets by where the files are in the project, not by logical paths.

A style sheet outside the folder whose files are served may lead into that: `url(../../public/a.png)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..logical import BadPath, join
from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Options
from ..references.css import scan
from ..references.spans import rewrite
from ..urls import relative_url
from .options import OptionError, refuse_unknown

_DEFAULTS = {"folders": {"public": ""}}


def load(use: FilterUse, folder: str) -> Filter:
    """The filter. `folders` has, by the folder in the project, what the logical paths of its files begin with. It is
    for members whose logical paths are their paths in the project."""
    refuse_unknown(use, _DEFAULTS)
    folders = _folders(dict(use.options))
    if not isinstance(folders, Mapping) or not all(isinstance(prefix, str) for prefix in folders.values()):
        message = f"the option `folders` of the filter {use.name!r} must be a table of strings"
        raise OptionError(message, "folders", 'write { public = "" }')
    return Filter(use.name, "1", each=_each, options=frozenset(_DEFAULTS), of_members=True)


def _folders(options: Options) -> Any:
    return (_DEFAULTS | dict(options))["folders"]


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    folders: Mapping[str, str] = _folders(options)
    replacements = []
    for reference in scan(source.text):
        path = _path(source.path, reference.target)
        # The innermost folder counts.
        for folder in sorted(folders, key=len, reverse=True):
            if path.startswith(f"{folder}/"):
                logical = "/".join(part for part in (folders[folder], path[len(folder) + 1 :]) if part)
                replacements.append((reference.start, reference.end, relative_url(source.path, logical)))
                break
    return Filtered(rewrite(source.text, replacements))


def _path(base: str, target: str) -> str:
    """Where a relative reference leads; nothing for one that is absolute or leads out of the project."""
    try:
        return "" if target.startswith("/") else join(base, target)
    except BadPath:
        return ""
