r"""CSS tokens (CSS Syntax Level 3 §4): a list of strings that add up to the text.

White space and comments are tokens too. What a token is shows in its own text: `/*…` a comment, `"…` or `'…` a string,
`name(` a function, `url(…)` without quotes a whole url, `@name`, `#name`, names, numbers with their unit, and single
characters. Nothing fails: an open comment or string ends with the text, as it does in a browser.
"""

from __future__ import annotations

import re

from ..patterns import compile_pattern

SPACE = " \t\n\r\f"
_SPACE_AFTER = r"(?:\r\n|[ \t\n\r\f])?+"
ESCAPE = rf"\\(?:[0-9a-fA-F]{{1,6}}{_SPACE_AFTER}|[^\n\r\f0-9a-fA-F]|\Z)"
# §3.3: a NUL is read as U+FFFD, which may stand in a name.
# Negated, since `re` takes milliseconds for a range of all characters.
PLAIN_NAME_CHARACTER = r"[^\x01-,./:-@\[-^`{-\x7f]"
NAME = rf"(?:{PLAIN_NAME_CHARACTER}++|{ESCAPE})"
_NAME_START = r"[^\x01-@\[-^`{-\x7f]"
_IDENTIFIER = rf"(?:--|-?+(?:{_NAME_START}|{ESCAPE})){NAME}*+"
COMMENT = r"/\*(?:[^*]++|\*(?!/))*+(?:\*/|\Z)"
# A string that meets the end of its line is a bad one, and ends there.
_ESCAPE_IN_STRING = rf"\\(?:[0-9a-fA-F]{{1,6}}{_SPACE_AFTER}|\r\n|[\s\S]|\Z)"
AFTER_DOUBLE_QUOTE = rf'(?:[^"\\\n\r\f]++|{_ESCAPE_IN_STRING})*+"?+'
AFTER_SINGLE_QUOTE = rf"(?:[^'\\\n\r\f]++|{_ESCAPE_IN_STRING})*+'?+"
STRING = f"\"{AFTER_DOUBLE_QUOTE}|'{AFTER_SINGLE_QUOTE}"


def _letter(upper: str, lower: str) -> str:
    """A letter of a keyword, which may be written as an escape."""
    codes = f"(?:{ord(upper):x}|{ord(lower):x})"
    return rf"(?:\\?+[{upper}{lower}]|\\0{{0,4}}(?i:{codes}){_SPACE_AFTER})"


URL_NAME = _letter("U", "u") + _letter("R", "r") + _letter("L", "l")
# A bad url (§4.3.14) ends where a good one would.
URL = rf"{URL_NAME}\((?![ \t\n\r\f]*+[\"'])(?:[^)\\]++|\\(?:[\s\S]|\Z))*+(?:\)|\Z)"
_NUMBER = r"[+-]?+(?:\d++(?:\.\d++)?+|\.\d++)(?:[eE][+-]?\d++)?+"
_TOKEN = compile_pattern(
    rf"[ \t\n\r\f]++|{COMMENT}|{STRING}|{URL}|{_NUMBER}(?:%|{_IDENTIFIER})?+"
    rf"|-->|<!--|@{_IDENTIFIER}|\#{NAME}++|{_IDENTIFIER}\(?+|[\s\S]",
    re.ASCII,
)
_UNQUOTED = compile_pattern(rf"{URL_NAME}\(")
_FUNCTION = compile_pattern(rf"{_IDENTIFIER}\(", re.ASCII)
_ESCAPED = compile_pattern(r"\\(?:([0-9a-fA-F]{1,6})(?:\r\n|[ \t\n\r\f])?|(\r\n|[\n\r\f])|([\s\S]|\Z))")
_CLOSERS = {"(": ")", "[": "]", "{": "}"}
_REPLACEMENT = "\ufffd"


def tokenise(text: str) -> list[str]:
    """The tokens of a style sheet, in order; joined they are `text`."""
    return _TOKEN.findall(text)


def is_space(token: str) -> bool:
    return token[0] in SPACE


def is_comment(token: str) -> bool:
    return token.startswith("/*")


def closer_of(token: str) -> str:
    """What closes the block or function that `token` opens; empty where it opens none."""
    if token[-1] not in _CLOSERS:
        return ""
    return _CLOSERS[token[-1]] if len(token) == 1 or _FUNCTION.fullmatch(token) else ""


def missing_end(token: str) -> str:
    """What a comment, string or url that ends with the text, or the line, lacks; empty for any other token."""
    if is_comment(token):
        return "" if len(token) > 3 and token.endswith("*/") else "*/"
    if token[0] in "\"'":
        return "" if len(token) > 1 and token[-1] == token[0] and not _is_escaped_end(token) else token[0]
    if "(" in token and not token.endswith("(") and _UNQUOTED.match(token):
        return "" if token.endswith(")") and not _is_escaped_end(token) else ")"
    return ""


def _is_escaped_end(token: str) -> bool:
    body = token[:-1]
    return (len(body) - len(body.rstrip("\\"))) % 2 == 1


def unescape(text: str) -> str:
    """`text` with its escapes undone (CSS Syntax Level 3 §4.3.7); in a string an escaped newline is nothing."""
    return _ESCAPED.sub(_unescaped, text) if "\\" in text else text


def name_of(token: str) -> str:
    """The name in a function or at-keyword token, ASCII letters in lower case, escapes undone."""
    name = unescape(token.removesuffix("(").removeprefix("@"))
    return name.lower() if name.isascii() else name


def _unescaped(found: re.Match[str]) -> str:
    if found[1]:
        code = int(found[1], 16)
        return _REPLACEMENT if not code or code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)
    return "" if found[2] else found[3]
