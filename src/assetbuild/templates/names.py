"""The asset names that stand in a Jinja template, found in its syntax tree."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NoReturn

from jinja2 import Environment, TemplateSyntaxError, nodes
from jinja2.parser import Parser

# How many of its positional arguments are names: None is all.
_FUNCTIONS = {"asset_url": 1, "asset_inline": 1, "asset_tags": None, "asset_preload": None, "asset_importmap": None}
_FILTER = "asset_url"
_EXTENSIONS = ("jinja2.ext.do", "jinja2.ext.loopcontrols", "jinja2.ext.i18n", "jinja2.ext.debug")
_INNER_TAGS = frozenset(("elif", "else", "pluralize"))


@dataclass(frozen=True, slots=True)
class Found:
    """A constant name and the line of it, or a tag that Jinja does not have and its first line."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class TemplateNames:
    """What a template says: asset names in the order of their lines, and the tags of extensions."""

    names: tuple[Found, ...]
    foreign_tags: tuple[Found, ...]


def find_names(source: str, file: str) -> TemplateNames:
    """The constant asset names in a template. Tags of extensions that we do not know are passed over.

    Raises jinja2.TemplateSyntaxError.
    """
    parser = _TolerantParser(Environment(extensions=_EXTENSIONS), source, file, file)
    try:
        tree = parser.parse()
    except RecursionError:
        raise TemplateSyntaxError("it is nested too deeply", 1, file, file) from None
    names = sorted(_names(tree), key=lambda found: found.line)
    return TemplateNames(tuple(names), tuple(Found(tag, line) for tag, line in parser.foreign.items()))


class _ForeignTag(Exception):
    """The tag at hand is not Jinja's."""


class _TolerantParser(Parser):
    """Jinja's parser, which passes over tags that it does not know and reads on in what they enclose."""

    def __init__(self, environment: Environment, source: str, name: str, file: str) -> None:
        super().__init__(environment, source, name, file)
        self.foreign: dict[str, int] = {}

    def fail_unknown_tag(self, name: str, lineno: int | None = None) -> NoReturn:
        # Jinja's own `endif` or `else` in a wrong place is a fault, unless it may belong to a tag that we do not know.
        if not self.foreign and (name.startswith("end") or name in _INNER_TAGS):
            super().fail_unknown_tag(name, lineno)
        raise _ForeignTag

    def parse_statement(self) -> nodes.Node | list[nodes.Node]:
        token = self.stream.current
        try:
            return super().parse_statement()
        except _ForeignTag:
            self.foreign.setdefault(str(token.value), token.lineno)
            while self.stream.current.type not in ("block_end", "eof"):
                next(self.stream)
            return []


def _names(tree: nodes.Template) -> Iterator[Found]:
    for call in tree.find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name in _FUNCTIONS:
            count = _FUNCTIONS[call.node.name]
            named = [keyword.value for keyword in call.kwargs if keyword.key == "name"]
            for argument in (*call.args[:count], *named, *([call.dyn_args] if call.dyn_args else ())):
                yield from _constants(argument)
    for use in tree.find_all(nodes.Filter):
        if use.node is not None and (use.name == _FILTER or _maps_urls(use)):
            yield from _constants(use.node)


def _maps_urls(use: nodes.Filter) -> bool:
    first = use.args[0] if use.name == "map" and use.args else None
    return isinstance(first, nodes.Const) and first.value == _FILTER


def _constants(node: nodes.Expr) -> Iterator[Found]:
    """The strings that an expression may give, as far as they are constants."""
    for part in _alternatives(node):
        if part is not node:
            yield from _constants(part)
            continue
        try:
            value = node.as_const()
        except nodes.Impossible:
            return
        if isinstance(value, str):
            yield Found(str(value), node.lineno)


def _alternatives(node: nodes.Expr) -> list[nodes.Expr]:
    """What the value of an expression may be, or be made of; the expression itself where that cannot be told."""
    if isinstance(node, nodes.CondExpr):
        return [node.expr1, *([node.expr2] if node.expr2 else ())]
    if isinstance(node, nodes.Or):
        return [node.left, node.right]
    if isinstance(node, nodes.And):
        return [node.right]
    if isinstance(node, nodes.List | nodes.Tuple):
        return node.items
    if isinstance(node, nodes.Filter) and node.name in ("d", "default") and node.node is not None:
        return [node.node, *node.args[:1]]
    return [node]
