"""What the braces of JavaScript tokens stand for: blocks, bodies and classes, or object literals."""

from __future__ import annotations

from typing import Literal

from .js_brackets import Brackets

# `statement`: a block; `function` and `class`: a body whose keyword is known; `arrow`; `object`: part of an expression.
Brace = Literal["statement", "function", "class", "arrow", "method", "object"]

_HEADERS = frozenset(("if", "while", "for", "with"))
_BODY_HEADERS = _HEADERS | {"switch", "catch"}
_BLOCK_WORDS = frozenset(("else", "do", "try", "finally"))
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
    return _head(brackets, close) in _HEADERS


def block_ends(brackets: Brackets, opener: int) -> bool:
    """Whether the `}` that closes the brace at `opener` ends a statement, so that a new one follows."""
    kind, keyword = _known(brackets, opener) or (_brace(brackets, opener), -1)
    if kind in ("function", "class"):
        return _starts_statement(brackets, keyword)
    return kind != "object"


def _brace(brackets: Brackets, opener: int) -> Brace:
    """What a brace is. Nested braces that hang on each other are walked in a loop: files nest thousands deep."""
    chain: list[int] = []
    while (known := _known(brackets, opener)) is None:
        chain.append(opener)
        opener = brackets.around[opener]
    kind = known[0]
    for inner in reversed(chain):
        kind = _inside(brackets, kind, inner)
    return kind


def _inside(brackets: Brackets, outer: Brace, opener: int) -> Brace:
    """The kind of a brace after `{` or `:` whose surrounding brace is of the kind `outer`."""
    if outer in ("object", "class"):
        return "object"
    before = brackets.before(opener)
    return "statement" if brackets.tokens[before] == "{" or _is_label(brackets, before) else "object"


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
    labelled = not around and _is_label(brackets, brackets.before(opener))
    return ("statement" if labelled else "object"), -1


def _around(brackets: Brackets, opener: int) -> str:
    around = brackets.around[opener]
    return brackets.tokens[around] if around >= 0 else ""


def _after_parenthesis(brackets: Brackets, opener: int, close: int) -> tuple[Brace, int]:
    if _head(brackets, close) in _BODY_HEADERS:
        return "statement", -1
    keyword = _function(brackets, close)
    if keyword >= 0:
        return "function", keyword
    keyword = _class(brackets, opener)
    return ("class", keyword) if keyword >= 0 else ("method", -1)


def _after_word(brackets: Brackets, opener: int, before: int) -> tuple[Brace, int]:
    token = brackets.tokens[before]
    if is_keyword(brackets, before):
        if token in _BLOCK_WORDS:
            return "statement", -1
        if token in ("static", "import", "export"):
            return "method", -1
        if token in _OPERAND_WORDS:
            return "object", -1
    keyword = _class(brackets, opener)
    if keyword >= 0:
        return "class", keyword
    operand = token[0].isalnum() or token[0] in "_$#\\\"'`]" or token[-1] == "`" or token in ("++", "--")
    return ("statement" if operand and brackets.newline_after(before) else "object"), -1


def _head(brackets: Brackets, close: int) -> str:
    """The keyword before the parentheses that end at `close`, or nothing."""
    before = brackets.before(brackets.opener[close])
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
    between = [token for token in brackets.tokens[index:close] if token == "("][:1]
    if not between or brackets.tokens.index("(", index) != brackets.opener[close]:
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
            closes or token[0].isalnum() or token[0] in "_$#.?\\"
        ):
            return -1
        operand = not closes and token not in (".", "?.")
        while index in brackets.opener:
            index = brackets.opener[index]
        index = brackets.before(index)
    return -1


def _is_label(brackets: Brackets, colon: int) -> bool:
    """Whether the `:` among statements ends a label or a `case`, and does not belong to a `?`."""
    open_colons = 1
    index = brackets.before(colon)
    while index >= 0 and open_colons:
        token = brackets.tokens[index]
        if token == ";" or (token in ("case", "default") and is_keyword(brackets, index)) or index in brackets.around:
            return True
        open_colons += (token == ":") - (token == "?")
        while index in brackets.opener:
            index = brackets.opener[index]
        index = brackets.before(index)
    return open_colons > 0


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
        if token in _OPERAND_WORDS:
            return False
    operand = token[0].isalnum() or token[0] in "_$#\\\"'`]" or token[-1] == "`" or token in ("++", "--")
    return operand and brackets.newline_after(before)


def _is_statement_colon(brackets: Brackets, colon: int) -> bool:
    """Whether a statement follows the `:` at `colon`."""
    index = brackets.before(colon)
    while index >= 0 and index not in brackets.around:
        while index in brackets.opener:
            index = brackets.opener[index]
        index = brackets.before(index)
    if index >= 0 and (brackets.tokens[index] != "{" or _brace(brackets, index) in ("object", "class")):
        return False
    return _is_label(brackets, colon)
