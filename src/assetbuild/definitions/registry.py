"""The kinds of definitions by name. What reads a kind is imported when that kind is named."""

from __future__ import annotations

import os
import re
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
    files: tuple[str, ...] = ()
    # Files by which a project of it is known, where the definition is not in one of `files`.
    signs: tuple[str, ...] = ()
    # A gem in Gemfile.lock that says so.
    gem: str = ""
    # Where it is not a file: a pattern of what the settings of a Django project with it have.
    setting: str = ""


KINDS = {
    "asset-packager": Kind("asset_packager", "AssetPackager", ("config/asset_packages.yml",)),
    "django-compressor": Kind("django_compressor", "django-compressor", setting=r"""["']compressor["']"""),
    "django-pipeline": Kind("django_pipeline", "django-pipeline", setting=r"(?m)^PIPELINE(?:_CSS|_JS)?\s*[:=]"),
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
    usual = KINDS[kind].files
    path = path or next((file for file in usual if os.path.exists(reader.file(file))), usual[0] if usual else "")
    define: Define = import_module(f".{KINDS[kind].module}", __package__).define
    made = define(path, reader)
    return made, Origin(kind, reader.files, reader.folders, made.notes, made.is_pure), reader.file(path)


def detect(folder: str) -> list[str]:
    """The definitions, `KIND:PATH`, that are found in a project, by the names of its files, its gems, and the settings
    that its `manage.py` names."""
    from ..starter import django_settings
    from .rails_project import gems_in

    def has(file: str) -> bool:
        return os.path.isfile(os.path.join(folder, file))

    named = [f"{name}:{file}" for name, kind in KINDS.items() for file in kind.files if has(file)]
    gems = gems_in(_text_of(folder, "Gemfile.lock"))
    whole = [f"{name}:." for name, kind in KINDS.items() if kind.gem in gems or any(map(has, kind.signs))]
    settings = django_settings(folder)
    text = _text_of(folder, settings.replace(".", "/") + ".py") if settings else ""
    set_up = [f"{name}:{settings}" for name, kind in KINDS.items() if kind.setting and re.search(kind.setting, text)]
    return [*named, *whole, *set_up]


def _text_of(folder: str, path: str) -> str:
    """The text of a file; nothing where it is not there."""
    try:
        with open(os.path.join(folder, path), encoding="utf-8", errors="replace") as stream:
            return stream.read()
    except OSError:
        return ""


def _parse(name: str, where: Location | None) -> tuple[str, str]:
    kind, _, path = name.partition(":")
    if kind not in KINDS:
        hint = did_you_mean(kind, KINDS) or f"kinds: {', '.join(KINDS)}"
        raise UsageError(f"there is no definition of the kind {kind!r}", where, hint)
    return kind, path
