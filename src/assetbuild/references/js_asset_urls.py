"""References in scripts by `RAILS_ASSET_URL("/icons/trash.svg")` (Propshaft): the public address of an asset.

In a string it stands without quotes, `"url(RAILS_ASSET_URL(/x.png))"`: such are made of ERB. A path is relative to
the script, or from the root of all assets where it begins with a slash.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..model import Reference, ReferenceKind
from .js_brackets import is_trivia
from .js_tokens import tokenise
from .scan_error import ScanError

MARK = "RAILS_ASSET_URL"
_BARE: ReferenceKind = "asset-url"
_QUOTED: ReferenceKind = "asset-url-quoted"
ASSET_URLS = frozenset((_BARE, _QUOTED))
_IN_STRING = re.compile(rf"{MARK}\(([^\s'\"`()]+)\)")
# What ends in a slash is a regular expression.
_WITHOUT_QUOTES = re.compile(r"\((/[^\s'\"`()]*[^\s'\"`()/])\)")
_CONSTANT = re.compile(r"(['\"`])(?:(?!\$\{)[^\\])+\1")
_ELSEWHERE = re.compile(r"#|data:|https?:|//")


def call_in_string(path: str) -> str:
    """What stands in a string for the address of the asset of that logical path, percent-encoded."""
    return f"{MARK}(/{path})"


def find_asset_urls(text: str) -> Iterator[Reference]:
    """The references, in order; none in a text that is not JavaScript."""
    try:
        tokens = tokenise(text)
    except ScanError:
        return
    position = 0
    for at, token in enumerate(tokens):
        if token == MARK:
            yield from _called(text, tokens, at, position)
        elif MARK in token and not is_trivia(token):
            for found in _IN_STRING.finditer(token):
                yield from _reference(found[1], position + found.start(), position + found.end(), False)
        position += len(token)


def _called(text: str, tokens: list[str], at: int, start: int) -> Iterator[Reference]:
    """The call whose name is the token `at`; none where its argument is not one constant string, or a path without
    quotes, which reads like a regular expression."""
    end = start + len(tokens[at])
    if plain := _WITHOUT_QUOTES.match(text, end):
        yield from _reference(plain[1], start, plain.end(), True)
        return
    found = []
    for token in tokens[at + 1 :]:
        end += len(token)
        if not is_trivia(token):
            found.append(token)
        if len(found) == 3:
            break
    if len(found) == 3 and found[0] == "(" and found[2] == ")" and _CONSTANT.fullmatch(found[1]):
        yield from _reference(found[1][1:-1], start, end, True)


def _reference(url: str, start: int, end: int, is_called: bool) -> Iterator[Reference]:
    if _ELSEWHERE.match(url):
        return
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    if path:
        yield Reference(start, end, unquote(path), url[len(path) :], _QUOTED if is_called else _BARE)


def address(reference: Reference, url: str) -> str:
    """What takes the place of the call, for the address `url`."""
    text = (url + reference.suffix).replace('"', "%22")
    return f'"{text}"' if reference.kind == _QUOTED else text
