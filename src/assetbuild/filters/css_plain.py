"""The CSS that rcssmin reads right: plain rules in plain at-rules, one after the other, none inside another.

rcssmin works on patterns, and where they fail it changes meanings with no word. So this is not a list of what it gets
wrong but of what it cannot: a grammar that a style sheet must match from end to end. All repeats are possessive, which
makes the match one pass.
"""

from __future__ import annotations

import re

from ..patterns import compile_pattern

_S = r"[ \t\n\r\f]"
_WORD = r"[^\x00-,./:-@\[-^`{-\x7f]"
# `\*/` starts a hack of rcssmin's, and of two comments that touch it may drop the licence.
_COMMENT = r"/\*(?:[^*\\]++|\\(?!\*/)|\*(?!/))*+\*/(?!/\*)"
_GAP = rf"(?:{_S}++|{_COMMENT})*+"
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
    pattern = atom
    for _ in range(levels):
        pattern = rf"{atom}|{opening}(?:{pattern})*+\)"
    return f"(?:{pattern})"


_VALUE = _nested(
    rf"{_URL}|{_STRING}|(?:{_WORD}|[%.#*+])++(?!(?<=[uU][rR][lL])\()|,|{_S}++|/(?![*])|(?<=\w):(?=\w)"
    rf"|(?<!{_S})=(?!{_S})|<{_WORD}++>(?!{_S})|{_ESCAPE}|\[(?:{_WORD}|{_S})*+\]",
    r"\(",
    4,
)
# Scripts may read a custom property, so here no space may go.
_CUSTOM_VALUE = _nested(
    rf"{_URL}|{_STRING}|(?:{_WORD}|[%.#*+])++(?!(?<=[uU][rR][lL])\(|!)|,(?!{_S})"
    r"|(?<=[\w%)\"'-])\ (?=[-\w#.\"'+])|/(?![*])",
    rf"\((?!{_S})",
    4,
)
_CUSTOM = rf"--{_WORD}++{_S}*+:{_S}*+{_CUSTOM_VALUE}++{_S}*+"
_DECLARATION = rf"(?:{_CUSTOM}|[*_]?+(?!--){_WORD}++{_S}*+:{_GAP}{_VALUE}++(?:{_IMPORTANT}{_S}*+)?+{_GAP})"
_BLOCK = rf"\{{{_GAP}(?:{_DECLARATION}(?:;{_GAP}|(?=\}})))*+\}}"
_ATTRIBUTE = rf"\[{_WORD}++(?:[~|^$*]?+={_S}*+(?:{_STRING}|{_WORD}++)(?:{_S}++[a-zA-Z])?+)?+\]"
_SELECTOR = _nested(
    rf"(?:{_WORD}|[.#*%])++|{_ATTRIBUTE}|::?+(?={_WORD})|,|{_S}++|[>~+](?!{_S}*+[>~+])|{_ESCAPE}",
    rf"(?<={_WORD})\((?<![uU][rR][lL]\()",
    3,
)
_QUERY = _nested(rf"(?:{_WORD}|[.,/])++|{_S}++", rf"(?<!{_WORD})\(", 0)
_FEATURE = _nested(rf"(?:{_WORD}|[.,/:%#])++|{_S}++", rf"(?<!{_WORD})\(", 3)
_PRELUDE = rf"(?:{_QUERY}|(?<!{_WORD})\({_FEATURE}*+\))*+"
_AT_BLOCK = rf"@(?:font-face|-ms-viewport|viewport|page)(?!{_WORD}){_S}*+|@page{_S}++:\w++{_S}*+"

_HEAD = compile_pattern(
    rf"(?:@charset \"[-\w]++\";)?+"
    rf"(?:{_S}++|{_COMMENT}|@import{_S}++(?:{_STRING}|{_URL})(?:{_WORD}|,|{_S})*+;)*+",
    re.ASCII,
)
_RULES = compile_pattern(rf"(?:{_S}++|{_COMMENT}|(?:{_AT_BLOCK}|{_SELECTOR}++){_BLOCK})*+", re.ASCII)
_GROUP = compile_pattern(rf"@(?:media|supports|(?:-(?:webkit|moz|o|ms)-)?keyframes)(?!{_WORD}){_PRELUDE}\{{", re.ASCII)
# rcssmin follows no deeper than a group in a group.
_DEEPEST = 2


def is_plain(text: str) -> bool:
    """Whether the whole style sheet is of the kind whose meaning rcssmin keeps."""
    position = _end(_HEAD.match(text))
    depth = 0
    while (position := _end(_RULES.match(text, position))) < len(text):
        if depth < _DEEPEST and (group := _GROUP.match(text, position)):
            position = group.end()
            depth += 1
        elif depth and text[position] == "}":
            position += 1
            depth -= 1
        else:
            return False
    return depth == 0


def _end(found: re.Match[str] | None) -> int:
    assert found  # these patterns match nothing too
    return found.end()
