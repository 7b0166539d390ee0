"""The `rjsmin` filter: rjsmin where it provably keeps the tokens, our own removal of white space elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from ..errors import locate
from ..model import Fetch, Filter, Filtered, FilterInput, Note, Options
from ..references.scan_error import HtmlLikeComment, ScanError

_PREFIX = re.compile(r"\ufeff?(?:#![^\n\r\u2028\u2029]*(?:\r\n|[\n\r\u2028\u2029])?)?")
_VERSION = "2"


def load() -> Filter:
    """The filter."""
    import rjsmin

    return Filter(
        "rjsmin", f"{_VERSION} rjsmin {rjsmin.__version__}", each=_each, options=frozenset(), keeps_tokens=True
    )


def minify(text: str) -> str:
    """A script or module with the least white space and with all its tokens; a byte order mark and a hashbang stay.

    Raises `ScanError` for what is neither, and for what would not mean the same as the one and as the other.
    """
    start = _body(text)
    return text[:start] + _minify(text[start:])


def _body(text: str) -> int:
    """Where the code starts, behind a byte order mark and a hashbang."""
    found = _PREFIX.match(text)
    assert found is not None
    return found.end()


def _minify(text: str) -> str:
    import rjsmin

    # Patterns that take milliseconds to compile, which a build that finds all in its cache does not need.
    from .rjsmin_shields import cut

    pieces = cut(text)
    if pieces is not None:
        kept = (rjsmin.jsmin(each.text, keep_bang_comments=True) if each.is_safe else each.text for each in pieces)
        return "".join(kept)
    return _without_white_space(text)


def _without_white_space(text: str) -> str:
    from ..references.js_tokens import tokenise
    from .js_white_space import without_white_space

    tokens = tokenise(text)
    if ("<!--" in text or "-->" in text) and (index := _html_comment(tokens)) is not None:
        raise HtmlLikeComment(sum(map(len, tokens[:index])))
    return without_white_space(tokens)


def _html_comment(tokens: Sequence[str]) -> int | None:
    from ..references.js_brackets import is_html_comment

    return next((index for index, token in enumerate(tokens) if is_html_comment(token)), None)


def minify_or_pass(source: FilterInput) -> Filtered:
    """The script minified, or as it is and with a note where it is none."""
    try:
        return Filtered(minify(source.text))
    except HtmlLikeComment as error:
        return _passed_through(source, "info", error.message, error.offset)
    except ScanError as error:
        return _passed_through(source, "warning", f"not valid JavaScript: {error.message}", error.offset)


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    return minify_or_pass(source)


def _passed_through(source: FilterInput, level: Literal["info", "warning"], message: str, offset: int) -> Filtered:
    where = locate(source.path, source.text, _body(source.text) + offset)
    return Filtered(source.text, (Note(level, f"{message}; the file is passed through as it is", where),))
