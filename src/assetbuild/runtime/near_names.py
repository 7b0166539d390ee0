"""The names that a person may have meant."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import nearest

# `difflib` takes 10 µs a name: a request for what is not there must not stop the server for a second.
_MOST = 2000


def near_names(name: str, names: Sequence[str]) -> tuple[str, ...]:
    """Up to three of `names` that are near to `name`, nearest first."""
    if len(names) > _MOST:
        names = _likely(name, names)
    return tuple(nearest(name, names))


def _likely(name: str, names: Sequence[str]) -> list[str]:
    """The names that share a folder, a file name or the first letters of one with `name`."""
    folder, _, base = name.rpartition("/")
    start = base[:3]
    likely = [each for each in names if start in each or each.endswith(base) or each.rpartition("/")[0] == folder]
    return sorted(likely, key=lambda each: abs(len(each) - len(name)))[:_MOST]
