"""Module specifiers: what a string literal of JavaScript says, and whether that names a file of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from ..model import Reference, ReferenceKind

# What is resolved against the URL of the file, by its first characters (HTML Living Standard §8.1.6.3, "resolve a
# URL-like module specifier"); other specifiers are bare unless they are URLs.
_URL_LIKE = ("/", "./", "../")
_REDIRECTED = frozenset(("import-static", "import-dynamic", "import-resolve"))
# The kinds of references that only JavaScript has.
IMPORTS = frozenset((*_REDIRECTED, "import-meta-url"))
_SCHEME = re.compile(r"(?i)[a-z][a-z0-9+.-]*:|//")
# ECMA-262 §12.9.4: an escape, a line continuation, or any other character.
_PIECE = re.compile(
    r"\\(?:u\{(?P<braced>[0-9a-fA-F]+)\}|u(?P<four>[0-9a-fA-F]{4})|x(?P<two>[0-9a-fA-F]{2})"
    r"|(?P<line>\r\n|[\n\r\u2028\u2029])|(?P<octal>[0-3]?[0-7]{1,2})|(?P<other>[\s\S]))|(?P<plain>[^\\])"
)
_CONTROLS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def specifier_reference(literal: str, start: int, kind: ReferenceKind) -> Reference | None:
    """The reference in a string literal, or a template without holes, whose quote stands at `start`; None where it
    names no file: a URL with a scheme or host, a folder."""
    pieces = list(_pieces(literal[1:-1], start + 1))
    text = _joined(char for char, _ in pieces)
    if _SCHEME.match(text):
        return None
    if kind != "import-meta-url" and not text.startswith(_URL_LIKE):
        return Reference(start + 1, start + len(literal) - 1, text, "", kind)
    end, suffix = start + len(literal) - 1, ""
    for at, (char, position) in enumerate(pieces):
        if char in "?#":
            end, suffix = position, literal[position - start : -1]
            text = _joined(char for char, _ in pieces[:at])
            break
    is_folder = text.rsplit("/", 1)[-1] in ("", ".", "..")
    if kind == "import-meta-url" and is_folder:
        return None
    return Reference(start + 1, end, unquote(text), suffix, kind)


def is_bare(reference: Reference) -> bool:
    """Whether an import names a package, or whatever an import map makes of it, and not a path."""
    return is_redirected(reference) and not reference.target.startswith(_URL_LIKE)


def is_redirected(reference: Reference) -> bool:
    """Whether a browser leads the reference through the page's import map."""
    return reference.kind in _REDIRECTED


def _pieces(inner: str, start: int) -> Iterator[tuple[str, int]]:
    """Each character that the literal means, and where it is written."""
    for piece in _PIECE.finditer(inner):
        if code := piece["braced"] or piece["four"] or piece["two"]:
            # Past the last code point it is a syntax error, which is not ours to tell.
            yield chr(min(int(code, 16), 0x10FFFF)), start + piece.start()
        elif piece["octal"]:
            yield chr(int(piece["octal"], 8)), start + piece.start()
        elif not piece["line"]:
            char = piece["plain"] or _CONTROLS.get(piece["other"], piece["other"])
            yield char, start + piece.start()


def _joined(chars: Iterator[str]) -> str:
    """The text, in which the halves of a character that were escaped one by one are whole."""
    return "".join(chars).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
