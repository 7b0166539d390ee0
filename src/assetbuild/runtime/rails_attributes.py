"""Attributes as Rails writes them (ActionView's `tag_helper.rb`)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from .markup import attribute_names

_BOOLEAN = frozenset(
    "allowfullscreen allowpaymentrequest async autofocus autoplay checked compact controls declare default "
    "defaultchecked defaultmuted defaultselected defer disabled enabled formnovalidate hidden indeterminate inert "
    "ismap itemscope loop multiple muted nohref nomodule noresize noshade novalidate nowrap open pauseonexit "
    "playsinline readonly required reversed scoped seamless selected sortable truespeed typemustmatch visible".split()
)
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
# What Rails escapes in JSON, so that it may stand in a page.
_JSON_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def attributes(given: Mapping[str, object]) -> str:
    """` name="value"` for each, in order. None leaves one out; tables below `data` and `aria` are an attribute for each
    key; lists, and tables of what is to be said or not, are words with spaces between. Names are as in
    `data_turbo_track="reload"`.

    Raises UsageError for what cannot be the name of an attribute.
    """
    return "".join(f' {name}="{_escaped(value)}"' for name, value in _pairs(attribute_names(given)))


def _pairs(given: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name, value in given.items():
        if name in ("data", "aria") and isinstance(value, Mapping):
            below = _data(value) if name == "data" else _aria(value)
            yield from attribute_names({f"{name}-{key}": each for key, each in below}).items()
        elif name in _BOOLEAN:
            if value is not None and value is not False:
                yield name, name
        elif value is not None:
            yield name, " ".join(_words(value)) if _is_list(value) else value


def _data(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        if value is not None:
            yield key, value if isinstance(value, str) else _json(value)


def _aria(table: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for key, value in table.items():
        words = [*_words(value)] if _is_list(value) else None
        if value is not None and words != []:
            yield key, _text(value) if words is None else " ".join(words)


def _words(value: object) -> Iterator[str]:
    """The words of lists in lists, and the keys of tables that have something true."""
    if isinstance(value, Mapping):
        yield from (str(key) for key, each in value.items() if each is not None and each is not False)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _words(each)
    elif value is not None and (word := _text(value)):
        yield word


def _is_list(value: object) -> bool:
    return isinstance(value, list | tuple | Mapping)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_JSON_ESCAPES)


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _escaped(value: object) -> str:
    """The text for between double quotes. What is HTML already has its references, but may have a quote."""
    as_html = getattr(value, "__html__", None)
    if as_html is not None:
        return str(as_html()).replace('"', "&quot;")
    return "".join(_ESCAPES.get(char, char) for char in _text(value))
