"""The `directives` filter: takes the directives of Sprockets out of the comments at the head of a file.

What is read here is what Sprockets 3 and 4 read (its guide, "Directives"). The definition of Sprockets made bundles of
them before.
"""

from __future__ import annotations

import re
import shlex
from enum import Enum
from typing import NamedTuple

from ..errors import AssetbuildError, Location
from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Options
from .options import refuse_unknown

_VERSION = "1"
NAMES = frozenset(
    "require require_self require_directory require_tree link link_directory link_tree stub".split()
    + "depend_on depend_on_asset depend_on_directory".split()
)
HINT = "Sprockets reads this line as a directive: write quotation marks in pairs, or take the `=` out"
_SLASHES = r"(?://.*+\n?+)++|/\*(?s:.*?)\*/"
_HASHES = r"(?:#.*+\n?+)++"


class Comments(Enum):
    """Which comments at the head of a file may have directives."""

    SLASHES = "// and /* */"
    HASHES = "#"
    BOTH = "// and /* */ and #"


_HEADER = {
    Comments.SLASHES: re.compile(rf"(?:\s*+(?:{_SLASHES}))++"),
    Comments.HASHES: re.compile(rf"(?:\s*+(?:{_HASHES}))++"),
    Comments.BOTH: re.compile(rf"(?:\s*+(?:{_SLASHES}|{_HASHES}))++"),
}
# Ruby's \w, \W and \s know ASCII only.
_DIRECTIVE = re.compile(r"^\W*=\s*(\w+.*?)(\*/)?$", re.ASCII)


class Directive(NamedTuple):
    """A directive with its arguments, and the line it is in, from 1."""

    name: str
    arguments: tuple[str, ...]
    line: int


class BadDirective(ValueError):
    """A line that cannot be read; `line` counts from 1."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def comments_of(path: str) -> Comments:
    """Those of a file of that name: in all scripts `#` begins one, for CoffeeScript."""
    is_style = re.search(r"\.(?:css|scss|sass)(?:\.|$)", path.rpartition("/")[2])
    return Comments.SLASHES if is_style else Comments.BOTH


def split_header(text: str, comments: Comments) -> tuple[str, str]:
    """The comments at the head of the text, and the rest of it."""
    found = _HEADER[comments].match(text)
    return (found[0], text[found.end() :]) if found else ("", text)


def find_directives(text: str, comments: Comments) -> tuple[Directive, ...]:
    """The directives in the text, in order. Raises BadDirective for a quotation mark without its second."""
    lines = split_header(text, comments)[0].split("\n")
    found = (_directive(line, number) for number, line in enumerate(lines, 1))
    return tuple(each for each in found if each)


def without_directives(text: str, comments: Comments) -> str:
    """The text with empty lines in place of its directives. Raises BadDirective as `find_directives`."""
    header, body = split_header(text, comments)
    lines = header.split("\n")
    return "\n".join(_kept(line) if _directive(line, at) else line for at, line in enumerate(lines, 1)) + body


def _kept(line: str) -> str:
    """What is left of the line of a directive: the one end that it has of a comment of more lines."""
    if line.rstrip().endswith("*/"):
        return "" if "/*" in line else "*/"
    return "/*" if line.lstrip().startswith("/*") else ""


def _directive(line: str, number: int) -> Directive | None:
    found = _DIRECTIVE.match(line)
    if found is None:
        return None
    try:
        name, *arguments = shlex.split(found[1])
    except ValueError as error:
        raise BadDirective("a quotation mark has no second", number) from error
    return Directive(name, tuple(arguments), number) if name in NAMES else None


def load(use: FilterUse, folder: str) -> Filter:
    """The filter, which has no options."""
    refuse_unknown(use, ())
    return Filter(use.name, _VERSION, each=_each, options=frozenset(), of_members=True, keeps_tokens=True)


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    text = source.text.removeprefix("\ufeff").replace("\r\n", "\n")
    try:
        return Filtered(without_directives(text, comments_of(source.path)))
    except BadDirective as error:
        shown = text.split("\n")[error.line - 1]
        raise AssetbuildError(str(error), Location(source.path, error.line, 1, shown), HINT) from error
