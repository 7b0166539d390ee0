"""webassets' filters with their settings, as filters of ours with their options."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...errors import Location, UsageError
from ...filters.own_modules import load_own
from ...filters.webassets_bridge import is_webassets_filter, registered_class
from ...filters.webassets_options import known_options
from .environment import WebassetsFilter

# Filters of ours that take the place of webassets' of the same name; they have no settings.
_OWN = frozenset(("rcssmin", "rjsmin"))
_INPUTS = ("open", "input")


class FilterNames:
    """The names under which our configuration has the filters: a filter with other options gets a name of its own."""

    def __init__(self, config: Mapping[str, Any], folder: str) -> None:
        self._folder = folder
        self._config = {key.upper(): value for key, value in config.items()}
        self._names: dict[tuple[str, str], str] = {}
        self.options: dict[str, dict[str, Any]] = {}

    def of(
        self, filters: Iterable[WebassetsFilter], config: Mapping[str, Any], bundle: str, where: Location
    ) -> list[str]:
        """The names of a bundle's filters in the order in which they run; `config` holds the bundle's own settings.

        webassets runs all filters on members before any on the joined text, wherever they stand in the list. Of the
        settings it looks at those of the bundle and of the environment, and at none between.
        """
        settings = {**self._config, **{key.upper(): value for key, value in config.items()}}
        known = [(each, self._class_of(each.name)) for each in filters]
        ordered = sorted(known, key=lambda each: not _runs_on_members(each[1]))
        return list(dict.fromkeys(self._name(each, found, settings, bundle, where) for each, found in ordered))

    def _class_of(self, name: str) -> Any:
        """The class of webassets, or None."""
        found = load_own(name, self._folder)[0] if ":" in name else None if name in _OWN else registered_class(name)
        return found if isinstance(found, type) and is_webassets_filter(found) else None

    def _name(
        self, use: WebassetsFilter, target: Any, settings: Mapping[str, Any], bundle: str, where: Location
    ) -> str:
        options = {**_settings_of(target, settings), **use.options}
        for key, value in options.items():
            if not _is_plain(value):
                message = f"the option `{key}` of the filter {use.name!r} is {value!r}, which no configuration can hold"
                raise UsageError(message, where, "write a filter of your own, `module:function`, that has it in it")
        known = (use.name, repr(sorted(options.items())))
        if known not in self._names:
            name = use.name if use.name not in self.options else f"{use.name}-{bundle}"
            while name in self.options:
                name += "-2"
            self.options[name] = options if name == use.name else {"filter": use.name, **options}
            self._names[known] = name
        return self._names[known]


def _settings_of(target: Any, settings: Mapping[str, Any]) -> dict[str, Any]:
    if target is None:
        return {}
    asked = {option.setting: option.argument or option.setting for option in known_options(target).values()}
    return {argument: settings[name] for name, argument in asked.items() if name and settings.get(name) is not None}


def _runs_on_members(target: Any) -> bool:
    return target is not None and any(callable(getattr(target, method, None)) for method in _INPUTS)


def _is_plain(value: Any) -> bool:
    if isinstance(value, list | tuple):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(item) for key, item in value.items())
    return isinstance(value, str | int | float | bool)
