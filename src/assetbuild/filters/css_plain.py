"""The CSS that rcssmin reads right: plain rules in plain at-rules, one after the other, none inside another.

rcssmin works on patterns, and where they fail it changes meanings with no word. So this is not a list of what it gets
wrong but of what it cannot: a grammar that statements must match from end to end. All repeats are possessive, which
makes the match one pass.
"""

from __future__ import annotations

import re

from ..patterns import compile_pattern

_S = r"[ \t\n\r\f]"
_NO_WORD = r":-@\[-^`{-\x7f]"
_WORD = rf"[^\x00-,./{_NO_WORD}"
# A word with others that may stand beside it, as one class: to choose between two takes ten times as long.
_WORDS = rf"[^\x00-\x08\x0b\x0e-\x1f!-,./{_NO_WORD}"
_IMPORT_WORDS = rf"[^\x00-\x08\x0b\x0e-\x1f!-+./{_NO_WORD}"
_QUERY_WORDS = rf"[^\x00-\x08\x0b\x0e-\x1f!-+{_NO_WORD}"
_FEATURE_WORDS = r"[^\x00-\x08\x0b\x0e-\x1f!\"$&-+;-@\[-^`{-\x7f]"
_VALUE_WORD = rf"[^\x00-\"$&-),/{_NO_WORD}"
_SELECTOR_WORD = rf"[^\x00-\"$&-)+,/{_NO_WORD}"
# `\*/` starts a hack of rcssmin's, and of two comments that touch it may drop the licence.
_COMMENT = r"/\*(?:[^*\\]++|\\(?!\*/)|\*(?!/))*+\*/(?!/\*)"
_GAP = rf"{_S}*+(?:{_COMMENT}{_S}*+)*+"
_STRING = r"(?:\"(?:[^\"\\\n\r\f]++|\\[^\n\r\f])*+\"|'(?:[^'\\\n\r\f]++|\\[^\n\r\f])*+')"
# rcssmin takes white space out of strings here, but for data that is not in base64.
_DATA = r"data:(?![^,]*;base64,)[^\s\\\"',]*+,"
_URL = (
    rf"url\({_S}*+(?:\"(?:[^\"\\\s]*+\"|{_DATA}[^\"\\\n\r\f]*+\")|'(?:[^'\\\s]*+'|{_DATA}[^'\\\n\r\f]*+')"
    rf"|[^\"'()\\\s\x00-\x1f\x7f]++){_S}*+\)"
)
_IMPORTANT = rf"!(?:{_S}*+(?i:important)(?!{_WORD})|\w++)"
# A space after an escaped `:` or bracket would go with it.
_ESCAPE = rf"\\(?:[0-9a-fA-F]{{1,6}}+(?![0-9a-fA-F]|{_S})|[^\s0-9a-fA-F](?!{_S}))"


def _nested(atom: str, opening: str, levels: int) -> str:
    """`atom`s, and brackets with more of them, so deep: each level more takes a millisecond to compile."""
    pattern = atom
    for _ in range(levels):
        pattern = rf"{atom}|{opening}(?:{pattern})*+\)"
    return f"(?:{pattern})"


_VALUE = _nested(
    rf"{_VALUE_WORD}++(?!(?<=[uU][rR][lL])\()|{_S}++|,|{_URL}|{_STRING}|/(?![*])|(?<=\w):(?=\w)"
    rf"|(?<!{_S})=(?!{_S})|<{_WORD}++>(?!{_S})|{_ESCAPE}|\[{_WORDS}*+\]",
    r"\(",
    3,
)
# Scripts may read a custom property, so here no space may go.
_CUSTOM_VALUE = _nested(
    rf"{_VALUE_WORD}++(?!(?<=[uU][rR][lL])\(|!)|{_URL}|{_STRING}|,(?!{_S})"
    r"|(?<=[\w%)\"'-])\ (?=[-\w#.\"'+])|/(?![*])",
    rf"\((?!{_S})",
    2,
)
_CUSTOM = rf"--{_WORD}++{_S}*+:{_S}*+{_CUSTOM_VALUE}++{_S}*+"
# `initial-value` is one of a custom property too.
_DECLARATION = (
    rf"(?:{_CUSTOM}|[*_]?+(?!--|(?i:initial-value)){_WORD}++{_S}*+:{_GAP}{_VALUE}++(?:{_IMPORTANT}{_S}*+)?+{_GAP})"
)
_BLOCK = rf"\{{{_GAP}(?:{_DECLARATION}(?:;{_GAP}|(?=\}})))*+\}}"
_ATTRIBUTE = rf"\[{_WORD}++(?:[~|^$*]?+={_S}*+(?:{_STRING}|{_WORD}++)(?:{_S}++[a-zA-Z])?+)?+\]"
_SELECTOR = _nested(
    rf"{_SELECTOR_WORD}++|{_S}++|::?+(?={_WORD})|,|{_ATTRIBUTE}|[>~+](?!{_S}*+[>~+])|{_ESCAPE}",
    rf"(?<={_WORD})\((?<![uU][rR][lL]\()",
    2,
)
_QUERY = _nested(_QUERY_WORDS + "++", rf"(?<!{_WORD})\(", 0)
_FEATURE = _nested(_FEATURE_WORDS + "++", rf"(?<!{_WORD})\(", 1)
_PRELUDE = rf"(?:{_QUERY}|(?<!{_WORD})\({_FEATURE}*+\))*+"
_AT_BLOCK = rf"@(?:font-face|-ms-viewport|viewport|page)(?!{_WORD}){_S}*+|@page{_S}++:\w++{_S}*+"

_HEAD = compile_pattern(
    rf"(?:@charset \"[-\w]++\";)?+"
    rf"(?:{_S}++|{_COMMENT}|@import{_S}++(?:{_STRING}|{_URL}){_IMPORT_WORDS}*+;)*+",
    re.ASCII,
)
_RULES = compile_pattern(rf"(?:{_S}++|{_COMMENT}|(?:{_AT_BLOCK}|{_SELECTOR}++){_BLOCK})*+", re.ASCII)
_GROUP = compile_pattern(rf"@(?:media|supports|(?:-(?:webkit|moz|o|ms)-)?keyframes)(?!{_WORD}){_PRELUDE}\{{", re.ASCII)
# rcssmin follows no deeper than a group in a group.
_DEEPEST = 2


def plain_end(text: str, start: int) -> int:
    """How far the style sheet is of the kind whose meaning rcssmin keeps, from `start`, which is its beginning or where
    one of its statements ends. That is where a statement ends, too."""
    position = start or _end(_HEAD.match(text))
    while True:
        position = _end(_RULES.match(text, position))
        end = _group_end(text, position, 1)
        if end == position:
            return position
        position = end


def _group_end(text: str, start: int, depth: int) -> int:
    """Where a group of plain rules that begins at `start` ends, or `start` where none begins there."""
    opened = _GROUP.match(text, start)
    if not opened or depth > _DEEPEST:
        return start
    position = _end(_RULES.match(text, opened.end()))
    while (inner := _group_end(text, position, depth + 1)) > position:
        position = _end(_RULES.match(text, inner))
    return position + 1 if text.startswith("}", position) else start


def _end(found: re.Match[str] | None) -> int:
    assert found  # these patterns match nothing too
    return found.end()
