"""How a webassets filter class takes its options: as arguments, or as settings that it asks its environment for."""

from __future__ import annotations

import inspect
import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..model import FilterUse
from .options import OptionError, refuse_unknown
from .webassets_engines import is_webassets_own

# webassets gives no types; its names for settings do.
_LISTS = ("_ARGS", "_PATHS", "_PLUGINS", "_INCLUDES", "_LIBS")
_PATHS = ("_BIN", "_PATH", "_PATHS", "_INCLUDES", "_ROOT", "_RUNTIME", "_LIBS")
# These read their program as a shell would.
_SHELL = ("LESS_BIN", "REQUIREJS_BIN")


@dataclass(frozen=True, slots=True)
class Known:
    """An option: the constructor's argument for it ('' where there is none) and its setting ('' likewise)."""

    argument: str
    setting: str
    is_list: bool = False


def known_options(target: Any) -> dict[str, Known]:
    """Every name under which an option of the class may be given."""
    from webassets.filter import parse_options

    known: dict[str, Known] = {}
    for attribute, (argument, setting, kind) in parse_options(target.options).items():
        name = attribute if argument is None else argument or ""
        option = Known(name, setting or "", kind is list or (setting or "").endswith(_LISTS))
        known |= {key: option for key in (name, setting) if key}
    for name, parameter in list(inspect.signature(target.__init__).parameters.items())[1:]:
        if parameter.kind in (parameter.POSITIONAL_OR_KEYWORD, parameter.KEYWORD_ONLY):
            known.setdefault(name, Known(name, ""))
    return known


def program_option(target: Any) -> str:
    """The option that names the program which the filter runs, or nothing. `target` may be an instance, or no filter
    of webassets at all."""
    if not isinstance(target, type):
        return ""
    options = known_options(target).values()
    return next((option.argument or option.setting for option in options if option.setting.endswith("_BIN")), "")


def split_options(use: FilterUse, target: Any, folder: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the constructor takes, and the settings. A setting that the class does not declare it may yet ask for.

    Relative paths are below `folder`. Raises OptionError for a name that is neither, or a value of a wrong type.
    """
    known = known_options(target)
    arguments: dict[str, Any] = {}
    settings: dict[str, Any] = {}
    for key, value in use.options:
        option = known.get(key) or Known("", key if key.isupper() else "")
        if not option.argument and not option.setting:
            refuse_unknown(FilterUse(use.name, ((key, value),)), known, _shown(known))
        _check_type(use, key, option, value)
        into, name = (arguments, option.argument) if key == option.argument else (settings, option.setting)
        into[name] = _below(folder, option.setting, value)
    return arguments, settings


def refuse_unasked(use: FilterUse, target: Any, settings: Mapping[str, Any], asked: set[str]) -> None:
    """Raises OptionError for a setting that a class of webassets' own has not asked for when it is set up."""
    if is_webassets_own(target):
        known = known_options(target)
        unasked = ((key, value) for key, value in use.options if key in settings and key not in asked)
        refuse_unknown(FilterUse(use.name, tuple(unasked)), known.keys() | asked, _shown(known) | asked)


def _shown(known: Mapping[str, Known]) -> set[str]:
    return {option.argument or option.setting for option in known.values()}


def _check_type(use: FilterUse, key: str, option: Known, value: Any) -> None:
    if option.is_list and not isinstance(value, list):
        message = f"the option `{key}` of the filter {use.name!r} must be a list of strings"
        raise OptionError(message, key, f"write it in brackets: {key} = [...]")
    if option.setting.endswith("_BIN") and not isinstance(value, str):
        raise OptionError(f"the option `{key}` of the filter {use.name!r} must be a string", key)


def _below(folder: str, setting: str, value: Any) -> Any:
    """A path as it is found from any folder, since filters change the current one."""
    if not setting.endswith(_PATHS):
        return value
    if isinstance(value, list):
        return [_below(folder, setting, item) for item in value]
    if setting in _SHELL and isinstance(value, str):
        return shlex.join(_below(folder, "_BIN", part) for part in shlex.split(value))
    if not isinstance(value, str) or (setting.endswith("_BIN") and os.sep not in value):
        return value
    path = os.path.normpath(os.path.join(folder, value))
    return path if os.path.exists(path) else value
