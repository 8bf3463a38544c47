"""Path counts of all metapaths of a pair, against every simple path that networkx enumerates."""

from __future__ import annotations

from collections import defaultdict
from math import prod
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.metapaths.pair import Pair
from graph.metapaths.table import Table
from graph.projection.facts import EdgeFact, NodeFact
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY, Small, pdp_factors, small_graphs

many = settings(max_examples=100, deadline=None)


def enumerated(small: Small, start: str, end: str, *, count: bool = False) -> dict[Metapath, float]:
    """Σ PDP over the simple paths of every metapath, or their number, one path after another."""
    graph, factors = small.networkx(), pdp_factors(small)
    kinds = {node.uid: node.kind for node in small.nodes}
    found: dict[Metapath, float] = defaultdict(float)
    paths: Any = nx.all_simple_edge_paths(graph, start, end, cutoff=4)
    for path in paths:
        steps = tuple((key[0], VOCABULARY.relation(key[0]).symmetric or key[1] == near) for near, _, key in path)
        metapath = Metapath((kinds[start], *(kinds[far] for _, far, _ in path)), steps)
        found[metapath] += 1 if count else prod(factors[key[0], frozenset((a, b)), key[1]] for a, b, key in path)
    return dict(found)


def counted(small: Small, start: str, end: str, *, length: int = 4, count: bool = False) -> dict[Metapath, float]:
    graph = small.projection()
    table = Table.of(moves_of(graph.view(Level.CORE)), count=count)
    return Pair(table, graph.id_of(start), graph.id_of(end)).counts(length)


@many
@given(small_graphs(edges=24), st.data())
def test_every_metapath_counts_as_enumerated(small: Small, data: st.DataObject) -> None:
    start, end = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    assert counted(small, start, end) == pytest.approx(enumerated(small, start, end), rel=1e-9)


@settings(max_examples=50, deadline=None)
@given(small_graphs(most=6, edges=60), st.data())
def test_dense_graphs_too_and_paths_are_whole_numbers(small: Small, data: st.DataObject) -> None:
    start, end = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    assert counted(small, start, end) == pytest.approx(enumerated(small, start, end), rel=1e-9)
    assert counted(small, start, end, count=True) == enumerated(small, start, end, count=True)


@settings(max_examples=40, deadline=None)
@given(small_graphs(edges=24), st.data())
def test_there_and_back_are_equal(small: Small, data: st.DataObject) -> None:
    start, end = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    there = {path.reversed(VOCABULARY): value for path, value in counted(small, start, end).items()}
    assert counted(small, end, start) == pytest.approx(there, rel=1e-9)


@settings(max_examples=30, deadline=None)
@given(small_graphs(edges=24), st.randoms(), st.data())
def test_other_numbers_change_nothing(small: Small, dice: Any, data: st.DataObject) -> None:
    """The same graph with uids in another order, so that every node has another id."""
    start, end = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    names = [node.uid for node in small.nodes]
    renamed = dict(zip(names, dice.sample([f"{i:03}" for i in range(len(names))], len(names)), strict=True))
    other = Small(
        tuple(NodeFact(renamed[n.uid], n.kind, n.caption) for n in small.nodes),
        tuple(
            EdgeFact(renamed[e.start], e.relation, renamed[e.end], e.confidence, e.year, e.level, e.last)
            for e in small.edges
        ),
    )
    assert counted(other, renamed[start], renamed[end]) == pytest.approx(counted(small, start, end), rel=1e-9)


@settings(max_examples=60, deadline=None)
@given(small_graphs(), st.integers(1, 3), st.data())
def test_a_shorter_bound_leaves_out_what_is_longer(small: Small, length: int, data: st.DataObject) -> None:
    start, end = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    short = {path: value for path, value in enumerated(small, start, end).items() if len(path.steps) <= length}
    assert counted(small, start, end, length=length) == pytest.approx(short, rel=1e-9)


def test_nothing_leads_from_a_node_to_itself() -> None:
    small = Small((NodeFact("p:1", "Patent"), NodeFact("p:2", "Patent")), (EdgeFact("p:1", "CITES", "p:2"),))
    assert counted(small, "p:1", "p:1") == {}
