"""Components of a graph: a partition into circles, in an order in which links come first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assetbuild.graph import components

Graph = dict[str, list[str]]

NAMES = [f"n{number}" for number in range(9)]
GRAPHS = st.dictionaries(st.sampled_from(NAMES), st.lists(st.sampled_from(NAMES), max_size=4))


def reachable(graph: Graph, start: str) -> set[str]:
    seen: set[str] = set()
    pending = [start]
    while pending:
        for target in graph.get(pending.pop(), []):
            if target not in seen:
                seen.add(target)
                pending.append(target)
    return seen


def whole(graph: Graph) -> Graph:
    return {name: [] for targets in graph.values() for name in targets} | graph


@pytest.mark.parametrize(
    ("graph", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"a": []}, [("a",)], id="alone"),
        pytest.param({"a": ["a"]}, [("a",)], id="names itself"),
        pytest.param({"a": ["b"], "b": []}, [("b",), ("a",)], id="leaf first"),
        pytest.param({"a": ["b"], "b": ["a"]}, [("a", "b")], id="circle"),
        pytest.param(
            {"page": ["b"], "a": ["b"], "b": ["a", "leaf"], "leaf": []},
            [("leaf",), ("a", "b"), ("page",)],
            id="circle between a leaf and what leads to it",
        ),
        pytest.param(
            {"a": ["b", "c"], "b": ["d"], "c": ["d"], "d": []}, [("d",), ("b",), ("c",), ("a",)], id="diamond"
        ),
    ],
)
def test_components_of(graph: Graph, expected: list[tuple[str, ...]]) -> None:
    assert components(graph, graph.__getitem__) == expected


def test_chain_deeper_than_the_stack_of_python() -> None:
    size = 50_000
    names = [f"{number:06}" for number in range(size)]
    found = components(names, lambda name: names[int(name) + 1 : int(name) + 2])
    assert found == [(name,) for name in reversed(names)]


@given(GRAPHS)
def test_two_nodes_share_a_component_just_where_each_leads_to_the_other(graph: Graph) -> None:
    graph = whole(graph)
    found = components(graph, graph.__getitem__)
    assert sorted(node for component in found for node in component) == sorted(graph)
    of = {node: component for component in found for node in component}
    for one in graph:
        for other in graph:
            mutual = one == other or (other in reachable(graph, one) and one in reachable(graph, other))
            assert (of[one] == of[other]) == mutual


@given(GRAPHS)
def test_what_a_component_leads_to_comes_before_it(graph: Graph) -> None:
    graph = whole(graph)
    place = {node: at for at, component in enumerate(components(graph, graph.__getitem__)) for node in component}
    for node, targets in graph.items():
        assert all(place[target] <= place[node] for target in targets)


@given(GRAPHS, st.randoms(use_true_random=False))
def test_order_of_nodes_and_edges_changes_nothing(graph: Graph, random: st.DataObject) -> None:
    graph = whole(graph)
    shuffled = list(graph)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert components(shuffled, lambda name: reversed(graph[name])) == components(graph, graph.__getitem__)
