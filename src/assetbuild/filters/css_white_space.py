"""White space and comments out of CSS tokens, wherever the grammar gives them no meaning.

What a space means depends on what it stands in: `a :hover` before `{` is a descendant, `color :red` before `;` is not.
So the tokens are taken a segment at a time, up to the `{`, `;` or `}` that says which it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..references.css_tokens import is_comment, is_space, name_of

_OPENERS = {"(": ")", "[": "]", "{": "}"}
_NEEDS_NO_COMMENT = frozenset(";{},:()[] ")
_COMBINATORS = frozenset(">~+")


def without_white_space(tokens: Sequence[str]) -> str:
    """The style sheet with the least white space; comments that start with `/*!` stay."""
    parts: list[str] = []
    for segment, end in _segments(tokens):
        kept = _segment(segment, end)
        if end == "}" and not kept and parts and parts[-1] == ";":
            parts.pop()
        if end == ";" and not kept:
            continue
        parts += [kept, end] if kept else [end]
    return "".join(parts)


def _segments(tokens: Sequence[str]) -> Iterator[tuple[list[str], str]]:
    """Yields the tokens up to each `{`, `;` or `}` outside of brackets, and that; the last one ends with nothing."""
    segment: list[str] = []
    closers: list[str] = []
    custom = False
    for token in tokens:
        if not closers and token in ("{", ";", "}") and not (token == "{" and custom):
            yield segment, token
            segment, custom = [], False
            continue
        if token == ":" and not closers and not custom:
            custom = _is_custom(segment)
        if token in _OPENERS or (token[-1] == "(" and len(token) > 1):
            closers.append(_OPENERS.get(token, ")"))
        elif closers and token == closers[-1]:
            closers.pop()
        segment.append(token)
    yield segment, ""


def _is_custom(segment: list[str]) -> bool:
    names = [token for token in segment if not is_space(token) and not is_comment(token)]
    return len(names) == 1 and names[0].startswith("--")


def _segment(segment: list[str], end: str) -> str:
    lead = [token for token in segment if token.startswith("/*!")]
    colon = segment.index(":") if ":" in segment else -1
    if colon > 0 and end != "{" and _is_custom(segment[:colon]):
        return "".join(lead_of(segment[:colon])) + _custom(segment, colon)
    tokens = _collapse(token for token in segment if not token.startswith("/*!"))
    if not tokens:
        return "".join(lead)
    if tokens[0].startswith("@"):
        return "".join(lead) + _at_rule(tokens)
    return "".join(lead) + (_prelude(tokens) if end == "{" else _declaration(tokens))


def lead_of(segment: list[str]) -> list[str]:
    """The comments to keep in a segment."""
    return [token for token in segment if token.startswith("/*!")]


def _custom(segment: list[str], colon: int) -> str:
    """A custom property: its value is kept token by token, since scripts may read it."""
    name = next(token for token in segment if token.startswith("--"))
    value = "".join(segment[colon + 1 :]).strip(" \t\n\r\f")
    return f"{name}:{value or ' '}"


def _collapse(tokens: Iterator[str]) -> list[str]:
    """Without comments, white space as one space each, none at the ends. A comment that alone parts two tokens stays
    as an empty one."""
    found: list[str] = []
    parted = False
    for token in tokens:
        if is_comment(token):
            parted = True
        elif is_space(token):
            if found and found[-1] != " ":
                found.append(" ")
            parted = False
        else:
            if (
                parted
                and found
                and found[-1] not in _NEEDS_NO_COMMENT
                and token not in _NEEDS_NO_COMMENT
                and found[-1][-1] != "("
            ):
                found.append("/**/")
            parted = False
            found.append(token)
    if found and found[-1] == " ":
        found.pop()
    return found


def _at_rule(tokens: list[str]) -> str:
    colons = name_of(tokens[0]) != "scope"
    stack: list[str] = []
    parts: list[str] = []
    for index, token in enumerate(tokens):
        if token == " " and _is_idle(tokens, index):
            continue
        plain = bool(stack) and stack[-1] == "("
        if token == " " and colons and plain and tokens[index - 1] == ":":
            continue
        _nest(stack, token)
        parts.append(token)
    return "".join(parts)


def _prelude(tokens: list[str]) -> str:
    stack: list[str] = []
    parts: list[str] = []
    for index, token in enumerate(tokens):
        if token == " " and (_is_idle(tokens, index) or (not stack and _is_by_combinator(tokens, index))):
            continue
        _nest(stack, token)
        parts.append(token)
    return "".join(parts)


def _declaration(tokens: list[str]) -> str:
    colon = tokens.index(":") if ":" in tokens else -1
    parts = []
    for index, token in enumerate(tokens):
        if token == " " and (
            (abs(index - colon) == 1 and colon > 0) or _is_idle(tokens, index) or tokens[index + 1] == "!"
        ):
            continue
        parts.append(token)
    return "".join(parts)


def _is_idle(tokens: list[str], index: int) -> bool:
    """Whether the space at `index` stands beside a comma or inside of a bracket's edge."""
    before, after = tokens[index - 1], tokens[index + 1]
    return before in (",", "[") or before[-1] == "(" or after in (",", ")", "]")


def _is_by_combinator(tokens: list[str], index: int) -> bool:
    return tokens[index - 1] in _COMBINATORS or tokens[index + 1] in _COMBINATORS


def _nest(stack: list[str], token: str) -> None:
    if token in _OPENERS or token[-1] == "(":
        stack.append(token)
    elif token in (")", "]", "}") and stack:
        stack.pop()
