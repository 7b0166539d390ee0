"""The `underscore` filter: templates as Underscore, Lodash and Jammit have them, compiled to functions.

A browser then compiles nothing, so that a Content-Security-Policy need not allow `eval`. `with` makes the values names,
as it does there.
"""

from __future__ import annotations

import json
import re
from typing import Any

from ..errors import AssetbuildError, locate
from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Options
from .options import OptionError, refuse_unknown

_VERSION = "1"
_OPTIONS = {"namespace": "window.JST", "root": ""}
_TAG = re.compile(r"<%(?P<kind>[=-]?)(?P<code>.*?)%>", re.DOTALL)
_TEMPLATES = (".jst",)
_NAMESPACE = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*")
_ESCAPE = "__e=function(v){return v==null?'':(''+v).replace(/[&<>\"'`]/g,function(c){return'&#'+c.charCodeAt(0)+';'})}"
_NULL = "__s=function(v){return v==null?'':v}"


def is_template(path: str) -> bool:
    """Whether the name says that it is such a template."""
    return path.lower().endswith(_TEMPLATES)


def load(use: FilterUse, folder: str) -> Filter:
    """The filter: `namespace` is the object that gets the functions, `root` the folder that names are below."""
    refuse_unknown(use, _OPTIONS)
    options: dict[str, Any] = _OPTIONS | dict(use.options)
    for key, value in options.items():
        if not isinstance(value, str):
            raise OptionError(f"the option `{key}` of the filter {use.name!r} must be a string", key)
    if not _NAMESPACE.fullmatch(options["namespace"]):
        raise OptionError(f"{options['namespace']!r} is no name of JavaScript", "namespace", 'write "window.JST"')
    return Filter(use.name, _VERSION, each=_each, options=frozenset(_OPTIONS), of_members=True)


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    if not is_template(source.path):
        return Filtered(source.text)
    namespace = options.get("namespace", _OPTIONS["namespace"])
    name = json.dumps(_name(source.path, options.get("root", "")), ensure_ascii=False)
    head = f"{namespace}={namespace}||{{}};\n{namespace}[{name}]="
    return Filtered(f"{head}{compile_template(source)};\n")


def compile_template(source: FilterInput) -> str:
    """The template as a function of JavaScript from an object to text. Raises AssetbuildError for a tag left open."""
    text = source.text.removeprefix("\ufeff")
    parts: list[str] = []
    position = 0
    for tag in _TAG.finditer(text):
        parts += _literal(text[position : tag.start()])
        parts.append(_code(tag["kind"], tag["code"]))
        position = tag.end()
    rest = text[position:]
    if "<%" in rest:
        where = locate(source.path, text, position + rest.index("<%"))
        raise AssetbuildError("this `<%` is not closed by `%>`", where)
    body = "".join([*parts, *_literal(rest)])
    return (
        f"function(obj){{var __p='',{_NULL},{_ESCAPE},print=function(){{__p+=[].join.call(arguments,'')}};"
        f"with(obj||{{}}){{\n{body}}}return __p}}"
    )


def _literal(text: str) -> list[str]:
    # These two end a line in older JavaScript, in a string too.
    quoted = json.dumps(text, ensure_ascii=False).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
    return [f"__p+={quoted};\n"] if text else []


def _code(kind: str, code: str) -> str:
    if not kind:
        return f"{code}\n"
    return f"__p+={'__e' if kind == '-' else '__s'}(({code}\n));\n"


def _name(path: str, root: str) -> str:
    folder = f"{root.strip('/')}/" if root.strip("/") else ""
    return path.removeprefix(folder).rpartition(".")[0]
