"""References in SVG: `href`, `xlink:href`, `<?xml-stylesheet?>`, and CSS in `style` elements and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape as unescape_entities

from ..model import Reference
from . import css

_STOP = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|<\?xml-stylesheet\b(?P<sheet>.*?)\?>|<\?.*?(?:\?>|\Z)|<![^>\[]*(?:\[.*?\])?\s*>"
    r"|<(?P<tag>[A-Za-z_][^\s/>]*)(?P<attributes>(?:[^\"'>]|\"[^\"]*\"|'[^']*')*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"(?P<name>[^\s=\"'/>]+)\s*=\s*(?:\"(?P<double>[^\"]*)\"|'(?P<single>[^']*)')")
_STYLE_END = re.compile(r"</(?:[\w.-]+:)?style\s*>", re.IGNORECASE)
_CDATA = re.compile(r"\s*<!\[CDATA\[")
_HREF = frozenset(("href", "xlink:href"))
# Links that a person follows; the target is a page as often as a file.
_LINKS = frozenset(("a",))
_PAINT = frozenset(("style fill stroke filter clip-path mask marker marker-start marker-mid marker-end cursor").split())


def scan(text: str) -> tuple[Reference, ...]:
    """The references to other files of the site, in order."""
    return tuple(_references(text))


def _references(text: str) -> Iterator[Reference]:
    position = 0
    while stop := _STOP.search(text, position):
        position = stop.end()
        if stop["sheet"] is not None:
            yield from _attributes(text, stop.span("sheet"), "")
        elif stop["tag"]:
            name = stop["tag"].rsplit(":", 1)[-1]
            if name not in _LINKS:
                yield from _attributes(text, stop.span("attributes"), name)
            if name == "style" and not stop["attributes"].endswith("/"):
                end = _STYLE_END.search(text, position)
                stop_at = end.start() if end else len(text)
                yield from _css(text, position, stop_at)
                position = stop_at


def _attributes(text: str, span: tuple[int, int], tag: str) -> Iterator[Reference]:
    for attribute in _ATTRIBUTE.finditer(text, *span):
        group = "double" if attribute["double"] is not None else "single"
        start, end = attribute.span(group)
        if attribute["name"] in _HREF:
            raw = text[start:end]
            lead = len(raw) - len(raw.lstrip())
            reference = css.parse_target(start + lead, raw.strip(), unescape_entities(raw).strip())
            if reference:
                yield reference
        elif attribute["name"] in _PAINT:
            yield from _css(text, start, end)


def _css(text: str, start: int, end: int) -> Iterator[Reference]:
    """References in CSS at a place. Where entities stand in it the spans cannot be told, and it is left alone."""
    inside = text[start:end]
    if "&" in inside and not _CDATA.match(inside):
        return
    opening = _CDATA.match(inside)
    shift = opening.end() if opening else 0
    for found in css.scan(inside[shift:]):
        yield Reference(found.start + start + shift, found.end + start + shift, found.target, found.suffix, found.kind)
