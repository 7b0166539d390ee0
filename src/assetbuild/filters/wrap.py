"""The `wrap` filter: a text before, and one after, what a bundle or a part of one is made of."""

from __future__ import annotations

from ..model import Fetch, Filter, Filtered, FilterInput, FilterUse, Options
from .options import OptionError, refuse_unknown

_VERSION = "1"
_OPTIONS = ("before", "after")


def load(use: FilterUse, folder: str) -> Filter:
    """The filter. `before` and `after` are taken as they are: what parts them from the text is theirs."""
    refuse_unknown(use, _OPTIONS)
    for key, value in use.options:
        if not isinstance(value, str):
            raise OptionError(f"the option `{key}` of the filter {use.name!r} must be a string", key)
    return Filter(use.name, _VERSION, whole=_whole, options=frozenset(_OPTIONS))


def _whole(source: FilterInput, options: Options, fetch: Fetch) -> Filtered:
    before, after = (str(options.get(key, "")) for key in _OPTIONS)
    return Filtered(before + source.text + after)
