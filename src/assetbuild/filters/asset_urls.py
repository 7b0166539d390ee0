"""The `asset-urls` filter: style sheets of Rails, in which addresses may be logical paths.

`image-url("x.png")` and its kin become `url()`. An address that no file beside the style sheet has, but one of that
logical path, is that file's: without digests Rails serves all assets, and so a whole bundle, from one folder.
"""

from __future__ import annotations

from collections.abc import Iterator

from ..errors import AssetbuildError, Location, locate
from ..logical import BadPath, extension, join
from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Note, Options
from ..references import css
from ..references.css_tokens import is_comment, is_space, tokenise, unescape
from ..references.spans import rewrite
from ..urls import relative_url
from .options import OptionError, refuse_unknown
from .rails_helpers import HELPERS, data_uri, is_data, named

_VERSION = "1"


def load(use: FilterUse, folder: str) -> Filter:
    """The filter. With `root` an address that begins with a slash is a logical path too, as in Propshaft."""
    refuse_unknown(use, ("root",))
    if not isinstance(dict(use.options).get("root", False), bool):
        raise OptionError(f"the option `root` of the filter {use.name!r} must be true or false", "root")
    return Filter(use.name, _VERSION, each=_each, options=frozenset(("root",)), of_members=True)


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    notes: list[Note] = []
    text = rewrite(source.text, _calls(source, fetch, notes))
    moved = [
        (reference.start, reference.end, relative_url(source.path, path))
        for reference in css.scan(text)
        if (path := _logical(source.path, reference.target, fetch, bool(options.get("root"))))
    ]
    return Filtered(rewrite(text, moved), tuple(notes))


def _logical(base: str, target: str, fetch: Fetch, root: bool) -> str | None:
    """The file of that logical path, where nothing has the address itself."""
    if target.startswith("../") or (target.startswith("/") and not root):
        return None
    try:
        path = join("", target)
        if target.startswith("/"):
            return path if fetch.exists(path) else None
        beside = join(base, target)
    except BadPath:
        return None
    return path if path != beside and not fetch.exists(beside) and fetch.exists(path) else None


def _calls(source: FilterInput, fetch: Fetch, notes: list[Note]) -> Iterator[tuple[int, int, str]]:
    """The calls of helpers, each with what takes its place."""
    if extension(source.path.removesuffix(".erb")) != ".css" or not any(f"{word}(" in source.text for word in _WORDS):
        return
    tokens = tokenise(source.text)
    position = 0
    for at, token in enumerate(tokens):
        helper = token[:-1].lower().replace("-", "_")
        if token.endswith("(") and helper in HELPERS:
            argument, length = _argument(tokens, at + 1, locate(source.path, source.text, position), token)
            where = locate(source.path, source.text, position)
            yield position, position + len(token) + length, _value(helper, argument, source.path, fetch, where, notes)
        position += len(token)


_WORDS = ("-url", "-path", "-uri", "_url", "_path", "_uri")


def _argument(tokens: list[str], at: int, where: Location, call: str) -> tuple[str, int]:
    """The one string of a call, and how many characters it is to the closing bracket, that included."""
    length = 0
    found: list[str] = []
    for token in tokens[at:]:
        length += len(token)
        if token == ")":
            break
        if not is_space(token) and not is_comment(token):
            found.append(token)
    if len(found) != 1 or found[0][0] not in "'\"":
        raise AssetbuildError(f"`{call}…)` takes one string", where, f'for example {call}"logo.png")')
    return unescape(found[0][1:-1]), length


def _value(helper: str, argument: str, base: str, fetch: Fetch, where: Location, notes: list[Note]) -> str:
    if is_data(helper):
        return f"url({data_uri(argument, fetch, where)})"
    found = named(helper, argument, fetch, where)
    notes += found.notes
    address = found.relative_to(base)
    return f'url("{address}")' if helper.endswith("_url") else f'"{address}"'
