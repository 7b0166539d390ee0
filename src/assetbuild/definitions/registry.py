"""The kinds of definitions by name. What reads a kind is imported when that kind is named."""

from __future__ import annotations

import os
from importlib import import_module
from typing import NamedTuple

from ..errors import Location, UsageError, did_you_mean
from ..origin import Origin
from .definition import Define, Definition
from .reader import Reader


class Kind(NamedTuple):
    """A foreign format: the module that reads it, what it is called, and the files that it is usually in."""

    module: str
    title: str
    files: tuple[str, ...]
    # Files by which a project of it is known, where the definition is not in one of `files`.
    signs: tuple[str, ...] = ()
    # A gem in Gemfile.lock that says so.
    gem: str = ""


KINDS = {
    "jammit": Kind("jammit", "Jammit", ("config/assets.yml",)),
    "propshaft": Kind("propshaft", "Propshaft", (".",), gem="propshaft"),
    "sprockets": Kind(
        "sprockets",
        "Sprockets, the asset pipeline of Rails",
        (".sprocketsrc", "."),
        ("app/assets/config/manifest.js", "app/assets/javascripts/application.js"),
        "sprockets",
    ),
    "webassets": Kind("webassets", "webassets and Flask-Assets", ("bundles.yaml", "bundles.yml", "assets.yaml")),
}


def read_definition(name: str, folder: str, where: Location | None = None) -> tuple[Definition, Origin, str]:
    """What the definition `KIND` or `KIND:PATH` says, what was read for it, and its main file.

    `folder` is the project's; `where` is where the name stands. Raises AssetbuildError.
    """
    kind, path = _parse(name, where)
    reader = Reader(folder)
    path = path or next((file for file in KINDS[kind].files if os.path.exists(reader.file(file))), KINDS[kind].files[0])
    define: Define = import_module(f".{KINDS[kind].module}", __package__).define
    made = define(path, reader)
    return made, Origin(kind, reader.files, reader.folders, made.notes, made.is_pure), reader.file(path)


def detect(folder: str) -> list[str]:
    """The definitions, `KIND:PATH`, that are found in a project, by the names of their files."""

    def has(file: str) -> bool:
        return os.path.isfile(os.path.join(folder, file))

    named = [f"{name}:{file}" for name, kind in KINDS.items() for file in kind.files if has(file)]
    gems = _gems(os.path.join(folder, "Gemfile.lock"))
    whole = [f"{name}:." for name, kind in KINDS.items() if kind.gem in gems or any(map(has, kind.signs))]
    return [*named, *whole]


def _gems(file: str) -> frozenset[str]:
    """The gems that an application has."""
    try:
        with open(file, encoding="utf-8", errors="replace") as stream:
            return frozenset(line.split()[0] for line in stream if line.startswith("    ") and line[4:5].strip())
    except OSError:
        return frozenset()


def _parse(name: str, where: Location | None) -> tuple[str, str]:
    kind, _, path = name.partition(":")
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"kinds: {', '.join(KINDS)}"
        raise UsageError(f"there is no definition of the kind {kind!r}", where, hint)
    return kind, path
