"""tinycss2, an independent parser of CSS, as the judge: the tokens of a text, and what a style sheet means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import tinycss2

Token = tuple[str, ...]


def tokens_of(text: str) -> list[Token]:
    """The tokens of CSS Syntax Level 3 §4 in one flat list: kind and value."""
    return list(_flat(tinycss2.parse_component_value_list(text)))


def _flat(nodes: Iterable[Any]) -> Iterable[Token]:
    for node in nodes:
        kind = node.type
        if kind == "function":
            yield "function", node.name
            yield from _flat(node.arguments)
        elif kind.endswith(" block"):
            yield kind[0], ""
            yield from _flat(node.content)
        else:
            yield from _single(node, kind)


def _single(node: Any, kind: str) -> Iterable[Token]:
    if kind == "literal" and node.value in ("<!--", "-->"):
        yield node.value, ""
    elif kind == "literal":  # `||` and the like are one node
        yield from ((character, "") for character in node.value)
    elif kind in ("number", "percentage"):
        yield kind, node.representation
    elif kind == "dimension":
        yield kind, node.representation, node.unit
    elif kind == "unicode-range":
        yield kind, f"{node.start:x}-{node.end:x}"
    elif kind == "error":
        if not node.kind.startswith("eof-"):  # the end of the text closes what is open
            yield kind, node.kind
    else:
        yield kind, node.value


Meaning = tuple[Any, ...]
_NOTHING = frozenset(("whitespace", "comment"))


def meaning_of(text: str) -> list[Meaning]:
    """The rules of a style sheet, each with all that gives it its meaning: equal for two texts that mean the same.

    White space is one space where it may mean something and nothing where no grammar gives it a meaning. `@charset` is
    not a rule. Values of custom properties are kept token by token, white space and comments too.
    """
    nodes = tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)
    return [_rule(node) for node in nodes if getattr(node, "lower_at_keyword", "") != "charset"]


def _rule(node: Any) -> Meaning:
    if any(each.type == "error" and each.kind == "}" for each in getattr(node, "prelude", ())):
        return ("invalid rule",)
    if node.type == "qualified-rule":
        if any(getattr(each, "value", "") == ";" for each in node.prelude):  # no selector has one
            return ("invalid rule",)
        first = [each for each in _flat(node.prelude) if each[0] not in _NOTHING][:2]
        if len(first) == 2 and first[0][:1] == ("ident",) and first[0][1].startswith("--") and first[1][0] == ":":
            return ("custom property with a block",)  # CSS Syntax Level 3 §5.5.3: it is not a rule
        return "rule", _values(node.prelude, "selector"), _block(node.content)
    if node.type == "at-rule":
        kind = "verbatim" if node.lower_at_keyword == "container" else "prelude"
        return "at", node.lower_at_keyword, _values(node.prelude, kind), _block(node.content)
    if node.type == "declaration":
        is_custom = node.name.startswith("--") or node.lower_name == "initial-value"
        value = tinycss2.serialize(node.value).strip(" \t\n\r\f") if is_custom else _values(node.value, "value")
        return "declaration", node.name if is_custom else node.lower_name, value, node.important
    return "error", node.kind


def _block(content: list[Any] | None) -> list[Meaning] | None:
    if content is None:
        return None
    return [_rule(node) for node in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True)]


def _values(nodes: list[Any], kind: str) -> list[Token]:
    tokens: list[Token] = []
    for token in _flat_closed(nodes):
        if token[0] != "comment" and not (token[0] == "whitespace" and tokens and tokens[-1][0] == "whitespace"):
            tokens.append(token)
    found: list[Token] = []
    stack: list[str] = []
    for index, token in enumerate(tokens):
        if token[0] == "whitespace":
            before = tokens[index - 1] if index else None
            after = tokens[index + 1] if index + 1 < len(tokens) else None
            if not _is_idle(before, after, stack, kind):
                found.append(("whitespace", " "))
            continue
        if token[0] in ("function", "(", "[", "{"):
            stack.append(token[0])
        elif token[0] == "close":
            stack.pop()
        found.append(token)
    return found


def _is_idle(before: Token | None, after: Token | None, stack: list[str], kind: str) -> bool:
    if before is None or after is None:
        return True
    if kind == "verbatim":
        return False
    both = {before[0], after[0]}
    if "," in both or after[0] == "close" or before[0] in ("function", "(", "["):
        return True
    if kind == "selector":
        marks = {">", "~"} if stack else {">", "~", "+"}
        other = after if before[0] in marks else before
        if stack[-1:] == ["["]:
            return "=" in both and not both & {"~", "|", "^", "$", "*"} - {before[0]}
        return bool(both & marks) and other[0] in {*". : * & [ close hash ident function unicode-range".split()}
    if kind == "prelude":
        return bool(stack) and stack[-1] == "(" and ":" in both
    return after[0] == "!" or (before[0] == "!" and after[0] == "ident")


def _flat_closed(nodes: Iterable[Any]) -> Iterable[Token]:
    for node in nodes:
        if node.type == "function" or node.type.endswith(" block"):
            yield ("function", node.name) if node.type == "function" else (node.type[0], "")
            yield from _flat_closed(node.arguments if node.type == "function" else node.content)
            yield "close", ""
        else:
            yield from _single(node, node.type)


def urls_of(text: str) -> list[str]:
    """Every URL of a style sheet that a browser may fetch, in order, as written but for escapes and outer space."""
    return [url.strip(" \t\n\r\f") for url in _urls(tinycss2.parse_component_value_list(text))]


def _urls(nodes: Iterable[Any], is_set: bool = False) -> Iterable[str]:
    nodes = [node for node in nodes if node.type not in _NOTHING]
    rule = ""
    for node, before in zip(nodes, [None, *nodes], strict=False):
        if node.type == "at-keyword":
            rule = node.lower_value
        elif node in (";",) or node.type == "{} block":
            rule = ""
        if rule in ("namespace", "document", "-moz-document"):
            continue
        is_import = rule == "import" and before is not None and before.type == "at-keyword"
        if node.type == "url" or (node.type == "string" and (is_import or is_set)):
            yield node.value
        elif node.type == "function":
            yield from _urls_in_function(node)
        elif node.type.endswith(" block"):
            yield from _urls(node.content)


def _urls_in_function(node: Any) -> Iterable[str]:
    if node.lower_name in ("url", "src"):
        first = next((each for each in node.arguments if each.type not in _NOTHING), None)
        if first is not None and first.type == "string":
            yield first.value
    else:
        yield from _urls(node.arguments, node.lower_name in ("image-set", "-webkit-image-set"))
