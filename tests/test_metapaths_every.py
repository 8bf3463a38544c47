"""Path counts of every metapath of up to four edges, of rows and of pairs, against every simple path of 500 graphs."""

from __future__ import annotations

from collections import defaultdict
from itertools import permutations
from typing import Any

import networkx as nx
import pytest

from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.metapaths.pair import Pair
from graph.metapaths.rows import row
from graph.metapaths.table import Table
from graph.projection.projection import Projection
from graph.vocabulary import ENTITY, Level
from tests.enumerated import Rows, enumerated, pairs_of
from tests.random_graphs import random_graph, renumbered
from tests.small_graphs import VOCABULARY, Small

GRAPHS, PARTS = 500, 10
ABOVE = {"Institution": "Organization", "Patent": ENTITY}
Ends = dict[str, float]


def table_of(graph: Projection, *, count: bool = False) -> Table:
    return Table.of(moves_of(graph.view(Level.CORE)), count=count)


def ends(table: Table, metapath: Metapath, start: int) -> Ends:
    found, uids = row(table, metapath, start), table.moves.view.projection.uids
    return {uids[node]: value for node, value in zip(found.nodes.tolist(), found.values.tolist(), strict=True)}


def check_rows(small: Small, rows: Rows) -> None:
    """Every metapath that any node starts, from every node of its first kind, those without a path among them."""
    graph = small.projection()
    table, starts = table_of(graph), defaultdict[str, list[str]](list)
    for node in small.nodes:
        for kind in {node.kind, ABOVE.get(node.kind, node.kind)}:
            starts[kind].append(node.uid)
    for metapath in {metapath for _, metapath in rows}:
        for start in starts[metapath.kinds[0]]:
            known = rows.get((start, metapath), {})
            assert ends(table, metapath, graph.id_of(start)) == pytest.approx(known, rel=1e-9), (start, metapath)


def check_pairs(small: Small, rows: Rows, *, count: bool = False) -> None:
    """All metapaths at once, of every two nodes, both ways: the same with the metapath reversed."""
    graph, known = small.projection(), pairs_of(rows)
    table = table_of(graph, count=count)
    for one, other in permutations([node.uid for node in small.nodes][::2], 2):
        there = Pair(table, graph.id_of(one), graph.id_of(other)).counts()
        assert there == pytest.approx(known.get((one, other), {}), rel=1e-9), (one, other)


@pytest.mark.parametrize("part", range(PARTS))
def test_rows_and_pairs_of_500_graphs(part: int) -> None:
    for seed in range(part, GRAPHS, PARTS):
        small = random_graph(seed)
        rows = enumerated(small)
        check_pairs(small, rows)
        check_rows(small, rows if seed % 5 else enumerated(small, wide=ABOVE))


def test_counts_are_whole_numbers() -> None:
    for seed in range(60):
        small = random_graph(seed)
        check_pairs(small, enumerated(small, count=True), count=True)


def test_the_other_way_round_and_with_other_numbers_nothing_changes() -> None:
    for seed in range(100):
        small = random_graph(seed)
        other, renamed = renumbered(small, seed)
        graphs = small.projection(), other.projection()
        tables = [table_of(graph) for graph in graphs]
        for one, last in list(permutations([node.uid for node in small.nodes], 2))[seed % 3 :: 7]:
            there = Pair(tables[0], graphs[0].id_of(one), graphs[0].id_of(last)).counts()
            back = Pair(tables[0], graphs[0].id_of(last), graphs[0].id_of(one)).counts()
            assert {way.reversed(VOCABULARY): value for way, value in back.items()} == pytest.approx(there, rel=1e-9)
            again = Pair(tables[1], graphs[1].id_of(renamed[one]), graphs[1].id_of(renamed[last])).counts()
            assert again == pytest.approx(there, rel=1e-9)


def test_the_oracle_finds_what_networkx_finds() -> None:
    for seed in range(25):
        small = random_graph(seed)
        graph, found = small.networkx(), pairs_of(enumerated(small, count=True))
        for one, other in permutations([node.uid for node in small.nodes], 2):
            paths: Any = nx.all_simple_edge_paths(graph, one, other, cutoff=4)
            assert sum(found.get((one, other), {}).values()) == sum(1 for _ in paths)


def test_the_graphs_have_what_trips_counting() -> None:
    graphs = [random_graph(seed) for seed in range(GRAPHS)]
    loops = [small for small in graphs if any(edge.start == edge.end for edge in small.edges)]
    doubles = [small for small in graphs if len({edge[:3] for edge in small.edges}) < len(small.edges)]
    empty = [small for small in graphs if len({node.kind for node in small.nodes}) < 4]
    turned = [s for s in graphs if {e[:3] for e in s.edges} & {(e.end, e.relation, e.start) for e in s.edges}]
    assert min(map(len, (loops, doubles, empty, turned))) > 50
    lengths = {len(way.steps) for small in graphs[:50] for _, way in enumerated(small)}
    assert lengths == {1, 2, 3, 4}
