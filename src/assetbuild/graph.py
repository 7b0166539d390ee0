"""Strongly connected components in topological order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


def components(  # noqa: C901 (one loop of a well-known algorithm reads better whole)
    nodes: Iterable[str], edges: Callable[[str], Iterable[str]]
) -> list[tuple[str, ...]]:
    """The strongly connected components of the graph, each sorted, those that others lead to first.

    Tarjan's algorithm ("Depth-first search and linear graph algorithms", 1972) with a stack of its own, since a chain
    of imports may be deeper than Python's. The result depends on the sorted nodes and edges alone.
    """
    index: dict[str, int] = {}
    low: dict[str, int] = {}
    open_nodes: list[str] = []
    is_open: set[str] = set()
    found: list[tuple[str, ...]] = []

    def enter(node: str) -> tuple[str, Iterator[str]]:
        index[node] = low[node] = len(index)
        open_nodes.append(node)
        is_open.add(node)
        return node, iter(sorted(set(edges(node))))

    def close(root: str) -> None:
        members: list[str] = []
        while not members or members[-1] != root:
            members.append(open_nodes.pop())
        is_open.difference_update(members)
        found.append(tuple(sorted(members)))

    for start in sorted(set(nodes)):
        path = [] if start in index else [enter(start)]
        while path:
            node, targets = path[-1]
            for target in targets:
                if target not in index:
                    path.append(enter(target))
                    break
                if target in is_open:
                    low[node] = min(low[node], index[target])
            else:
                path.pop()
                if path:
                    parent = path[-1][0]
                    low[parent] = min(low[parent], low[node])
                if low[node] == index[node]:
                    close(node)
    return found
