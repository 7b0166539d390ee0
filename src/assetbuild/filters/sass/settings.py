"""`[filters.sass]`, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ...logical import BadPath, normalise
from ...model import FilterUse
from ..options import OptionError, refuse_unknown

OPTIONS = frozenset(("binary", "functions", "load_paths", "silence", "style", "timeout"))
_STYLES = ("expanded", "compressed")
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Settings:
    """`load_paths` are logical folders ending in a slash, and first the roots themselves, empty; `timeout` is in
    seconds for one style sheet; `binary` is a Dart Sass of the project's own, or empty; `is_rails` offers the functions
    of Rails: `image-url()` and its kin."""

    load_paths: tuple[str, ...]
    silence: tuple[str, ...]
    is_compressed: bool
    timeout: float
    binary: str
    is_rails: bool = False


def read_settings(use: FilterUse) -> Settings:
    """The settings. Raises OptionError for one that is not right."""
    refuse_unknown(use, OPTIONS)
    options = dict(use.options)
    style = options.get("style", _STYLES[0])
    if style not in _STYLES:
        raise _wrong(use.name, "style", f"may be 'expanded' or 'compressed', not {style!r}")
    timeout = options.get("timeout", _SECONDS)
    if isinstance(timeout, bool) or not isinstance(timeout, int | float) or timeout <= 0:
        raise _wrong(use.name, "timeout", "must be a number above 0")
    binary = options.get("binary", "")
    if not isinstance(binary, str):
        raise _wrong(use.name, "binary", "must be a string")
    functions = options.get("functions", "")
    if functions not in ("", "rails"):
        raise _wrong(use.name, "functions", f"may be 'rails', not {functions!r}")
    return Settings(
        _folders(use.name, _strings(use.name, options, "load_paths")),
        tuple(_strings(use.name, options, "silence")),
        style == "compressed",
        float(timeout),
        binary,
        functions == "rails",
    )


def _strings(name: str, options: Mapping[str, Any], key: str) -> list[str]:
    given = options.get(key, [])
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        raise _wrong(name, key, "must be a list of strings")
    return given


def _folders(name: str, given: list[str]) -> tuple[str, ...]:
    try:
        return ("", *(f"{normalise(path.strip('/'))}/" for path in given))
    except BadPath as error:
        hint = "they are logical paths of folders, below the source roots"
        raise OptionError(f"`load_paths` of the filter {name!r}: {error}", "load_paths", hint) from error


def _wrong(name: str, key: str, what: str) -> OptionError:
    return OptionError(f"the option `{key}` of the filter {name!r} {what}", key)
