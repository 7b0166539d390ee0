r"""Whether rjsmin provably keeps a JavaScript text's tokens and its statement boundaries.

rjsmin decides by single characters. Here is one pattern of the language in which that is enough: it walks the whole
text, one construct at a time, and stops at the first place that it cannot vouch for. What it refuses is more than what
goes wrong; what it lets through goes right. The rules that it relies on:

- white space goes, except one space between two name characters, `+ +` and `- -`;
- a newline stays between what may end a statement (a name, `"'`)]}+-`) and what may start one (a name, `!([{+-`);
- a slash starts a regular expression after `(,=:[!&|?{};+*-`, a newline and `return`, else it divides;
- a template literal ends at the next back tick, nested or not; a block comment is a space, never a newline.
"""

from __future__ import annotations

from ..patterns import compile_pattern
from ..references.js_tokens import NEWLINES

_EOL = r"\n\r\u2028\u2029"
_BLANK = r"[ \t\v\f]"
# Conditional comments are code to old browsers.
_COMMENT_START = r"/\*(?!@(?:cc_on|if|elif|else|end|set)\b)"
_FLAT_COMMENT = rf"{_COMMENT_START}(?:[^*{_EOL}]++|\*(?!/))*+\*/"
_BLOCK_COMMENT = rf"{_COMMENT_START}(?:[^*\u2028\u2029]++|\*(?!/))*+\*/"
_LINE_COMMENT = rf"//(?!@cc_on)[^{_EOL}]*+(?=[\r\n]|\Z)"
# A gap without any newline, one with a newline outside of its comments, and any gap: each up to the next token.
_FLAT = rf"(?:{_BLANK}++|{_FLAT_COMMENT})++(?![\r\n]|/[/*])"
GAP = rf"(?:[ \t\v\f\r\n]++|{_BLOCK_COMMENT}|{_LINE_COMMENT})++(?!/[/*])"
_BROKEN = rf"(?:{_BLANK}++|{_BLOCK_COMMENT})*+(?:{_LINE_COMMENT})?+[\r\n](?:{GAP})?+(?!/[/*])"

_STRING = r'"(?:[^"\\\r\n]++|\\(?:\r\n|[\s\S]))*+"' + r"|'(?:[^'\\\r\n]++|\\(?:\r\n|[\s\S]))*+'"
_SUBSTITUTION = r"""\$\{(?:[^`'"/\\{}]++|"[^"\\\r\n`]*+"|'[^'\\\r\n`]*+'|\{[^`'"/\\{}]*+\})*+\}"""
_TEMPLATE = rf"`(?:[^`\\$]++|\\[\s\S]|\$(?!\{{)|{_SUBSTITUTION})*+`"

_REGEX_BODY = rf"(?:[^/\\\[{_EOL}]++|\\[^{_EOL}]|\[(?:[^\]\\{_EOL}]++|\\[^{_EOL}])*+\])++"
_REGEX = (
    rf"/(?![/*]){_REGEX_BODY}/[a-z]*+(?:"
    r"(?=[)\],;:}.?=&|!\[]|\Z)"
    rf"|(?:{_FLAT}|{_BROKEN})(?=[)\],;:}}?&|]|=(?!>)|\.(?!\d)|\Z)"
    rf"|{_BROKEN}(?=[\w$({{\[!~\"'`]))"
)

# What comes before a gap, by its last character.
_CLOSES = r"(?:(?<=[\w$\"'`)\]}])|(?<=\+\+)(?<!\+\+\+)|(?<=--)(?<!---))"
_OPENS = r"(?<=[;{(\[,:])"
_OPERATOR = r"(?<=[=!&|?<>*%^~+-])(?<!\+\+)(?<!--)"
_DOT = r"(?<=\.)(?<!\d\.)"
_NO_ARROW = rf"(?!--(?:{GAP})?+>)"

_KEYWORDS = (
    "return typeof case in of instanceof new delete void throw do else yield await extends default break continue"
    " debugger finally try static"
)
NOT_KEYWORD = "".join(rf"(?<!\b{word})" for word in _KEYWORDS.split())
_AFTER_DIVISION = r"/(?![/*])(?:(?==)|[ \t\v\f\r\n]*+(?!-->)(?=[\w$({\[.+\"'`!~-]))"
_NAMED_DIVISION = rf"(?:(?<=[\w$]){NOT_KEYWORD}|(?<=[\]\"'`]))(?:{_FLAT})?+{_AFTER_DIVISION}"
# rjsmin lets a character class run over line ends.
_LONE_DIVISION = rf"{_CLOSES}(?:{GAP})?+(?=/[^/\[\\{_EOL}]*+(?:[\r\n]|\Z)){_AFTER_DIVISION}"

_GAPS = (
    rf"{_OPENS}{GAP}(?!/|-->)",
    rf"{_CLOSES}(?:{_FLAT}(?=[\w$({{\[!+~\"'`#*)\],;:}}?<&|^%=-])"
    rf"|{_BROKEN}(?=[\w$({{\[!+-]){_NO_ARROW}"
    rf"|{GAP}(?=[)\],;:}}?<&|^%]|=(?!>))"
    rf"|(?:(?<!--)|(?<=[\w$)\]]--)){GAP}(?=>)"
    rf"|(?<![\d_]){GAP}(?=\.(?!\d)))",
    rf"{_OPERATOR}(?:(?<!<!){GAP}(?=[\w$({{\[)\]}},;:\"'`~#+-]|\.\d){_NO_ARROW}|(?<!<){GAP}(?=!))",
    rf"{_DOT}{GAP}(?=[\w$#\[({{\"'`])(?!\d|return\b)",
    rf"(?<=[)}}]){GAP}(?=\*)",
    rf"{GAP}\Z",
)
_WORD = r"a-zA-Z0-9_\w$"  # ASCII has a map; what else is in `\w` takes a call for each character
# All that needs no look at what it stands beside.
_CODE = rf"[{_WORD}!%&()*+,.:;=>?\[\]^{{|}}~#-]"
# What the rules above come to for most gaps: white space alone before what is no slash, `>` or dot.
_SPACES = r"[ \t\v\f\r\n]++"
_PLAIN_GAP = (
    rf"(?:(?<=[{_WORD})\]}}=,;:{{(\[&|?>*%^~]){_SPACES}(?=[{_WORD}({{\[)\]}},;:])"
    rf"|(?<=[{_WORD})\]}}]){_BLANK}++(?=[=?&|<*%^!+~\"'`#-])"
    rf"|(?<=[=,;:{{(\[&|?>*%^~]){_SPACES}(?=[\"'`!]))"
)
_AFTER_OPERATOR = rf"(?<=[;{{(\[,:=!&|?])(?:{GAP})?+"
_AFTER_RETURN = rf"(?<=\breturn)(?<![.#]return)(?:{_FLAT})?+"
_SAFE = compile_pattern(
    "(?:"
    + "|".join(
        (
            rf"{_CODE}++(?:{_PLAIN_GAP}{_CODE}*+)*+|<(?!!--)",
            _STRING,
            _TEMPLATE,
            rf"(?=[ \t\v\f\r\n/])(?:{'|'.join(_GAPS)})",
            _NAMED_DIVISION,
            rf"(?:{_AFTER_OPERATOR}|{_AFTER_RETURN}){_REGEX}",
            _LONE_DIVISION,
        )
    )
    + ")*+"
)
# rjsmin takes a slash behind a first `/*!` comment for a division.
_NO_BANG_GAP = GAP.replace(_COMMENT_START, rf"{_COMMENT_START}(?!!)")
_START = compile_pattern(rf"(?:{_NO_BANG_GAP})?+{_REGEX}|(?:{GAP})?+(?!-->|#!|/)")

# A slash after a parenthesis divides unless that is the head of a statement, or rjsmin takes it for something else.
_RJSMIN_BODY = rf"(?:[^/\\\[{_EOL}]++|\\[\s\S]|\[(?:[^\]\\]++|\\[\s\S])*+\])++"
_RJSMIN_REGEX = rf"/(?![*/]){_RJSMIN_BODY}/[a-z]*+(?:[ \t\v\f\r\n]|/[/*]|\.)"
_PARENTHESIS_DIVISION = compile_pattern(rf"(?<=\))(?:{_FLAT})?+(?!{_RJSMIN_REGEX}){_AFTER_DIVISION}")
_OPERAND = compile_pattern(rf"(?<=[\w$]){NOT_KEYWORD}|(?<=\])")
_LOOK_BACK = 400
_HEADS = frozenset(("if", "while", "for", "with", "await"))
_BREAKS = frozenset("\\\r\n")
_BEFORE_DOT = compile_pattern(rf"{GAP}(?=\.(?!\d))")
_LAST_WORD = compile_pattern(r"[\w$]*\Z")


def may_be_hazardous(text: str) -> bool:
    """Whether rjsmin might change what a script or module without BOM and hashbang means. False is a proof."""
    start = safe_start(text)
    return start < 0 or safe_end(text, start) < len(text)


def safe_start(text: str) -> int:
    """How far rjsmin keeps what may stand first in a script, or -1 where it does not."""
    found = _START.match(text)
    return found.end() if found else -1


def safe_end(text: str, position: int) -> int:
    """How far rjsmin keeps the text from `position`, which is between two tokens; the end is between two as well."""
    while position < len(text):
        found = _SAFE.match(text, position)
        end = found.end() if found else position
        if end < len(text) and (beyond := _beyond(text, end)) > end:
            end = beyond
        elif end < len(text):
            return end
        position = end
    return position


def _beyond(text: str, position: int) -> int:
    """Where to go on after a stop that a look back explains, or -1."""
    if text[position - 1 : position] == ")":
        division = _PARENTHESIS_DIVISION.match(text, position)
        return division.end() if division and is_operand(text, position - 1) else -1
    gap = _BEFORE_DOT.match(text, position)
    return gap.end() if gap and _is_name(text, position) else -1


def _is_name(text: str, end: int) -> bool:
    """Whether the word that ends in a digit at `end` is a name, not a number."""
    start = end
    while start and (text[start - 1].isalnum() or text[start - 1] in "_$"):
        start -= 1
    return start < end and not text[start].isdigit() and text[start].isascii()


def _may_end_in_comment(text: str, newline: int) -> bool:
    """Whether the line that ends there may have a comment at its end."""
    start = max(text.rfind("\n", 0, newline), text.rfind("\r", 0, newline)) + 1
    return text[newline] > "\r" or newline - start > _LOOK_BACK or "//" in text[start:newline]


def is_operand(text: str, close: int) -> bool:
    """Whether the parenthesis that ends at `close` belongs to an expression, and not to the head of a statement.

    Looks back from what is known to be code; what might be a comment, a regular expression or a template on the way is
    refused.
    """
    depth = 0
    index = close
    lowest = max(0, close - _LOOK_BACK)
    while index > lowest:
        char = text[index]
        depth += (char == ")") - (char == "(")
        if not depth:
            return _is_no_head(text, index)
        if char in "'\"":
            index = _string_start(text, index)
        elif (
            char in "`\\{}"
            or (char == "/" and not _divides(text, index))
            or (char in NEWLINES and _may_end_in_comment(text, index))
        ):
            return False
        index -= 1
    return False


def _is_no_head(text: str, opening: int) -> bool:
    end = opening
    while end and text[end - 1] in " \t\r\n":
        end -= 1
        if text[end] in NEWLINES and _may_end_in_comment(text, end):
            return False
    word = _LAST_WORD.search(text, max(0, end - 60), end)
    return word is not None and word[0] not in _HEADS and text[word.start() - 1 : word.start()] not in ("", "/")


def _string_start(text: str, end: int) -> int:
    """Where the string that ends at `end` begins, or -1 where that does not show."""
    start = max(text.rfind(text[end], 0, end), 0)
    is_plain = text[start - 1 : start] != "\\" and not _BREAKS.intersection(text[start:end])
    return start if is_plain else -1


def _divides(text: str, slash: int) -> bool:
    """Whether the slash stands after a name that is no keyword, or a `]`, on its line."""
    before = slash
    while before and text[before - 1] in " \t":
        before -= 1
    return _OPERAND.match(text, before) is not None and text[slash + 1 : slash + 2] not in ("/", "*")
