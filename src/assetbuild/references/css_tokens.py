r"""CSS tokens (CSS Syntax Level 3 §4): a list of strings that add up to the text.

White space and comments are tokens too. What a token is shows in its own text: `/*…` a comment, `"…` or `'…` a string,
`name(` a function, `url(…)` without quotes a whole url, `@name`, `#name`, names, numbers with their unit, and single
characters. Nothing fails: an open comment or string ends with the text, as it does in a browser.
"""

from __future__ import annotations

import re

SPACE = " \t\n\r\f"
ESCAPE = r"\\(?:[0-9a-fA-F]{1,6}(?:\r\n|[ \t\n\r\f])?|[^\n\r\f0-9a-fA-F])"
NAME_CHARACTER = rf"(?:[-\w\x80-\U0010ffff]|{ESCAPE})"
COMMENT = r"/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)"
# A string that meets the end of its line is a bad one, and ends there.
STRING = r'"(?:[^"\\\n\r\f]++|\\(?:\r\n|[\s\S]|\Z))*+"?' + r"|'(?:[^'\\\n\r\f]++|\\(?:\r\n|[\s\S]|\Z))*+'?"
_URL = r"[uU][rR][lL]\((?![ \t\n\r\f]*[\"'])(?:[^)\\]++|\\[\s\S])*+(?:\)|\Z)"
_NUMBER = r"[+-]?(?:\d+\.\d+|\.?\d+)(?:[eE][+-]?\d+)?"
_TOKEN = re.compile(
    rf"[ \t\n\r\f]++|{COMMENT}|{STRING}|{_URL}"
    rf"|{_NUMBER}(?:%|(?:--|-?(?:[_a-zA-Z\x80-\U0010ffff]|{ESCAPE})){NAME_CHARACTER}*+)?"
    rf"|@{NAME_CHARACTER}++|\#{NAME_CHARACTER}++|{NAME_CHARACTER}++\(?|<!--|-->|[\s\S]",
    re.ASCII,
)
_ESCAPED = re.compile(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\n\r\f])?|(\r\n|[\n\r\f])|([\s\S]|\Z))")
_REPLACEMENT = "\ufffd"


def tokenise(text: str) -> list[str]:
    """The tokens of a style sheet, in order; joined they are `text`."""
    return _TOKEN.findall(text)


def is_space(token: str) -> bool:
    return token[0] in SPACE


def is_comment(token: str) -> bool:
    return token.startswith("/*")


def unescape(text: str) -> str:
    """`text` with its escapes undone (CSS Syntax Level 3 §4.3.7); in a string an escaped newline is nothing."""
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def name_of(token: str) -> str:
    """The name in a function or at-keyword token, in lower case, escapes undone."""
    return unescape(token.removesuffix("(").removeprefix("@")).lower()


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1], 16)
        return _REPLACEMENT if not code or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)
    return "" if found[2] else found[3]
