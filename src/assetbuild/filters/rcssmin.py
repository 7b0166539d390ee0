"""The `rcssmin` filter: rcssmin where it provably keeps the rules, our own removal of white space elsewhere."""

from __future__ import annotations

import re

from ..model import Fetch, Filter, Filtered, FilterInput, Options
from ..references.css_tokens import tokenise
from .css_white_space import without_white_space

_BOM = "\ufeff"
_VERSION = "1"
# rcssmin knows rules in `@media` and the like, and takes a rule in a rule for a declaration. What is met here is more
# than what it gets wrong.
_HAZARD = re.compile(
    r"[^\s;{},]/\*[^*]*+\*++(?:[^/*][^*]*+\*++)*+/(?![\s;{},])"
    r"|(?i:url)\((?:\s|[^\"')]*\s)"
    r"|&|--[\w-]+\s*:\s*+(?:[;}]|[^\s;{}]*+[\s{])|<!--|-->|\\[\r\n\f]"
    r"|@(?!(?:media|supports|import|charset|font-face|page|property|counter-style|-ms-viewport|(?:-\w+-)?keyframes)\b)"
    r"|[{};]\s*+[^{};@\s][^{};]*\{[^{};]*\{"
    r"|\A\s*+[^{};@\s][^{};]*\{[^{};]*\{"
    r"|;[^{};@]*\{"
)


def load() -> Filter:
    """The filter."""
    import rcssmin

    return Filter("rcssmin", f"{_VERSION} rcssmin {rcssmin.__version__}", each=_each, options=frozenset())


def minify(text: str) -> str:
    """A style sheet with the least white space and the same rules."""
    body = text.removeprefix(_BOM)
    mark = text[: len(text) - len(body)]
    if _HAZARD.search(body):
        return mark + without_white_space(tokenise(body))
    import rcssmin

    return mark + str(rcssmin.cssmin(body, keep_bang_comments=True))


def _each(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    return Filtered(minify(source.text))
