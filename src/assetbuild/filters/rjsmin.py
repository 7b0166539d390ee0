"""The `rjsmin` filter: rjsmin where it provably keeps the tokens, our own removal of white space elsewhere."""

from __future__ import annotations

from ..errors import locate
from ..model import Fetch, Filter, Filtered, FilterInput, Note, Options
from ..references.js_tokens import tokenise
from ..references.scan_error import ScanError
from .js_white_space import without_white_space
from .rjsmin_hazards import may_be_hazardous

_BOM = "\ufeff"
_VERSION = "1"


def load() -> Filter:
    """The filter."""
    import rjsmin

    return Filter("rjsmin", f"{_VERSION} rjsmin {rjsmin.__version__}", each=_each, options=frozenset())


def minify(text: str) -> str:
    """A script or module with the least white space and with all its tokens. Raises `ScanError` for what is neither."""
    body = text.removeprefix(_BOM)
    mark = text[: len(text) - len(body)]
    hashbang = ""
    if body.startswith("#!"):
        hashbang, newline, body = body.partition("\n")
        hashbang += newline
    return mark + hashbang + _minify(body)


def _minify(text: str) -> str:
    import rjsmin

    if may_be_hazardous(text):
        return without_white_space(tokenise(text))
    result: str = rjsmin.jsmin(text, keep_bang_comments=True)
    return result


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    try:
        return Filtered(minify(source.text))
    except ScanError as error:
        where = locate(source.path, source.text, error.offset)
        message = f"not valid JavaScript: {error.message}; the file is passed through as it is"
        return Filtered(source.text, (Note("warning", message, where),))
