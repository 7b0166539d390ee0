"""Finding a filter by name: built in, by entry point, in webassets' registry, or as `module:Class`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from ..errors import Location, UsageError, did_you_mean
from ..model import Filter, FilterUse
from .engines import Engines
from .failure import describe
from .options import refuse_unknown

ENTRY_POINTS = "assetbuild.filters"
# Each in a module that is imported only for those who use it.
_BUILT_IN = ("rcssmin", "rjsmin")
# These read their own options.
_WITH_OPTIONS = {
    "asset-urls": "asset_urls",
    "directives": "directives",
    "erb": "erb",
    "project_paths": "project_paths",
    "sprockets-jst": "sprockets_jst",
    "templates": "templates",
    "underscore": "underscore",
    "wrap": "wrap",
}
_BY_ENGINES = ("esbuild", "lightningcss")
_SASS = "sass"


def find_filter(use: FilterUse, folder: str, url: str = "/", engines: Engines | None = None) -> Filter:
    """The filter of that name, with its options checked. `folder` is the configuration's: `module:Class` is looked
    for there first, and paths in options are below it. `url` is the public prefix
    of the assets, `engines` what those filters are made with that are programs of their own.

    Raises UsageError where there is none or it cannot be loaded, OptionError where an option is at fault.
    """
    use = FilterUse(use.kind or use.name, use.options)
    if use.name in _BUILT_IN:
        return _checked(use, _own(use.name))
    if any(key == "command" for key, _ in use.options):
        return _own("command.engine", use, folder)
    if use.name == _SASS:
        return _own("sass.engine", use, folder, bool(engines and engines.is_mapped))
    if use.name in _WITH_OPTIONS:
        return _own(_WITH_OPTIONS[use.name], use, folder)
    if engines and use.name in _BY_ENGINES:
        return _checked(use, _own(use.name, engines))
    target, files = _find(use.name, folder)
    found = _as_filter(use, target, folder, url)
    return found._replace(files=files) if files else found


def refuse_rivals(names: Iterable[str], filters: Mapping[str, Filter], where: Location) -> None:
    """Raises UsageError where two of a bundle's filters do what only one can do."""
    names = list(names)
    joins = [name for name in names if filters[name].join]
    opens = [name for name in names if filters[name].reads_file]
    for rivals, does in ((joins, "make one text of a bundle's members"), (opens, "read the members from the disk")):
        if len(rivals) > 1:
            message = f"the filters {rivals[0]!r} and {rivals[1]!r} both {does}"
            raise UsageError(message, where, "make two bundles, and a third of these")


def known_names() -> list[str]:
    """The names that `find_filter` knows without importing anything of the user's, sorted."""
    from .webassets_bridge import registered_names

    return sorted({*_BUILT_IN, *_WITH_OPTIONS, *_BY_ENGINES, _SASS, *_entry_points(), *registered_names()})


def _own(name: str, *arguments: object) -> Filter:
    found: Filter = import_module(f".{name}", __package__).load(*arguments)
    return found


def _find(name: str, folder: str) -> tuple[Any, tuple[str, ...]]:
    """What the name stands for, in one of the forms of `_as_filter`, and the project's files that it is made of."""
    from .own_modules import load_own
    from .webassets_bridge import registered_class

    if ":" in name:
        return load_own(name, folder)
    if points := _entry_points().get(name):
        return _load(name, points), ()
    target = registered_class(name)
    if target is None:
        hint = did_you_mean(name, known_names()) or "a filter of your own is written `module:Class`"
        raise UsageError(f"there is no filter {name!r}", hint=hint)
    return target, ()


def _entry_points() -> dict[str, list[Any]]:
    """The entry points of installed distributions by name."""
    from importlib.metadata import entry_points

    found: dict[str, list[Any]] = {}
    for point in entry_points(group=ENTRY_POINTS):
        if all(point.value != other.value for other in found.setdefault(point.name, [])):
            found[point.name].append(point)
    return found


def _load(name: str, points: list[Any]) -> Any:
    if len(points) > 1:
        values = " and ".join(repr(value) for value in sorted(point.value for point in points))
        raise UsageError(f"two installed distributions give the filter {name!r}: {values}", hint="remove one of them")
    try:
        return points[0].load()
    except (Exception, SystemExit) as error:
        message = f"the filter {name!r}, which is {points[0].value!r}, cannot be loaded: {describe(error)}"
        raise UsageError(message, hint="mend its package, or ask its authors") from error


def _as_filter(use: FilterUse, target: Any, folder: str, url: str) -> Filter:
    """`target`, which is a Filter, a webassets filter class or an instance, a callable `(_in, out, **options)`, or a
    callable `(**options)` that gives one of these."""
    from .webassets_bridge import bridge, is_webassets_filter

    if isinstance(target, Filter):
        return _checked(use, target)
    if is_webassets_filter(target) or _takes_text(target):
        return bridge(use, target, folder, url)
    made = _made_by(use, target) if callable(target) else target
    if made is target or not (isinstance(made, Filter) or is_webassets_filter(made) or _takes_text(made)):
        message = f"{use.name!r} gives {_kind(made)}, which is no filter"
        raise UsageError(message, hint="a filter is a webassets class, a callable `(_in, out)` or a Filter")
    return made if isinstance(made, Filter) else bridge(FilterUse(use.name), made, folder, url)


def _made_by(use: FilterUse, factory: Any) -> Any:
    from .signatures import refuse_unbound

    refuse_unbound(use, factory, 0)
    try:
        return factory(**dict(use.options))
    except (Exception, SystemExit) as error:
        raise UsageError(f"the filter {use.name!r} cannot be made: {describe(error)}") from error


def _takes_text(target: Any) -> bool:
    """Whether it may be called as `(_in, out)`; what a class does when called is to make an instance."""
    if not callable(target) or isinstance(target, type):
        return False
    from .signatures import signature_of

    found = signature_of(target)
    if found is None:
        return True
    kinds = [parameter.kind for parameter in found.parameters.values()]
    leading = sum(kind in (0, 1) for kind in kinds)
    return leading >= 2 or any(kind is kind.VAR_POSITIONAL for kind in kinds)


def _kind(value: Any) -> str:
    return f"the {type(value).__name__} {value!r}" if isinstance(value, str | int | float) else type(value).__name__


def _checked(use: FilterUse, found: Filter) -> Filter:
    if found.options is not None:
        refuse_unknown(use, found.options)
    return found
