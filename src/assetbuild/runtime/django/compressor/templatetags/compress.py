"""`{% compress css %}…{% endcompress %}`, with a mode and a name behind the kind."""

from __future__ import annotations

from typing import Any

from django.template import Library, Node, NodeList, TemplateSyntaxError
from django.template.base import Parser, Token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from ...manifest import plain_names
from ..block import KINDS, MODES, compressed

register = Library()


class CompressNode(Node):
    """A block; `name` is None where it has none."""

    def __init__(self, nodelist: NodeList, kind: str, mode: str, name: str | None) -> None:
        self.nodelist, self.kind, self.mode, self.name = nodelist, kind, mode, name

    def render(self, context: Any) -> SafeString:
        with plain_names():
            text = self.nodelist.render(context)
        known = {**context.flatten(), "name": self.name}
        return mark_safe(compressed(text, self.kind, self.mode, self.name, known, render_to_string))


@register.tag
def compress(parser: Parser, token: Token) -> CompressNode:
    """The block that the tag begins."""
    nodelist = parser.parse(("endcompress",))
    parser.delete_first_token()
    tag, *words = token.split_contents()
    if not 1 <= len(words) <= 3:
        raise TemplateSyntaxError(f"{tag!r} takes a kind, a mode and a name")
    kind, mode = words[0], words[1] if words[1:] else "file"
    if kind not in KINDS:
        raise TemplateSyntaxError(f"the kind of {tag!r} is one of {', '.join(KINDS)}, not {kind!r}")
    if mode not in MODES:
        raise TemplateSyntaxError(f"the mode of {tag!r} is one of {', '.join(MODES)}, not {mode!r}")
    return CompressNode(nodelist, kind, mode, words[2] if words[2:] else None)
