"""The `directives` filter: takes the directives of Sprockets out of the comments at the head of a file.

What is read here is what Sprockets 3 and 4 read (its guide, "Directives"). The definition of Sprockets made bundles of
them before.
"""

from __future__ import annotations

import re
import shlex
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
_HEADER = {
    False: re.compile(rf"(?:\s*+(?:{_SLASHES}))++"),
    True: re.compile(rf"(?:\s*+(?:{_SLASHES}|{_HASHES}))++"),
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


def has_hashes(path: str) -> bool:
    """Whether `#` begins a comment in a file of that name: in scripts, for CoffeeScript."""
    return not re.search(r"\.(?:css|scss|sass)(?:\.|$)", path.rpartition("/")[2])


def split_header(text: str, hashes: bool) -> tuple[str, str]:
    """The comments at the head of the text, and the rest of it."""
    found = _HEADER[hashes].match(text)
    return (found[0], text[found.end() :]) if found else ("", text)


def find_directives(text: str, hashes: bool) -> tuple[Directive, ...]:
    """The directives in the text, in order. Raises BadDirective for a quotation mark without its second."""
    lines = split_header(text, hashes)[0].split("\n")
    found = (_directive(line, number) for number, line in enumerate(lines, 1))
    return tuple(each for each in found if each)


def without_directives(text: str, hashes: bool) -> str:
    """The text with empty lines in place of its directives. Raises BadDirective as `find_directives`."""
    header, body = split_header(text, hashes)
    lines = header.split("\n")
    return "\n".join(_kept(line) if _directive(line, at) else line for at, line in enumerate(lines, 1)) + body


def _kept(line: str) -> str:
    """What is left of the line of a directive: the end of a comment that began in another line."""
    return "*/" if line.rstrip().endswith("*/") and "/*" not in line else ""


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
        return Filtered(without_directives(text, has_hashes(source.path)))
    except BadDirective as error:
        shown = text.split("\n")[error.line - 1]
        raise AssetbuildError(str(error), Location(source.path, error.line, 1, shown), HINT) from error
