"""The `templates` filter: one script that puts templates for the browser into an object, each under its name.

Names, quoting aside, are Jammit's: the path without its extension, below the folder that all templates share; the bare
name where there is one template.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from posixpath import basename, commonpath, dirname
from typing import Any

from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Options
from .options import OptionError, refuse_unknown
from .underscore import compile_template

_VERSION = "3"
_DEFAULTS = {"namespace": "window.JST", "function": "template", "extension": "jst", "separator": "/"}
_OPTIONS = frozenset((*_DEFAULTS, "bare"))
_NAME = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")


def load(use: FilterUse, folder: str) -> Filter:
    """The filter. `namespace` is the object, `function` what is called with each text, nothing where it is empty;
    `template` is not called: the build compiles. `extension` is cut off the names, `separator` stands between their
    folders; with `bare` those that share no folder have none in their names."""
    refuse_unknown(use, _OPTIONS)
    options: dict[str, Any] = _DEFAULTS | dict(use.options)
    if not isinstance(options.pop("bare", False), bool):
        raise OptionError(f"the option `bare` of the filter {use.name!r} must be true or false", "bare")
    for key, value in options.items():
        if not isinstance(value, str):
            raise OptionError(f"the option `{key}` of the filter {use.name!r} must be a string", key)
    for key in ("namespace", "function"):
        if not _NAME.fullmatch(options[key]) and (options[key] or key == "namespace"):
            hint = f"write {json.dumps(_DEFAULTS[key])}"
            raise OptionError(f"the option `{key}` is {options[key]!r}, which is no name of JavaScript", key, hint)
    return Filter(use.name, _VERSION, join=_join, options=_OPTIONS)


def names_of(paths: Iterable[str], extension: str, separator: str = "/", bare: bool = False) -> dict[str, str]:
    """The name of each template."""
    paths = sorted(paths)
    shared = commonpath(map(dirname, paths)) if all(map(dirname, paths)) else ""
    if len(paths) == 1 or (bare and not shared):
        return {path: _bare(basename(path), extension) for path in paths}
    names = {path: _bare(path[len(shared) + 1 if shared else 0 :], extension) for path in paths}
    return {path: name.replace("/", separator) for path, name in names.items()}


def _bare(path: str, extension: str) -> str:
    return path.removesuffix(f".{extension.removeprefix('.')}")


def _join(sources: tuple[FilterInput, ...], options: Options, fetch: Fetch) -> Filtered:
    given = _DEFAULTS | dict(options)
    namespace, function = given["namespace"], given["function"]
    paths = [source.path for source in sources]
    names = names_of(paths, given["extension"], given["separator"], bool(given.get("bare")))
    lines = ["(function () {", f"{namespace} = {namespace} || {{}};"]
    for source in sorted(sources, key=lambda source: source.path):
        text = source.text.removeprefix("\ufeff").replace("\r\n", "\n")
        is_compiled = function == _DEFAULTS["function"]
        value = compile_template(source._replace(text=text)) if is_compiled else f"{function}({json.dumps(text)})"
        lines.append(f"{namespace}[{json.dumps(names[source.path])}] = {value};")
    return Filtered("\n".join([*lines, "})();"]))
