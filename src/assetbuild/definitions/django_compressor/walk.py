"""The `{% compress %}` blocks of a template, with what it extends. This runs in the process of the project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import copy
from typing import Any

from django.template import Node, NodeList, Template
from django.template.base import VariableNode
from django.template.defaulttags import IfNode
from django.template.loader_tags import BlockNode, ExtendsNode

from ...runtime.django.compressor.templatetags.compress import CompressNode

# The blocks of a name, those of the template first that extends all others.
_Chains = dict[str, list[Any]]


def blocks_of(template: Template, context: Any) -> Iterator[CompressNode]:
    """The blocks, in the order in which they stand; of an `if` those in all branches. `context` is one of its own: it
    finds what the template extends. What is included is a template by itself."""
    yield from _blocks(_whole(template, context))


def _blocks(nodes: Iterable[Node]) -> Iterator[CompressNode]:
    for node in nodes:
        if isinstance(node, CompressNode):
            yield node
        else:
            for attribute in node.child_nodelists:
                yield from _blocks(getattr(node, attribute, None) or ())


def _whole(template: Template, context: Any) -> NodeList:
    """The nodes of the template that is extended in the end, with the blocks that take the places of its own."""
    context.template = template
    chains: _Chains = {}
    nodes = template.nodelist
    while (extends := _extends(nodes)) is not None:
        for name, block in extends.blocks.items():
            chains.setdefault(name, []).append(block)
        nodes = extends.get_parent(context).nodelist
    if not chains:
        return nodes
    for block in nodes.get_nodes_by_type(BlockNode):
        chains.setdefault(block.name, []).append(block)
    return NodeList(_filled(nodes, chains, None))


def _extends(nodes: NodeList) -> Any:
    """What begins a template that extends another; nothing but text may stand before it."""
    return next((node for node in nodes if isinstance(node, ExtendsNode)), None)


def _filled(nodes: Iterable[Node], chains: _Chains, within: tuple[str, int] | None) -> Iterator[Node]:
    """The nodes without blocks, and without `block.super`: `within` is the block they are in, and its place in the
    chain."""
    for node in nodes:
        if isinstance(node, BlockNode):
            yield from _filled(chains[node.name][0].nodelist, chains, (node.name, 0))
        elif isinstance(node, VariableNode) and node.filter_expression.token.strip() == "block.super":
            if within and within[1] + 1 < len(chains[within[0]]):
                name, place = within[0], within[1] + 1
                yield from _filled(chains[name][place].nodelist, chains, (name, place))
        else:
            yield _with_children(node, chains, within)


def _with_children(node: Any, chains: _Chains, within: tuple[str, int] | None) -> Node:
    def filled(nodes: Iterable[Node]) -> NodeList:
        return NodeList(_filled(nodes, chains, within))

    made = copy(node)
    if isinstance(node, IfNode):
        made.conditions_nodelists = [(condition, filled(nodes)) for condition, nodes in node.conditions_nodelists]
        return made
    for attribute in node.child_nodelists:
        if nodes := getattr(node, attribute, None):
            setattr(made, attribute, filled(nodes))
    return made
