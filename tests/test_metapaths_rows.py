"""Path counts of one metapath from one node to all, against every simple path that networkx enumerates."""

from __future__ import annotations

from collections import defaultdict
from itertools import product
from math import prod
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings

from graph.errors import NotFoundError
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.metapaths.pair import Pair
from graph.metapaths.rows import row
from graph.metapaths.table import Table
from graph.vocabulary import ENTITY, Level
from tests.bundles import many_graphs
from tests.small_graphs import VOCABULARY, Small, pdp_factors, small_graphs

KINDS = {"Institution": ("Institution", "Organization"), "Patent": ("Patent", ENTITY)}
Rows = dict[tuple[str, Metapath], dict[str, float]]  # by start and metapath: the count to every end


def enumerated(small: Small, hops: int) -> Rows:
    """Σ PDP of all simple paths of at most ``hops`` edges, each under its own kinds and under those above them."""
    graph, factors = small.networkx(), pdp_factors(small)
    kinds = {node.uid: node.kind for node in small.nodes}
    rows: Rows = defaultdict(lambda: defaultdict(float))
    for start in kinds:
        paths: Any = nx.all_simple_edge_paths(graph, start, [uid for uid in kinds if uid != start], cutoff=hops)
        for path in paths:
            steps = tuple((key[0], VOCABULARY.relation(key[0]).symmetric or key[1] == near) for near, _, key in path)
            weight = prod(factors[key[0], frozenset((a, b)), key[1]] for a, b, key in path)
            own = tuple(kinds[node] for node in (start, *(far for _, far, _ in path)))
            wide = tuple(KINDS.get(kind, (kind,))[-1] for kind in own)
            for types in {own, wide}:
                rows[start, Metapath(types, steps)][path[-1][1]] += weight
    return rows


@settings(max_examples=30, deadline=None)
@given(small_graphs(edges=24))
def test_every_metapath_there_is_from_every_node(small: Small) -> None:
    graph = small.projection()
    table = Table.of(moves_of(graph.view(Level.CORE)))
    known = enumerated(small, 4)
    for start, (_, metapath) in product([node.uid for node in small.nodes], known):
        found = row(table, metapath, graph.id_of(start))
        named = {graph.uids[int(node)]: value for node, value in zip(found.nodes, found.values, strict=True)}
        assert named == pytest.approx(known.get((start, metapath), {}), rel=1e-9), metapath


@settings(max_examples=15, deadline=None)
@given(small_graphs(most=6, edges=60))
def test_dense_graphs_too(small: Small) -> None:
    graph = small.projection()
    table = Table.of(moves_of(graph.view(Level.CORE)))
    for (start, metapath), known in enumerated(small, 4).items():
        found = row(table, metapath, graph.id_of(start))
        named = {graph.uids[int(node)]: value for node, value in zip(found.nodes, found.values, strict=True)}
        assert named == pytest.approx(known, rel=1e-9), metapath


def test_too_long_unknown_and_elsewhere() -> None:
    small = Small((), ())
    table = Table.of(moves_of(small.projection().view(Level.CORE)))
    cites = ("CITES", True)
    with pytest.raises(ValueError, match="5 edges"):
        row(table, Metapath(("Patent",) * 6, (cites,) * 5), 0)
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        row(table, Metapath(("Patent", "Nothing"), (cites,)), 0)


def test_a_sum_that_is_nothing_in_between_is_not_forgotten() -> None:
    """A researcher is left by one path alone; what returns over a middle node was all there was before."""
    graph = many_graphs(5, seed=5).projection()
    table = Table.of(moves_of(graph.view(Level.REGISTERED)))
    way = Metapath.parse("Patent<CITES<Patent<INVENTED<Researcher>INVENTED>Patent<INVENTED<Researcher", VOCABULARY)
    for start in range(*graph.range("Patent")):
        pairs = {end: Pair(table, start, end).counts().get(way, 0.0) for end in range(*graph.range("Researcher"))}
        nodes, values = row(table, way, start)
        expected = {end: count for end, count in pairs.items() if count}
        assert dict(zip(nodes.tolist(), values.tolist(), strict=True)) == pytest.approx(expected)
