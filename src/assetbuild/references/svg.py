"""References in SVG: `href`, `xlink:href`, `<?xml-stylesheet?>`, and CSS in `style` elements and attributes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model import Reference
from ..patterns import compile_pattern
from . import css
from .xml_text import decode

_XLINK = compile_pattern(r"xmlns:([^\s=\"'<>]+)\s*=\s*[\"']http://www\.w3\.org/1999/xlink[\"']")
# XML 1.0 §2.8: an internal subset holds `]` and `>` in strings, comments and instructions.
_SUBSET = r"(?:<!--.*?-->|<\?.*?\?>|\"[^\"]*+\"|'[^']*+'|[^\]\"'<]++|<)*+"
_STOP = compile_pattern(
    r"<(?:!--.*?(?:-->|\Z)|!\[CDATA\[.*?(?:\]\]>|\Z)"
    r"|\?xml-stylesheet\b(?P<sheet>.*?)(?:\?>|\Z)|\?.*?(?:\?>|\Z)"
    rf"|!DOCTYPE(?:(?:[^\"'\[>]++|\"[^\"]*+\"|'[^']*+')*+(?:\[{_SUBSET}\]\s*+)?+>|.*+)"
    r"|(?P<tag>[A-Za-z_][^\s/>]*+)(?P<attributes>(?:[^\"'<>]++|\"[^\"<]*+\"|'[^'<]*+')*+)>)",
    re.DOTALL,
)
_ATTRIBUTE = compile_pattern(r"(?P<name>[^\s=\"'/>]++)\s*+=\s*+(?:\"(?P<double>[^\"]*+)\"|'(?P<single>[^']*+)')")
# Without one of these, CSS in an attribute names nothing: most are `fill="none"`.
_MAY_REFER = compile_pattern(r"[(@\\&]")
_STYLE_END = compile_pattern(r"</(?:[\w.-]++:)?+style\s*+>")
# Without one of these there is no reference: CSS names a file by `url()`, `src()`, `image-set()` or `@import`, and to
# write them otherwise takes an escape or an entity, but none of a character beyond ASCII, of which fonts are full.
_REFERRING = ("href", "url(", "src(", "image-set(", "@import", "\\")
_WRITING = compile_pattern(r"&(?!#(?:x0*+[1-9a-f][0-9a-f]{2,}|0*+[1-9][0-9]{3,});)")
# What fetches the file of its `href`; `a` is a link that a person follows, and in `foreignObject` stands HTML.
_FETCHING = frozenset(
    (
        "altGlyph animate animateColor animateMotion animateTransform color-profile cursor discard feImage filter "
        "font-face-uri glyphRef image linearGradient mask mpath pattern radialGradient script set textPath tref use"
    ).split()
)
_PAINT = frozenset(
    "style fill stroke filter clip-path mask marker marker-start marker-mid marker-end cursor color-profile".split()
)


def scan(text: str) -> tuple[Reference, ...]:
    """The references to other files of the site, in order; none in a text that is not well-formed XML."""
    lowered = text.lower()
    if not any(word in lowered for word in _REFERRING) and not _WRITING.search(lowered):
        return ()
    found = tuple(_references(text))
    return found if found and _is_well_formed(text) else ()


def _is_well_formed(text: str) -> bool:
    from xml.parsers import expat

    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError:
        return False
    return True


def _references(text: str) -> Iterator[Reference]:
    links = {"href", "xlink:href", *(f"{prefix}:href" for prefix in _XLINK.findall(text))}
    position = 0
    while stop := _STOP.search(text, position):
        position = stop.end()
        if stop["sheet"] is not None:
            yield from _attributes(text, stop.span("sheet"), {"href"})
        elif stop["tag"]:
            name = stop["tag"].rsplit(":", 1)[-1]
            yield from _attributes(text, stop.span("attributes"), links if name in _FETCHING else frozenset())
            if name == "style" and not stop["attributes"].endswith("/"):
                end = _STYLE_END.search(text, position)
                stop_at = end.start() if end else len(text)
                yield from _css(text, (position, stop_at))
                position = stop_at


def _attributes(text: str, span: tuple[int, int], links: set[str] | frozenset[str]) -> Iterator[Reference]:
    for attribute in _ATTRIBUTE.finditer(text, *span):
        value = attribute.span("double" if attribute["double"] is not None else "single")
        if attribute["name"] in links:
            yield from _url(text, value)
        elif attribute["name"] in _PAINT and _MAY_REFER.search(text, *value):
            yield from _css(text, value)


def _url(text: str, span: tuple[int, int]) -> Iterator[Reference]:
    url = decode(text, *span)
    stripped = url.text.strip()
    if found := css.split_target(stripped):
        start = len(url.text) - len(url.text.lstrip())
        end = start + len(re.split(r"[?#]", stripped, maxsplit=1)[0])
        yield Reference(*url.span(start, end), *found)


def _css(text: str, span: tuple[int, int]) -> Iterator[Reference]:
    sheet = decode(text, *span)
    for found in css.scan(sheet.text):
        if found.kind != "sourcemap":
            yield Reference(*sheet.span(found.start, found.end), found.target, found.suffix, found.kind)
