"""Whether a slash starts a regular expression or divides (ECMA-262 §12, the lexical goals), from the tokens before it.

Only slashes that follow a `)`, a `}` or a word need more than one token of context, and they are rare: what a bracket
stands for is worked out when such a slash is met, never for every bracket.
"""

from __future__ import annotations

from .js_braces import block_ends, head, is_header, is_keyword
from .js_brackets import Brackets

_OPERAND_MAY_FOLLOW = frozenset(
    "await break case continue debugger default delete do else extends in instanceof new return throw typeof void"
    " yield".split()
)
_QUOTES_AND_DIGITS = frozenset("\"'0123456789")


def regex_follows(brackets: Brackets) -> bool:
    """Whether a slash after all tokens so far starts a regular expression."""
    brackets.advance()
    last = brackets.before(len(brackets.tokens))
    if last < 0:
        return True
    token = brackets.tokens[last]
    if token == ")":
        return is_header(brackets, last)
    if token == "}":
        return block_ends(brackets, brackets.opener[last])
    if token in ("++", "--"):
        return not _is_postfix(brackets, last)
    return not _ends_operand(brackets, last)


def _ends_operand(brackets: Brackets, last: int) -> bool:
    token = brackets.tokens[last]
    if is_word(token):
        return not _is_operator(brackets, last)
    if token[0] in _QUOTES_AND_DIGITS or token == "]":
        return True
    if token[0] in "`}":
        return token[-1] == "`" or token == "}"
    return len(token) > 1 and ((token[0] == "/" and token != "/=") or (token[0] == "." and token[1].isdigit()))


def is_word(token: str) -> bool:
    """Whether a token is a name, a private name or a keyword."""
    first = token[0]
    return first.isalpha() or first in "$_\\#" or (first > "\x7f" and not first.isspace())


def _is_operator(brackets: Brackets, last: int) -> bool:
    """Whether the word at `last` is a keyword after which an operand comes."""
    token = brackets.tokens[last]
    if token == "of":
        return _is_of(brackets, last)
    return token in _OPERAND_MAY_FOLLOW and is_keyword(brackets, last)


def _is_of(brackets: Brackets, last: int) -> bool:
    """Whether `of` is the one of a `for` head: there a binding stands before it, where a name never could."""
    if brackets.innermost < 0 or head(brackets, brackets.innermost) != "for":
        return False
    before = brackets.tokens[brackets.before(last)]
    return (before in ("]", "}") or is_word(before)) and before not in ("const", "let", "var")


def _is_postfix(brackets: Brackets, last: int) -> bool:
    before = brackets.before(last)
    if before < 0 or brackets.newline_after(before):
        return False
    if brackets.tokens[before] == ")":
        return not is_header(brackets, before)
    if brackets.tokens[before] == "}":
        return not block_ends(brackets, brackets.opener[before])
    return _ends_operand(brackets, before)
