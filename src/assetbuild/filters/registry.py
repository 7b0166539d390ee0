"""Finding a filter by name: built in, by entry point, in webassets' registry, or as `module:Class`."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ..errors import UsageError, did_you_mean
from ..model import Filter, FilterUse
from . import rcssmin, rjsmin

ENTRY_POINTS = "assetbuild.filters"
_BUILT_IN = {"rcssmin": rcssmin.load, "rjsmin": rjsmin.load}


def find_filter(use: FilterUse, folder: str) -> Filter:
    """The filter of that name, with its options checked. `folder` is where `module:Class` is looked for first.

    Raises UsageError where there is none, where it cannot be loaded, or where it does not know an option.
    """
    found = _built_in(use.name) or _by_entry_point(use.name) or _by_bridge(use, folder)
    if not found:
        hint = did_you_mean(use.name, known_names()) or "a filter of your own is written `module:Class`"
        raise UsageError(f"there is no filter {use.name!r}", hint=hint)
    _check_options(use, found)
    return found


def known_names() -> list[str]:
    """The names that `find_filter` knows without importing anything of the user's, sorted."""
    from .webassets_bridge import registered_names

    return sorted({*_BUILT_IN, *_entry_points(), *registered_names()})


def _built_in(name: str) -> Filter | None:
    return _BUILT_IN[name]() if name in _BUILT_IN else None


def _entry_points() -> dict[str, Any]:
    from importlib.metadata import entry_points

    return {point.name: point for point in entry_points(group=ENTRY_POINTS)}


def _by_entry_point(name: str) -> Filter | None:
    point = _entry_points().get(name)
    if point is None:
        return None
    with _blaming(name):
        loaded = point.load()
        found = loaded if isinstance(loaded, Filter) else loaded()
    if not isinstance(found, Filter):
        message = f"the entry point {name!r} in {ENTRY_POINTS!r} gives a {type(found).__name__}, not a Filter"
        raise UsageError(message, hint=f"mend {point.value}, or ask its authors")
    return found


def _by_bridge(use: FilterUse, folder: str) -> Filter | None:
    from .webassets_bridge import bridge, registered_class

    module, colon, attribute = use.name.partition(":")
    target = _import(use.name, module, attribute, folder) if colon else registered_class(use.name)
    if target is None or isinstance(target, Filter):
        return target
    return bridge(use, target, folder)


def _import(name: str, module: str, attribute: str, folder: str) -> Any:
    from importlib import import_module

    with _blaming(name), _importable(folder):
        target: Any = import_module(module)
        for part in attribute.split("."):
            target = getattr(target, part)
    return target


@contextmanager
def _importable(folder: str) -> Iterator[None]:
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)


@contextmanager
def _blaming(name: str) -> Iterator[None]:
    """What a user's own module does when it is imported is anything at all."""
    try:
        yield
    except Exception as error:
        message = f"the filter {name!r} cannot be loaded: {type(error).__name__}: {error}"
        raise UsageError(message, hint="a filter of your own is written `module:Class`") from error


def _check_options(use: FilterUse, found: Filter) -> None:
    if found.options is None:
        return
    for key, _ in use.options:
        if key not in found.options:
            hint = did_you_mean(key, found.options) or f"{use.name} has no option of that name"
            raise UsageError(f"unknown option `{key}` of the filter {use.name!r}", hint=hint)
