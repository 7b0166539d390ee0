"""The `sprockets-jst` filter: templates of Sprockets, each put into the object `JST` under its logical name.

`.jst.ejs` is compiled here, as a template of Underscore, which EJS in Ruby is; what else becomes a function, by a
command that stands before this filter, is taken as it is.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Options
from .options import OptionError, refuse_unknown
from .underscore import compile_template

_VERSION = "1"
_DEFAULTS = {"namespace": "this.JST"}
_TEMPLATE = re.compile(r"(.+?)\.(?:jst|ejs|eco)(?:\.|\Z)")
_NAMESPACE = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")


def load(use: FilterUse, folder: str) -> Filter:
    """The filter. `namespace` is the object that gets the functions."""
    refuse_unknown(use, _DEFAULTS)
    namespace = (_DEFAULTS | dict(use.options))["namespace"]
    if not isinstance(namespace, str) or not _NAMESPACE.fullmatch(namespace):
        raise OptionError(f"{namespace!r} is no name of JavaScript", "namespace", 'write "this.JST"')
    return Filter(use.name, _VERSION, each=_each, options=frozenset(_DEFAULTS), of_members=True)


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    found = _TEMPLATE.match(source.path)
    if found is None:
        return Filtered(source.text)
    given: dict[str, Any] = _DEFAULTS | dict(options)
    namespace = given["namespace"]
    name = json.dumps(found[1], ensure_ascii=False)
    is_underscore = source.path.removesuffix(".erb").endswith(".ejs")
    function = compile_template(source) if is_underscore else source.text.strip().removesuffix(";")
    return Filtered(
        f"(function() {{ {namespace} || ({namespace} = {{}}); {namespace}[{name}] = {function};\n}}).call(this);\n"
    )
