"""The elements in the text of a `{% compress %}` block, as django-compressor takes them."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

_WITH_TEXT = ("style", "script")


class Element(NamedTuple):
    """A style sheet or script: its URL, or else its own `text`; its media type where it says one; and what those must
    have in common that are put together: `media`, or whether it waits."""

    url: str | None
    text: str
    type: str | None
    together: str


def groups_in(text: str, kind: str) -> list[list[Element]]:
    """The elements of that kind, `css` or `js`, in their order; those in a row that go together, together."""
    return [list(group) for _, group in groupby(_elements(text, kind), key=lambda element: element.together)]


def _elements(text: str, kind: str) -> Iterator[Element]:
    parser = _Parser()
    parser.feed(text)
    parser.close()
    for tag, attributes, inner in parser.found:
        media_type = attributes.get("type") or None
        if kind == "js" and tag == "script":
            waits = next((name for name in ("async", "defer") if name in attributes), "")
            yield Element(attributes.get("src"), inner, media_type, waits)
        elif kind == "css" and (tag == "style" or (tag == "link" and _is_sheet(attributes))):
            yield Element(attributes.get("href", "") if tag == "link" else None, inner, media_type, _media(attributes))


def _is_sheet(attributes: dict[str, str]) -> bool:
    return attributes.get("rel", "").lower() == "stylesheet"


def _media(attributes: dict[str, str]) -> str:
    return attributes.get("media", "")


class _Parser(HTMLParser):
    """Collects elements: the tag, its attributes (empty where they have no value) and the text in it."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str], str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "link" or tag in _WITH_TEXT:
            self.found.append((tag, {name: value or "" for name, value in attrs}, ""))
            self._open = tag in _WITH_TEXT

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Templates write `<script … />`, which browsers would not take for a whole element.
        self.handle_starttag(tag, attrs)
        self._open = False

    def handle_endtag(self, tag: str) -> None:
        self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            tag, attributes, text = self.found[-1]
            self.found[-1] = tag, attributes, text + data
