"""Asks a Django project for the setting `PIPELINE` and the names of its static files, in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

from ...django_root.answer import answer
from ...django_root.finders import load_apps

# Before django-pipeline 1.6 each was a setting by itself, with this before its name.
_OLD = "PIPELINE_"
_OLD_NAMES = {"CSS": "STYLESHEETS", "JS": "JAVASCRIPT"}


def found() -> dict[str, Any]:
    """`pipeline`, the settings or None; `static_url`; and `names`, those of all static files, sorted."""
    load_apps()
    from django.conf import settings

    return {
        "pipeline": getattr(settings, "PIPELINE", None) or _old_settings(settings),
        "static_url": settings.STATIC_URL,
        "names": sorted(set(_names())),
    }


def _old_settings(settings: Any) -> dict[str, Any] | None:
    found = {name.removeprefix(_OLD): getattr(settings, name) for name in dir(settings) if name.startswith(_OLD)}
    return {_OLD_NAMES.get(name, name): value for name, value in found.items()} or None


def _names() -> Iterator[str]:
    from django.contrib.staticfiles.finders import get_finders

    for finder in get_finders():
        for path, storage in finder.list([]):
            prefix = getattr(storage, "prefix", None)
            yield (f"{prefix}/{path}" if prefix else path).replace(os.sep, "/")


if __name__ == "__main__":
    answer(found)
