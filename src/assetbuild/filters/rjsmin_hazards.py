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

_EOL = r"\n\r\u2028\u2029"
_BLANK = r"[ \t\v\f]"
# Conditional comments are code to old browsers.
_COMMENT_START = r"/\*(?!@(?:cc_on|if|elif|else|end|set)\b)"
_FLAT_COMMENT = rf"{_COMMENT_START}(?:[^*{_EOL}]++|\*(?!/))*+\*/"
_BLOCK_COMMENT = rf"{_COMMENT_START}(?:[^*\u2028\u2029]++|\*(?!/))*+\*/"
_LINE_COMMENT = rf"//(?!@cc_on)[^{_EOL}]*+(?=[\r\n]|\Z)"
# A gap without any newline, one with a newline outside of its comments, and any gap: each up to the next token.
_FLAT = rf"(?:{_BLANK}++|{_FLAT_COMMENT})++(?![\r\n]|/[/*])"
_GAP = rf"(?:[ \t\v\f\r\n]++|{_BLOCK_COMMENT}|{_LINE_COMMENT})++(?!/[/*])"
_BROKEN = rf"(?:{_BLANK}++|{_BLOCK_COMMENT})*+(?:{_LINE_COMMENT})?+[\r\n](?:{_GAP})?+(?!/[/*])"

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
_NO_ARROW = rf"(?!--(?:{_GAP})?+>)"

_KEYWORDS = (
    "return typeof case in of instanceof new delete void throw do else yield await extends default break continue"
    " debugger finally try static"
)
_NOT_KEYWORD = "".join(rf"(?<!\b{word})" for word in _KEYWORDS.split())
_AFTER_DIVISION = r"/(?![/*])(?:(?==)|[ \t\v\f\r\n]*+(?!-->)(?=[\w$({\[.+\"'`!~-]))"
_NAMED_DIVISION = rf"(?:(?<=[\w$]){_NOT_KEYWORD}|(?<=[\]\"'`]))(?:{_FLAT})?+{_AFTER_DIVISION}"
# rjsmin lets a character class run over line ends.
_LONE_DIVISION = rf"{_CLOSES}(?:{_GAP})?+(?=/[^/\[\\{_EOL}]*+(?:[\r\n]|\Z)){_AFTER_DIVISION}"

_GAPS = (
    rf"{_CLOSES}{_FLAT}(?=[\w$({{\[!+~\"'`#*-])",
    rf"{_CLOSES}{_BROKEN}(?=[\w$({{\[!+-]){_NO_ARROW}",
    rf"{_CLOSES}{_GAP}(?=[)\],;:}}?<&|^%]|=(?!>))",
    rf"{_CLOSES}{_FLAT}(?==>)",
    rf"{_CLOSES}(?:(?<!--)|(?<=[\w$)\]]--)){_GAP}(?=>)",
    rf"{_OPENS}{_GAP}(?:(?!/|-->)|{_REGEX})",
    rf"{_OPERATOR}(?<!<!){_GAP}(?=[\w$({{\[)\]}},;:\"'`~#+-]|\.\d){_NO_ARROW}",
    rf"{_OPERATOR}(?<!<){_GAP}(?=!)",
    rf"{_CLOSES}(?<![\d_]){_GAP}(?=\.(?!\d))",
    rf"{_DOT}{_GAP}(?=[\w$#\[({{\"'`])(?!\d|return\b)",
    rf"(?<=[)}}]){_GAP}(?=\*)",
    rf"{_GAP}\Z",
)
_REGEXES = (
    rf"(?<=[;{{(\[,:=!&|?])(?:{_GAP})?+{_REGEX}",
    rf"(?<=\breturn)(?<![.#]return)(?:{_FLAT})?+{_REGEX}",
)
_SAFE = compile_pattern(
    "(?:"
    + "|".join(
        (
            r"[\w$!%&()*+,.:;=>?\[\]^{|}~#-]++|<(?!!--)",
            _STRING,
            *_GAPS,
            _NAMED_DIVISION,
            *_REGEXES,
            _LONE_DIVISION,
            _TEMPLATE,
        )
    )
    + ")*+"
)
# rjsmin takes a slash behind a first `/*!` comment for a division.
_NO_BANG_GAP = _GAP.replace(_COMMENT_START, rf"{_COMMENT_START}(?!!)")
_START = compile_pattern(rf"(?:{_NO_BANG_GAP})?+{_REGEX}|(?:{_GAP})?+(?!-->|#!|/)")

# A slash after a parenthesis divides unless that is the head of a statement, or rjsmin takes it for something else.
_RJSMIN_BODY = rf"(?:[^/\\\[{_EOL}]++|\\[\s\S]|\[(?:[^\]\\]++|\\[\s\S])*+\])++"
_RJSMIN_REGEX = rf"/(?![*/]){_RJSMIN_BODY}/[a-z]*+(?:[ \t\v\f\r\n]|/[/*]|\.)"
_PARENTHESIS_DIVISION = compile_pattern(rf"(?<=\))(?:{_FLAT})?+(?!{_RJSMIN_REGEX}){_AFTER_DIVISION}")
_LOOK_BACK = 400
_HEADS = frozenset(("if", "while", "for", "with", "await"))
_LAST_WORD = compile_pattern(r"([\w$]*)[ \t]*\Z")


def may_be_hazardous(text: str) -> bool:
    """Whether rjsmin might change what a script or module without BOM and hashbang means. False is a proof."""
    start = _START.match(text)
    if start is None:
        return True
    position = start.end()
    while position < len(text):
        found = _SAFE.match(text, position)
        end = found.end() if found else position
        if end < len(text):
            end = _beyond(text, end)
        if end == position or end < 0:
            return True
        position = end
    return False


def _beyond(text: str, position: int) -> int:
    """Where to go on after a stop that a look back explains, or -1."""
    if text[position - 1 : position] == ")":
        division = _PARENTHESIS_DIVISION.match(text, position)
        return division.end() if division and _is_operand(text, position - 1) else -1
    gap = _BEFORE_DOT.match(text, position)
    return gap.end() if gap and _is_name(text, position) else -1


_BEFORE_DOT = compile_pattern(rf"{_GAP}(?=\.(?!\d))")
_NAME_END = compile_pattern(r"[\w$]*\Z")


def _is_name(text: str, end: int) -> bool:
    """Whether the word that ends in a digit at `end` is a name, not a number."""
    start = end
    while start and (text[start - 1].isalnum() or text[start - 1] in "_$"):
        start -= 1
    return start < end and not text[start].isdigit() and text[start].isascii()


def _is_operand(text: str, close: int) -> bool:
    """Whether the parenthesis that ends at `close` is plain code and belongs to an expression."""
    depth = 0
    for index in range(close, max(0, close - _LOOK_BACK), -1):
        char = text[index]
        depth += (char == ")") - (char == "(")
        if depth == 0:
            found = _LAST_WORD.search(text, max(0, index - 60), index)
            before = found.start() if found else 0
            return (
                found is not None and found[1] not in _HEADS and text[before - 1 : before] not in ("", "\n", "\r", "/")
            )
        if char in "'\"`/\\{}\r\n":
            return False
    return False
