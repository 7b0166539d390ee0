"""Asks staticfiles' finders where they look, in a process of its own.

No app is set up: no model is imported, so no database driver is needed, and no `ready` runs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from .answer import answer

# Finders that leave sources out of `list`, because what they are packed into is to be collected in their place.
_PACKERS = ("pipeline.finders",)


def found() -> dict[str, Any]:
    """Where the finders look, in the order in which they do: `roots`, a list of [prefix, folder] or [prefix, folder,
    paths in it]; and `ignored`, patterns of names."""
    ignored = load_apps()
    from django.contrib.staticfiles.finders import get_finders

    return {"roots": [root for finder in get_finders() for root in _roots(finder, ignored)], "ignored": ignored}


def load_apps() -> list[str]:
    """The first half of `apps.populate`: finders ask for the paths of apps, and models come after. Gives the patterns
    of names that staticfiles passes over."""
    from django.apps import AppConfig, apps
    from django.conf import settings

    for entry in settings.INSTALLED_APPS:
        config = AppConfig.create(entry)
        apps.app_configs[config.label] = config
        config.apps = apps
    apps.apps_ready = True
    return list(getattr(apps.app_configs.get("staticfiles"), "ignore_patterns", ()))


def _roots(finder: Any, ignored: list[str]) -> Iterator[list[Any]]:
    from django.contrib.staticfiles.finders import AppDirectoriesFinder, FileSystemFinder

    kind = _plain(type(finder))
    if kind is FileSystemFinder:
        for prefix, root in finder.locations:
            yield [prefix, os.path.abspath(root)]
    elif kind is AppDirectoriesFinder:
        for storage in finder.storages.values():
            yield ["", os.path.abspath(storage.location)]
    else:
        yield from _listed(finder, ignored)


def _plain(kind: type) -> type:
    """Django's finder that a finder is when it leaves no source out."""
    return next((base for base in kind.__mro__ if base.__module__ not in _PACKERS), kind)


def _listed(finder: Any, ignored: list[str]) -> Iterator[list[Any]]:
    """What a finder of somebody else's lists: it may leave out, or make, what it likes."""
    by_storage: dict[int, list[Any]] = {}
    for path, storage in finder.list(ignored):
        prefix = getattr(storage, "prefix", None) or ""
        root = by_storage.setdefault(id(storage), [prefix, os.path.abspath(storage.path("")), []])
        root[2].append(path.replace(os.sep, "/"))
    for prefix, folder, paths in by_storage.values():
        yield [prefix, folder, sorted(paths)]


if __name__ == "__main__":
    answer(found)
