"""A style sheet as lines to compare: what a browser would read of it, apart from colours that differ by rounding."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import tinycss2

_PREFIX = re.compile(r"-(?:webkit|moz|ms|o)-|^color-adjust$")
_COLOUR = re.compile(r"(?:#|%23)([0-9a-f]{6}|[0-9a-f]{3})\b|rgb(?:\(|%28)([\d.]+),([\d.]+),([\d.]+)(?:\)|%29)", re.I)

Line = tuple[str, tuple[float, ...]]


def lines(text: str) -> list[Line]:
    """Rules and declarations in order, each with the channels of its colours taken out.

    Comments, white space and all that bears a vendor's prefix are set aside (`color-adjust` is autoprefixer's too).
    """
    return list(_rules(tinycss2.parse_stylesheet(text, skip_comments=True, skip_whitespace=True)))


def is_same(first: Line, second: Line) -> bool:
    """Whether they say the same, each channel of a colour within one of 255: Sass rounds no channel since 1.79."""
    return (
        first[0] == second[0]
        and len(first[1]) == len(second[1])
        and all(abs(one - other) <= 1 for one, other in zip(first[1], second[1], strict=True))
    )


def _rules(nodes: list[Any]) -> Iterator[Line]:
    for node in nodes:
        assert node.type in ("at-rule", "qualified-rule"), node
        head = f"@{node.at_keyword} {_text(node.prelude)}" if node.type == "at-rule" else _text(node.prelude)
        if _PREFIX.search(head):
            continue
        yield head, ()
        if node.type == "at-rule" and node.lower_at_keyword in ("media", "supports", "container", "keyframes"):
            yield from _rules(tinycss2.parse_rule_list(node.content, skip_comments=True, skip_whitespace=True))
        elif node.content is not None:
            yield from _declarations(node.content)
        yield "}", ()


def _declarations(content: list[Any]) -> Iterator[Line]:
    for node in tinycss2.parse_declaration_list(content, skip_comments=True, skip_whitespace=True):
        assert node.type == "declaration", node
        value = _text(node.value)
        if _PREFIX.search(node.name) or _PREFIX.search(value):
            continue
        channels = tuple(channel for found in _COLOUR.finditer(value) for channel in _channels(found))
        yield f"{node.name}:{_COLOUR.sub('COLOUR', value)}{'!' if node.important else ''}", channels


def _channels(found: re.Match[str]) -> list[float]:
    if found[1] is None:
        return [float(found[group]) for group in (2, 3, 4)]
    digits = found[1] if len(found[1]) == 6 else "".join(char * 2 for char in found[1])
    return [int(digits[at : at + 2], 16) for at in (0, 2, 4)]


def _text(tokens: list[Any]) -> str:
    text = tinycss2.serialize([token for token in tokens if token.type != "comment"])
    return re.sub(r"\s*([,>+~:;(){}/])\s*", r"\1", re.sub(r"\s+", " ", text)).strip()
