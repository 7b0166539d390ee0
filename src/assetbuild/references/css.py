"""References in CSS: `url()` and `src()`, `@import` in every form, `image-set()`, and the source map comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from posixpath import dirname, normpath
from typing import Literal
from urllib.parse import unquote

from ..logical import BadPath, join
from ..model import Reference
from ..patterns import compile_pattern
from ..urls import quote_path, relative_url
from .css_tokens import (
    AFTER_DOUBLE_QUOTE,
    AFTER_SINGLE_QUOTE,
    COMMENT,
    ESCAPE,
    NAME,
    SPACE,
    STRING,
    URL,
    name_of,
    unescape,
)
from .source_map import source_map_reference
from .spans import rewrite

_SPACES = r"[ \t\n\r\f]*+"
_GAP = rf"(?:[ \t\n\r\f]++|{COMMENT})*+"
# A set of first characters makes the search fast. A name is found at its bracket or first escape, and read backwards.
_STOP = compile_pattern(
    rf"[/\"'\\@(](?:(?<=/)(?P<comment>\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z))"
    rf"|(?<=\"){AFTER_DOUBLE_QUOTE}|(?<='){AFTER_SINGLE_QUOTE}"
    rf"|(?<=\\)(?P<escaped>(?:[0-9a-fA-F]{{1,6}}(?:\r\n|[ \t\n\r\f])?+|[^\n\r\f0-9a-fA-F]){NAME}*+\(?+)"
    rf"|(?<=@)(?P<at>(?i:import|namespace|(?:-moz-)?+document)(?!{NAME}))"
    r"|(?P<call>(?:(?<=[uU][rR][lL]\()|(?<=[sS][rR][cC]\()|(?<=-[sS][eE][tT]\())))",
    re.ASCII,
)
_IN_IMAGE_SET = compile_pattern(
    rf"{COMMENT}|(?P<string>{STRING})|(?P<name>[#@]?+{NAME}++\(?+)|(?P<bracket>[()])", re.ASCII
)
_UNQUOTED = compile_pattern(
    rf"{_SPACES}((?:[^\"'()\\ \t\n\r\f\x01-\x08\x0b\x0e-\x1f\x7f]++|{ESCAPE})*+){_SPACES}(?:\)|\Z)"
)
_BAD_URL = compile_pattern(r"(?:[^)\\]++|\\(?:[\s\S]|\Z))*+\)?+")
_QUOTED = compile_pattern(rf"{_SPACES}({STRING})")
_QUOTED_OF_FUNCTION = compile_pattern(rf"{_GAP}({STRING})")
_IMPORTED = compile_pattern(rf"{_GAP}(?:(?P<string>{STRING})|(?P<name>{NAME}++\())", re.ASCII)
_PRELUDE = compile_pattern(rf"(?:{COMMENT}|{STRING}|{URL}|[^;{{}}])*+", re.ASCII)
_SUFFIX = compile_pattern(rf"{ESCAPE}|[?#]")
_SCHEME = compile_pattern(r"(?i)[a-z][a-z0-9+.-]*:")
_Kind = Literal["url", "import"]
_IMAGE_SETS = frozenset(("image-set", "-webkit-image-set"))


def scan(text: str) -> tuple[Reference, ...]:
    """The references to other files of the site, in order."""
    return tuple(_Walk(text).references())


def rebase(text: str, base: str, target: str) -> str:
    """`text`, written for the place `base`, so that its relative references mean the same at `target`."""
    replacements = [
        (reference.start, reference.end, path)
        for reference in scan(text)
        if not reference.target.startswith("/") and (path := _rebased(reference.target, base, target))
    ]
    return rewrite(text, replacements)


def _rebased(path: str, base: str, target: str) -> str:
    """The path as written in `target`, or empty for one that is refused wherever it stands."""
    try:
        return relative_url(target, join(base, path))
    except BadPath:
        outside = normpath(f"{dirname(base) or '.'}/{path}")
        # One that leads out of the root must do so from `target` too, to be refused where it is resolved.
        return quote_path("../" * target.count("/") + outside) if outside.startswith("../") else ""


def split_target(url: str) -> tuple[str, str] | None:
    """The path, percent-encoding undone, and the query and fragment of a URL; None where it names nothing of the
    site."""
    if not url or url[0] in "#?" or url.startswith("//") or _SCHEME.match(url):
        return None
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    return unquote(path), url[len(path) :]


class _Walk:
    """Where in a style sheet the scanner is."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def references(self) -> Iterator[Reference]:
        while stop := _STOP.search(self.text, self.position):
            start, self.position = stop.span()
            if stop.lastgroup == "comment":
                if reference := source_map_reference(stop[0], start):
                    yield reference
            elif stop.lastgroup == "at":
                yield from self.at_rule(stop["at"].lower())
            elif stop.lastgroup:
                yield from self.name(start)

    def name(self, end: int) -> Iterator[Reference]:
        """What the name, whose bracket or first escape is at `end`, and which the walk has passed, stands for."""
        start = end
        while start and _is_plain_name_character(self.text[start - 1]):
            start -= 1
        before = self.text[start - 1 : start]
        token = self.text[start : self.position]
        if before == "@":
            yield from self.at_rule(name_of(token))
        elif before != "#" and token.endswith("("):
            yield from self.call(name_of(token), "url")

    def at_rule(self, name: str) -> Iterator[Reference]:
        if name == "import":
            imported = _IMPORTED.match(self.text, self.position)
            if imported and imported["string"]:
                self.position = imported.end()
                yield from self.string(imported["string"], imported.start("string"), "import")
            elif imported:
                self.position = imported.end()
                yield from self.call(name_of(imported["name"]), "import")
        elif name in ("namespace", "document", "-moz-document"):  # their URLs are names, and are never fetched
            prelude = _PRELUDE.match(self.text, self.position)
            self.position = prelude.end() if prelude else self.position

    def call(self, name: str, kind: _Kind) -> Iterator[Reference]:
        """The references in a function whose bracket the walk has just passed."""
        if name in _IMAGE_SETS:
            yield from self.image_set()
        elif name in ("url", "src"):
            quoted = (_QUOTED if name == "url" else _QUOTED_OF_FUNCTION).match(self.text, self.position)
            if quoted:
                self.position = quoted.end()
                yield from self.string(quoted[1], quoted.start(1), kind)
            elif name == "url":
                yield from self.unquoted(kind)

    def unquoted(self, kind: _Kind) -> Iterator[Reference]:
        url = _UNQUOTED.match(self.text, self.position)
        end = url or _BAD_URL.match(self.text, self.position)
        self.position = end.end() if end else self.position
        if url:
            yield from _reference(url.start(1), url[1], kind)

    def image_set(self) -> Iterator[Reference]:
        """Strings right in `image-set()` are URLs; in `type()` they are not."""
        depth = 1
        while depth and (stop := _IN_IMAGE_SET.search(self.text, self.position)):
            start, self.position = stop.span()
            token = stop[0]
            if stop.lastgroup == "bracket":
                depth += 1 if token == "(" else -1
            elif stop.lastgroup == "string" and depth == 1:
                yield from self.string(token, start, "url")
            elif stop.lastgroup == "name" and token.endswith("("):
                name = "" if token[0] in "#@" else name_of(token)
                is_unquoted = name == "url" and not _QUOTED.match(self.text, self.position)
                depth += not is_unquoted
                yield from self.call(name, "url") if name in ("url", "src") else ()

    def string(self, token: str, start: int, kind: _Kind) -> Iterator[Reference]:
        is_closed = len(token) > 1 and token[-1] == token[0]
        if is_closed or self.position == len(self.text):
            yield from _reference(start + 1, token[1:-1] if is_closed else token[1:], kind)


def _is_plain_name_character(character: str) -> bool:
    return character.isalnum() or character in "-_\0" or character >= "\x80"


def _reference(start: int, raw: str, kind: _Kind) -> Iterator[Reference]:
    """The reference for a URL, written as `raw` at `start`, if it names a file of the site."""
    stripped = raw.lstrip(SPACE)
    start += len(raw) - len(stripped)
    raw = stripped.rstrip(SPACE)
    if found := split_target(unescape(raw).strip(SPACE)):
        end = start + _path_length(raw)
        yield Reference(start, end, *found, kind)


def _path_length(raw: str) -> int:
    for found in _SUFFIX.finditer(raw):
        if unescape(found[0]) in ("?", "#"):
            return found.start()
    return len(raw)
