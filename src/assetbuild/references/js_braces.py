"""What the braces of JavaScript tokens stand for: blocks, bodies and classes, or object literals."""

from __future__ import annotations

from typing import Literal

from .js_brackets import Brackets

# `statement`: a block; `function` and `class`: a body whose keyword is known; `arrow`; `object`: part of an expression.
Brace = Literal["statement", "function", "class", "arrow", "method", "object"]

_HEADERS = frozenset(("if", "while", "for", "with"))
_BODY_HEADERS = _HEADERS | {"switch", "catch"}
_BLOCK_WORDS = frozenset(("else", "do", "try", "catch", "finally"))
_JUMPS = frozenset(("return", "break", "continue", "yield"))
_OPERAND_WORDS = frozenset(
    "await case default delete extends in instanceof new of throw typeof void const let var".split()
)


def is_keyword(brackets: Brackets, index: int) -> bool:
    """Whether a reserved word at `index` is one, and not the name of a property."""
    before = brackets.before(index)
    return before < 0 or brackets.tokens[before] not in (".", "?.")


def is_header(brackets: Brackets, close: int) -> bool:
    """Whether the `)` at `close` ends the head of an `if`, `while`, `for` or `with`."""
    return head(brackets, brackets.opener[close]) in _HEADERS


def block_ends(brackets: Brackets, opener: int) -> bool:
    """Whether the `}` that closes the brace at `opener` ends a statement, so that a new one follows."""
    kind, keyword = _known(brackets, opener) or (_brace(brackets, opener), -1)
    if kind in ("function", "class"):
        return _starts_statement(brackets, keyword)
    return kind != "object"


def _brace(brackets: Brackets, opener: int) -> str:
    """What a brace is. Nested braces that hang on each other are walked in a loop: files nest thousands deep."""
    chain: list[int] = []
    while (kind := brackets.kinds.get(opener)) is None:
        if known := _known(brackets, opener):
            kind = known[0]
            break
        chain.append(opener)
        opener = brackets.around[opener]
    for inner in reversed(chain):
        kind = brackets.kinds[inner] = _inside(brackets, kind, inner)
    return kind


def _inside(brackets: Brackets, outer: str, opener: int) -> Brace:
    """The kind of a brace after `{` or `:` whose surrounding brace is of the kind `outer`."""
    if outer in ("object", "class"):
        return "object"
    before = brackets.before(opener)
    return "statement" if brackets.tokens[before] == "{" or before in brackets.colons else "object"


def _known(brackets: Brackets, opener: int) -> tuple[Brace, int] | None:
    """The kind of a brace and the keyword it belongs to, or None where the surrounding brace decides."""
    if brackets.tokens[opener] != "{":
        return "object", -1
    before = brackets.before(opener)
    if before < 0:
        return "statement", -1
    token = brackets.tokens[before]
    if token in ("{", ":"):
        return _by_surroundings(brackets, opener)
    if token == ")":
        return _after_parenthesis(brackets, opener, before)
    if token == ";":
        return ("object" if _around(brackets, opener) == "(" else "statement"), -1
    if token in ("}", "=>"):
        return ("statement" if token == "}" else "arrow"), -1
    return _after_word(brackets, opener, before)


def _by_surroundings(brackets: Brackets, opener: int) -> tuple[Brace, int] | None:
    around = _around(brackets, opener)
    if around == "{":
        return None
    labelled = not around and brackets.before(opener) in brackets.colons
    return ("statement" if labelled else "object"), -1


def _around(brackets: Brackets, opener: int) -> str:
    around = brackets.around[opener]
    return brackets.tokens[around] if around >= 0 else ""


def _after_parenthesis(brackets: Brackets, opener: int, close: int) -> tuple[Brace, int]:
    if head(brackets, brackets.opener[close]):
        return "statement", -1
    keyword = _function(brackets, close)
    if keyword >= 0:
        return "function", keyword
    keyword = _class(brackets, opener)
    return ("class", keyword) if keyword >= 0 else ("method", -1)


def _after_word(brackets: Brackets, opener: int, before: int) -> tuple[Brace, int]:
    token = brackets.tokens[before]
    keyword = _class(brackets, opener)
    if keyword >= 0:
        return "class", keyword
    if is_keyword(brackets, before):
        if token in _BLOCK_WORDS:
            return "statement", -1
        if token in ("static", "import", "export"):
            return "method", -1
        if token in _OPERAND_WORDS:
            return "object", -1
    return ("statement" if _may_end_statement(token) and brackets.newline_after(before) else "object"), -1


def _may_end_statement(token: str) -> bool:
    """Whether a newline after a token that is no bracket may end the statement."""
    if token[0] in "`}":
        return token[-1] == "`"
    return _is_operand_part(token) or token in ("]", "++", "--")


def head(brackets: Brackets, opener: int) -> str:
    """The `if`, `while`, `for`, `with`, `switch` or `catch` whose parentheses start at `opener`, or nothing."""
    before = brackets.before(opener)
    if before >= 0 and brackets.tokens[before] == "await":
        before = brackets.before(before)
    if before < 0 or not is_keyword(brackets, before):
        return ""
    return brackets.tokens[before] if brackets.tokens[before] in _BODY_HEADERS else ""


def _function(brackets: Brackets, close: int) -> int:
    """Where the function starts (`async` or `function`) whose parameters end at `close`, or -1."""
    index = brackets.before(brackets.opener[close])
    for _ in range(3):
        if index < 0 or brackets.tokens[index] == "function":
            break
        index = brackets.before(index)
    if index < 0 or brackets.tokens[index] != "function" or not is_keyword(brackets, index):
        return -1
    if brackets.tokens.index("(", index) != brackets.opener[close]:
        return -1
    before = brackets.before(index)
    if before >= 0 and brackets.tokens[before] == "async" and not brackets.newline_after(before):
        return before
    return index


def _class(brackets: Brackets, opener: int) -> int:
    """Where the class starts whose body opens at `opener`, or -1."""
    index = brackets.before(opener)
    heritage = _heritage(brackets, index)
    index = heritage if heritage >= 0 else index
    for _ in range(2):
        if index >= 0 and brackets.tokens[index] == "class" and is_keyword(brackets, index):
            return index
        index = brackets.before(index)
    return -1


def _heritage(brackets: Brackets, index: int) -> int:
    """The token before the `extends` whose expression ends at `index`, or -1."""
    operand = False
    while index >= 0:
        token = brackets.tokens[index]
        if token == "extends" and is_keyword(brackets, index):
            return brackets.before(index)
        closes = token in (")", "]", "}") or token[0] in "`}"
        if (operand and token not in (".", "?.", "new", "class")) or not (
            closes or token in (".", "?.") or _is_operand_part(token)
        ):
            return -1
        operand = not closes and token not in (".", "?.")
        while index in brackets.opener:
            index = brackets.opener[index]
        index = brackets.before(index)
    return -1


def _is_operand_part(token: str) -> bool:
    """Whether a token is a name, a literal or a keyword."""
    is_regex = token[0] == "/" and token not in ("/", "/=")
    is_number = token[0] == "." and token[1:2].isdigit()
    return is_regex or is_number or token[0].isalnum() or token[0] in "_$#\\\"'" or token[0] > "\x7f"


def _starts_statement(brackets: Brackets, index: int) -> bool:
    """Whether the `function`, `async` or `class` at `index` is a declaration."""
    before = brackets.before(index)
    if before < 0:
        return True
    token = brackets.tokens[before]
    if token == "{":
        return _brace(brackets, before) != "object"
    if token == ":":
        return _is_statement_colon(brackets, before)
    if token in ("}", ";"):
        return True
    if token == ")":
        return is_header(brackets, before) or brackets.newline_after(before)
    if is_keyword(brackets, before):
        if token in ("else", "do", "export", "default"):
            return True
        if token in _OPERAND_WORDS and token != "let":
            return False
    return _may_end_statement(token) and brackets.newline_after(before)


def _is_statement_colon(brackets: Brackets, colon: int) -> bool:
    """Whether a statement follows the `:` at `colon`."""
    around = brackets.colons.get(colon)
    if around is None or around < 0:
        return around is not None
    return brackets.tokens[around] == "{" and _brace(brackets, around) not in ("object", "class")
