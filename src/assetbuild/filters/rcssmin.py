"""The `rcssmin` filter: rcssmin where it provably keeps the rules, our own removal of white space elsewhere."""

from __future__ import annotations

from ..errors import locate
from ..model import Fetch, Filter, Filtered, FilterInput, Note, Options
from ..references.css_faults import first_fault
from ..references.css_tokens import tokenise
from .css_plain import is_plain
from .css_white_space import without_white_space

_BOM = "\ufeff"
_VERSION = "1"


def load() -> Filter:
    """The filter."""
    import rcssmin

    return Filter("rcssmin", f"{_VERSION} rcssmin {rcssmin.__version__}", each=_each, options=frozenset())


def minify(source: FilterInput) -> Filtered:
    """A style sheet with the least white space and the same rules; a broken one as it is, with a warning."""
    body = source.text.removeprefix(_BOM)
    mark = source.text[: len(source.text) - len(body)]
    if is_plain(body):
        import rcssmin

        return Filtered(mark + str(rcssmin.cssmin(body, keep_bang_comments=True)))
    tokens = tokenise(body)
    if fault := first_fault(tokens):
        where = locate(source.path, source.text, len(mark) + fault[0])
        return Filtered(source.text, (Note("warning", f"not valid CSS: {fault[1]}; passed through as it is", where),))
    message = f"{source.path!r} has CSS that rcssmin does not know: only white space and comments were removed"
    return Filtered(mark + without_white_space(tokens), (Note("info", message),))


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    return minify(source)
