"""A text as bytes, one for each column and line end as source maps count them: UTF-16 code units (ECMA-426 §4)."""

from __future__ import annotations

import re
from typing import Literal

from ..patterns import compile_pattern

Language = Literal["css", "js"]
# Of what there are maps, by extension.
LANGUAGES: dict[str, Language] = {".css": "css", ".js": "js", ".mjs": "js", ".cjs": "js"}

_BEYOND_BMP = re.compile("[\U00010000-\U0010ffff]")
_LONE_RETURN = re.compile("\r(?!\n)")
# Drawings, which are strings of thousands of numbers that nobody looks for.
_DRAWING = re.compile(r"\"[MmZzLlHhVvCcSsQqTtAa0-9 .,\-]{80,}+")

_STRING = r"\"(?:[^\"\\\n]++|\\[\s\S])*+\"|'(?:[^'\\\n]++|\\[\s\S])*+'"
_COMMENT = r"/\*(?!!)[^*]*+(?:\*(?!/)[^*]*+)*+\*/"
_LICENCE = r"/\*![^*]*+(?:\*(?!/)[^*]*+)*+\*/"
# After one of these a slash starts a regular expression, almost always: where it does not, the words will not agree.
_REGEX = r"(?<=[(,=:\[!&|?{};\n])\ *+/(?![/*])(?:[^/\\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*+\])++/"
_PARTS = {
    "js": rf"((?:[^\"'/`]++|{_STRING}|`(?:[^`\\]++|\\[\s\S])*+`|{_REGEX}|{_LICENCE}|/(?![/*])|[\"'`])*+)"
    rf"(//[^\n]*+|{_COMMENT}|/\*)?+",
    "css": rf"((?:[^\"'/]++|{_STRING}|{_LICENCE}|/(?!\*)|[\"'])*+)({_COMMENT}|/\*)?+",
}


class Skeletons:
    """Makes skeletons; it holds the patterns that find comments, which take milliseconds to compile."""

    def __init__(self) -> None:
        self._parts: dict[Language, re.Pattern[str]] = {}

    def without_comments(self, skeleton: str, language: Language) -> str:
        """The skeleton with white space in place of the comments that minifiers remove: lines and columns stay, offsets
        do not.

        What is a comment is told by patterns that a rare script misleads: then the words of what was made of it do not
        agree with those that are left, and are not mapped.
        """
        found = self._parts.get(language) or self._parts.setdefault(language, compile_pattern(_PARTS[language]))
        if "/*" not in skeleton and (language == "css" or "//" not in skeleton):
            return skeleton
        parts = []
        for code, comment in found.findall(skeleton):
            parts.append(code)
            if comment:
                # What stands behind it keeps its line and column.
                lines = comment.count("\n")
                parts.append("\n" * lines + " " * (len(comment) - comment.rfind("\n") - 1))
        return "".join(parts)


def skeleton(text: str, language: Language) -> str:
    """One character of Latin-1 for each UTF-16 code unit, `\\n` for each line end; what is beyond is replaced, and
    what nobody wants mapped becomes spaces."""
    if not text.isascii():
        if language == "js":
            text = text.replace("\u2028", "\n").replace("\u2029", "\n")
        if len(text.encode("utf-16-le")) > 2 * len(text):
            text = _BEYOND_BMP.sub("\x80\x80", text)
        text = text.encode("latin-1", "replace").decode("latin-1")
    if "\r" in text:
        text = _LONE_RETURN.sub("\n", text)
    return _DRAWING.sub(lambda found: " " * len(found[0]), text) if language == "js" else text


def units(text: str) -> int:
    """How many UTF-16 code units there are."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le")) // 2


def units_before(text: str, offset: int) -> int:
    """How many UTF-16 code units come before the character at `offset`."""
    return offset if text.isascii() else units(text[:offset])
