"""HTML that template engines take as it is, and elements with every value escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from html import escape

from ..errors import UsageError

# HTML Living Standard §13.1.2.3: what cannot stand in the name of an attribute.
_NOT_A_NAME = re.compile("[\\s\"'<>/=\x00-\x1f\x7f-\x9f]")


class Html(str):
    """Text that is HTML already. Jinja, MarkupSafe and Django know by `__html__` not to escape it again."""

    __slots__ = ()

    def __html__(self) -> Html:
        return self


def lines(parts: Iterable[str]) -> Html:
    """Pieces of HTML, one a line."""
    return Html("\n".join(parts))


def start_tag(name: str, attributes: Mapping[str, object]) -> str:
    """`<name …>`. A value of None or False leaves its attribute out, True gives one without a value."""
    return f"<{name}{''.join(map(_attribute, attributes, attributes.values()))}>"


def attribute_names(given: Mapping[str, object]) -> dict[str, object]:
    """Keyword arguments as attributes: `data_id` is `data-id`, and `class_` is `class`.

    Raises UsageError for what HTML does not allow as a name.
    """
    attributes = {name.rstrip("_").replace("_", "-"): value for name, value in given.items()}
    for name in attributes:
        if not name or _NOT_A_NAME.search(name):
            raise UsageError(f"{name!r} cannot be the name of an HTML attribute")
    return attributes


def _attribute(name: str, value: object) -> str:
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{_escaped(value)}"'


def _escaped(value: object) -> str:
    as_html = getattr(value, "__html__", None)
    if as_html is None:
        return escape(str(value))
    # It has its references already, but may be HTML for between the tags, where a quote may stand.
    return str(as_html()).replace('"', "&quot;").replace("<", "&lt;").replace(">", "&gt;")
