"""White space and comments out of CSS tokens, wherever the grammar gives them no meaning.

What a space means depends on what it stands in: `a :hover` before `{` is a descendant, `color :red` before `;` is not.
So the tokens are taken a statement at a time, up to the `{`, `;` or `}` that says which it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..references.css_tokens import SPACE, closer_of, is_comment, is_space, name_of, unescape

# Beside one of these, tokens stay apart without the comment that stood between them.
_PARTS_AFTER = frozenset(";{},:()[] ")
_PARTS_BEFORE = _PARTS_AFTER - {"("}
_COMBINATORS = frozenset(">~+")
# What may touch a combinator: with a number `+` would be its sign, with `=` another operator.
_OPERAND = re.compile(r"\.(?!\d)|[^\x00-\"$%'(+-9;-@^`{-\x7f]|-[^\x00-,./-@\[\]^`{-\x7f](?!>)")
# A space that follows would be part of it.
_OPEN_ESCAPE = re.compile(r"\\[0-9a-fA-F]{1,6}\Z")
_PLAIN_PRELUDES = frozenset(("media", "supports", "import", "layer", "scope", "page", "namespace"))


class _Statement(NamedTuple):
    """Tokens up to `end`: `{`, `;`, `}`, or nothing at the end of the sheet. `custom` is where the colon of a custom
    property stands, else -1; `depth` is the number of blocks around it."""

    tokens: list[str]
    end: str
    depth: int
    custom: int


def without_white_space(tokens: Sequence[str], at_start: bool = True) -> str:
    """The style sheet, or statements of one, with the least white space; comments that start with `/*!` stay.

    Blocks must be closed. `at_start` says whether these are the first statements of the sheet.
    """
    parts: list[str] = []
    after_declaration = False
    for index, statement in enumerate(_statements(tokens)):
        is_first = at_start and not index
        if _is_charset(statement) and not (is_first and statement.tokens[0] == "@charset"):
            parts.append(_licences(statement.tokens))
            continue
        kept = _kept(statement)
        if not kept and statement.end == "}" and parts[-1:] == [";"]:
            parts.pop()
        if not kept and statement.end == ";" and after_declaration:
            continue
        parts += (kept, statement.end)
        after_declaration = statement.end == ";" and statement.depth > 0 and kept[:1] not in ("", "@")
    return "".join(parts)


def _statements(tokens: Sequence[str]) -> Iterator[_Statement]:
    statement: list[str] = []
    closers: list[str] = []
    depth = 0
    custom = -1
    for token in tokens:
        if not closers and token in ("{", ";", "}") and (token != "{" or custom < 0):
            yield _Statement(statement, token, depth, custom)
            depth += (token == "{") - (token == "}")
            statement, custom = [], -1
            continue
        if token in ("<!--", "-->") and not closers and not depth and not _words(statement):
            yield _Statement([*statement, token], "", depth, custom)
            statement = []
            continue
        if token == ":" and not closers and custom < 0 and depth and _is_custom(statement):
            custom = len(statement)
        if closer := closer_of(token):
            closers.append(closer)
        elif closers and token == closers[-1]:
            closers.pop()
        statement.append(token)
    yield _Statement(statement, "", depth, custom)


def _is_custom(before_colon: list[str]) -> bool:
    """Whether it is a property whose value is tokens of any kind: `initial-value` is one of a custom property too."""
    names = [token for token in before_colon if not is_space(token) and not is_comment(token)]
    if len(names) != 1:
        return False
    name = unescape(names[0])
    return name.startswith("--") or name.lower() == "initial-value"


def _is_charset(statement: _Statement) -> bool:
    """Whether it is an `@charset` without effect, which it must not get by standing first (CSS Syntax Level 3 §3.2)."""
    if statement.depth or statement.end != ";":
        return False
    word = next((token for token in statement.tokens if not is_space(token) and not is_comment(token)), "")
    return word.startswith("@") and name_of(word) == "charset"


def _kept(statement: _Statement) -> str:
    """What stays of a statement without its end."""
    tokens = statement.tokens
    if statement.custom >= 0:
        return _custom(tokens[: statement.custom], tokens[statement.custom + 1 :])
    licences = _licences(tokens)
    words = _words(tokens)
    if not words:
        return licences
    if words[0][0] != "@" or len(words[0]) == 1:
        return licences + (_prelude(words) if statement.end in ("{", "") else _declaration(words))
    name = name_of(words[0])
    if name in _PLAIN_PRELUDES or name.endswith("keyframes"):
        return licences + _at_rule(words, has_features=name not in ("scope", "page"))
    return "".join(tokens).strip(SPACE)


def _licences(tokens: Sequence[str]) -> str:
    return "".join(token for token in tokens if token.startswith("/*!"))


def _custom(name: list[str], value: list[str]) -> str:
    """A custom property: its value is kept token by token, since scripts may read it."""
    words = "".join(token for token in name if not is_space(token) and not is_comment(token))
    return f"{_licences(name)}{words}:{''.join(value).strip(SPACE) or ' '}"


def _words(tokens: Sequence[str]) -> list[str]:
    """Without comments, white space as one space each, none at the ends. A comment that alone parts two tokens stays
    as an empty one."""
    found: list[str] = []
    is_parted = False
    for token in tokens:
        if is_comment(token):
            is_parted = True
        elif is_space(token):
            if found and found[-1] != " ":
                found += ("/**/", " ") if is_parted and _OPEN_ESCAPE.search(found[-1]) else (" ",)
            is_parted = False
        else:
            if is_parted and found and not _stay_apart(found[-1], token):
                found.append("/**/")
            is_parted = False
            found.append(token)
    if found and found[-1] == " ":
        found.pop()
    return found


def _stay_apart(before: str, after: str) -> bool:
    return before in _PARTS_AFTER or after in _PARTS_BEFORE or bool(closer_of(before))


def _at_rule(words: list[str], has_features: bool) -> str:
    """The rule's name and prelude. In the brackets of a feature, but not of a selector, a colon needs no space."""
    stack: list[str] = []
    parts: list[str] = []
    for index, word in enumerate(words):
        is_feature = has_features and stack[-1:] == ["("]
        if word == " " and (_is_idle(words, index) or (is_feature and words[index - 1] == ":")):
            continue
        _nest(stack, word)
        parts.append(word)
    return "".join(parts)


def _prelude(words: list[str]) -> str:
    stack: list[str] = []
    parts: list[str] = []
    for index, word in enumerate(words):
        if word == " " and (_is_idle(words, index) or _is_by_combinator(words, index, not stack)):
            continue
        _nest(stack, word)
        parts.append(word)
    return "".join(parts)


def _declaration(words: list[str]) -> str:
    colon = _colon(words)
    parts = []
    for index, word in enumerate(words):
        if word == " " and (
            (colon > 0 and abs(index - colon) == 1) or _is_idle(words, index) or _is_by_bang(words, index)
        ):
            continue
        parts.append(word)
    return "".join(parts)


def _colon(words: list[str]) -> int:
    for index, word in enumerate(words):
        if word == ":":
            return index
        if closer_of(word):
            break
    return -1


def _is_idle(words: list[str], index: int) -> bool:
    """Whether the space at `index` stands beside a comma or inside of a bracket's edge."""
    before, after = words[index - 1], words[index + 1]
    return before == "," or after in (",", ")", "]") or bool(closer_of(before))


def _is_by_bang(words: list[str], index: int) -> bool:
    """Whether the space at `index` stands by the `!` of `!important`."""
    return words[index + 1] == "!" or (words[index - 1] == "!" and words[index + 1].lower() == "important")


def _is_by_combinator(words: list[str], index: int, is_outermost: bool) -> bool:
    """Whether the space at `index` stands by a combinator; a `+` in brackets may be that of `:nth-child(2n + 1)`."""
    before, after = words[index - 1], words[index + 1]
    combinator, other = (before, after) if before in _COMBINATORS else (after, before)
    if combinator == "+" and (not is_outermost or "u" in (before.lower(), words[max(0, index - 2)].lower())):
        return False  # to older browsers `u+a` is a range of code points
    return combinator in _COMBINATORS and bool(_OPERAND.match(other))


def _nest(stack: list[str], word: str) -> None:
    if closer_of(word):
        stack.append(word)
    elif stack and word == closer_of(stack[-1]):
        stack.pop()
