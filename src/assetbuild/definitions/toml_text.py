"""A configuration as TOML, in one canonical form: the values first, then a header for each table that has a name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from json import dumps
from typing import Any

from ..errors import printable

_BARE = re.compile(r"[A-Za-z0-9_-]+")
# Tables whose tables have names of their own.
_NAMED = ("bundles", "filters", "groups")
_WIDE = 100


def toml_text(document: Mapping[str, Any], comments: Iterator[str] | tuple[str, ...] = ()) -> str:
    """The document as TOML 1.0, under comments. Values are strings, numbers, booleans, lists and tables of these.

    `tomllib.loads` gives the document back. Raises TypeError for another type of value.
    """
    lines = [f"# {printable(line)}".rstrip() for comment in comments for line in comment.split("\n")]
    lines += [""] if lines else []
    lines += [_pair(key, value) for key, value in document.items() if key not in _NAMED]
    for key in _NAMED:
        for name, table in document.get(key, {}).items():
            lines += ["", f"[{key}.{_key(name)}]", *(_pair(inner, value) for inner, value in table.items())]
    return "\n".join(lines).strip("\n") + "\n"


def _pair(key: str, value: Any) -> str:
    line = f"{_key(key)} = {_value(value)}"
    if isinstance(value, list) and len(line) > _WIDE:
        return f"{_key(key)} = [\n" + "".join(f"    {_value(item)},\n" for item in value) + "]"
    return line


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else _string(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        inner = ", ".join(f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {inner} }}" if inner else "{}"
    raise TypeError(f"TOML has no {type(value).__name__}")


def _string(text: str) -> str:
    # JSON's escapes are TOML's; of the control characters JSON leaves only U+007F as it is.
    return dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
