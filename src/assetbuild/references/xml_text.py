"""Text as an XML parser reads it, with the way back to where each character is written."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_MARKUP = re.compile(
    r"&(?:#(?P<decimal>[0-9]+)|#x(?P<hex>[0-9a-fA-F]+)|(?P<name>\w[\w.-]*));"
    r"|<!\[CDATA\[(?P<data>.*?)(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)",
    re.DOTALL,
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_UNKNOWN = "\ufffd"


class XmlText(NamedTuple):
    """Decoded text, made of pieces: where each starts in it, and the span where that piece is written."""

    text: str
    starts: tuple[int, ...]
    written: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from `start` to `end` are written; `end` is after `start`."""
        first, last = (bisect_right(self.starts, at) - 1 for at in (start, end - 1))
        begin = self.written[first][0] + (start - self.starts[first] if self._is_verbatim(first) else 0)
        if self._is_verbatim(last):
            return begin, self.written[last][0] + end - self.starts[last]
        return begin, self.written[last][1]

    def _is_verbatim(self, piece: int) -> bool:
        end = self.starts[piece + 1] if piece + 1 < len(self.starts) else len(self.text)
        start, stop = self.written[piece]
        return end - self.starts[piece] == stop - start


def decode(text: str, start: int, end: int) -> XmlText:
    """The character data that `text` holds from `start` to `end`: references decoded, CDATA unwrapped, comments out.

    An entity that is not XML's own stands as U+FFFD: what it is, the document type says, and no URL is made of that.
    """
    parts: list[str] = []
    written: list[tuple[int, int]] = []
    position = start
    for markup in _MARKUP.finditer(text, start, end):
        parts.append(text[position : markup.start()])
        written.append((position, markup.start()))
        parts.append(_decoded(markup))
        written.append(markup.span("data") if markup["data"] is not None else markup.span())
        position = markup.end()
    parts.append(text[position:end])
    written.append((position, end))
    starts = [0]
    for part in parts[:-1]:
        starts.append(starts[-1] + len(part))
    return XmlText("".join(parts), tuple(starts), tuple(written))


def _decoded(markup: re.Match[str]) -> str:
    if markup["data"] is not None:
        return markup["data"]
    if markup["name"]:
        return _ENTITIES.get(markup["name"], _UNKNOWN)
    code = markup["decimal"] or markup["hex"]
    if code is None:
        return ""
    number = int(code, 10 if markup["decimal"] else 16)
    return chr(number) if 0 < number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else _UNKNOWN
