"""The `rcssmin` filter: rcssmin for statements that it provably keeps, our own removal of white space for others."""

from __future__ import annotations

from ..errors import locate
from ..model import Fetch, Filter, Filtered, FilterInput, Note, Options

_BOM = "\ufeff"
_VERSION = "2"
_UNKNOWN = "has CSS that rcssmin does not know: only white space and comments were removed"


def load() -> Filter:
    """The filter."""
    import rcssmin

    return Filter(
        "rcssmin", f"{_VERSION} rcssmin {rcssmin.__version__}", each=_each, options=frozenset(), keeps_tokens=True
    )


def minify(source: FilterInput) -> Filtered:
    """A style sheet with the least white space and the same rules; a broken one as it is, with a warning."""
    # Patterns that take milliseconds to compile, which a build that finds all in its cache does not need.
    from ..references.css_faults import first_fault
    from ..references.css_tokens import statement_tokens
    from .css_plain import plain_end
    from .css_white_space import without_white_space

    body = source.text.removeprefix(_BOM)
    mark = source.text[: len(source.text) - len(body)]
    parts = [mark]
    notes: tuple[Note, ...] = ()
    position = 0
    while position < len(body):
        end = plain_end(body, position)
        parts.append(_plain(body[position:end], is_last=end == len(body)))
        if end < len(body):
            tokens = statement_tokens(body, end)
            if fault := first_fault(tokens):
                return _broken(source, len(mark) + end + fault[0], fault[1])
            parts.append(without_white_space(tokens, at_start=not end))
            notes = (Note("info", f"{source.path!r} {_UNKNOWN}"),)
            end += sum(map(len, tokens))
        position = end
    return Filtered("".join(parts), notes)


def _plain(text: str, is_last: bool) -> str:
    if not text:
        return ""
    import rcssmin

    kept = str(rcssmin.cssmin(text, keep_bang_comments=True))
    # rcssmin drops the last semicolon, which parts an `@import` from what follows.
    return kept if is_last or not kept or kept[-1] in "};/" else kept + ";"


def _broken(source: FilterInput, offset: int, fault: str) -> Filtered:
    message = f"not valid CSS: {fault}; passed through as it is"
    return Filtered(source.text, (Note("warning", message, locate(source.path, source.text, offset)),))


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    return minify(source)
