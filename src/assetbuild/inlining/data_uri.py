"""A file as a `data:` URI (RFC 2397), as the string of a style sheet."""

from __future__ import annotations

from base64 import b64encode
from typing import NamedTuple

from ..logical import extension
from ..media_types import media_type

# `#` and `%` mean something in a URL, `\` in a string of CSS, `<` and `>` where the style sheet stands in a page;
# a URL loses tabs and ends of lines (WHATWG URL §4.4), and spaces at its end.
_KEPT = frozenset(range(0x20, 0x7F)) - frozenset(rb"%#\<>")
_QUOTES = "'\""


class DataUri(NamedTuple):
    """The URI in quotes, which no character in it would end."""

    quoted: str

    def place(self, text: str, start: int, end: int) -> tuple[int, int, str]:
        """What replaces the URL at `start:end` of a style sheet: with the quotes around it, where there are any."""
        left, right = start, end
        while text[left - 1].isspace():
            left -= 1
        if text[left - 1] not in _QUOTES:
            return start, end, self.quoted
        while text[right : right + 1].isspace():
            right += 1
        return left - 1, min(right + 1, len(text)), self.quoted


def data_uri(path: str, data: bytes) -> DataUri:
    """The file of that logical path. SVG stays readable, and so compresses with its neighbours; others are base64."""
    kind = media_type(path)
    if extension(path) != ".svg":
        return DataUri(f'"data:{kind};base64,{b64encode(data).decode()}"')
    quote = "'" if data.count(b'"') >= data.count(b"'") else '"'
    body = "".join(chr(byte) if byte in _KEPT and byte != ord(quote) else f"%{byte:02X}" for byte in data)
    trimmed = body.rstrip(" ")
    return DataUri(f"{quote}data:{kind},{trimmed}{'%20' * (len(body) - len(trimmed))}{quote}")
