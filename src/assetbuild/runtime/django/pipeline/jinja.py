"""The tags for Jinja, in place of `pipeline.jinja2.PipelineExtension`."""

from __future__ import annotations

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from .package import rendering

_KINDS = {"stylesheet": "css", "javascript": "js"}


class PipelineExtension(Extension):
    """`{% stylesheet "name" %}` and `{% javascript "name" %}`."""

    tags = {"stylesheet", "javascript"}  # noqa: RUF012 (Jinja's declaration)

    def parse(self, parser: Parser) -> nodes.Node:
        tag = next(parser.stream)
        call = self.call_method("_render", [parser.parse_expression(), nodes.Const(_KINDS[str(tag.value)])])
        return nodes.CallBlock(call, [], [], []).set_lineno(tag.lineno)

    def _render(self, name: str, kind: str, caller: object = None) -> str:
        found = rendering(name, kind, "jinja")
        if found is None:
            return ""
        template, context = found
        return self.environment.get_template(template).render(context)
