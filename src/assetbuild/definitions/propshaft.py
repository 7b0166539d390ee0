"""Propshaft, the asset pipeline of Rails 8: folders of files, of which each becomes an asset of its path there."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any

from ..errors import Location, UsageError
from ..references import css
from .definition import NAMED_ALONE, Definition
from .rails_importmap import read_importmap
from .rails_project import read_project
from .reader import Reader
from .tree import files_below

_FOLDER = "name the application's folder"


def define(path: str, reader: Reader) -> Definition:
    """The definition of the application in the folder `path`."""
    folder = path.rstrip("/") or "."
    if not reader.is_folder(folder):
        raise UsageError(f"there is no folder {path!r}", Location(reader.file(path)), _FOLDER)
    rails = read_project(folder, reader)
    # As there: a folder in another one is a part of that.
    paths = [each for each in map(posixpath.normpath, rails.paths) if not _is_within(each, rails.paths)]
    if not paths:
        message = "there are no folders of assets below app/assets, lib/assets or vendor/assets"
        raise UsageError(message, Location(reader.file(path)), _FOLDER)
    document: dict[str, Any] = {
        "sources": paths,
        "url": rails.url,
        # What becomes of Sass, another program puts beside it.
        "exclude": [*NAMED_ALONE],
        "minify": "off",
        "allow-missing": ["**"],
    }
    if bundles := {path: {"contents": [path], "filters": ["asset-urls"]} for path in _rooted(paths, reader)}:
        document |= {"bundles": bundles, "filters": {"asset-urls": {"root": True}}}
    importmap, places, notes = read_importmap(
        folder, reader, lambda path: any(reader.has(f"{each}/{path}") for each in paths)
    )
    if importmap:
        document["importmap"] = importmap
    places |= {("sources", index): rails.places[each] for index, each in enumerate(paths) if each in rails.places}
    return Definition(document, places, (*rails.notes, *notes))


def _rooted(paths: list[str], reader: Reader) -> Iterator[str]:
    """The logical paths of the style sheets that name files from the root of all assets, `url("/icons/x.svg")`."""
    seen: set[str] = set()
    for folder in paths:
        for path in files_below(folder, reader):
            logical = path[len(folder) + 1 :]
            if logical.endswith(".css") and logical not in seen and _names_from_root(reader.text(path)):
                yield logical
            seen.add(logical)


def _names_from_root(text: str) -> bool:
    return any(reference.kind == "url" and reference.target.startswith("/") for reference in css.scan(text))


def _is_within(path: str, paths: list[str]) -> bool:
    return any(path.startswith(f"{posixpath.normpath(other)}/") for other in paths)
