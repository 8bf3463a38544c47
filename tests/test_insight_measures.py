"""Centrality, cores, communities and hubs are what networkx and enumeration say, on graphs with hidden edges too."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import combinations

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from graph.insight import between
from graph.insight.between import betweenness
from graph.insight.compact import cores
from graph.insight.hubs import SMALLEST, hubs
from graph.insight.net import Net
from graph.insight.pagerank import pagerank
from graph.insight.partition import NONE, modularity, partition
from graph.links.footing import Footing
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY, Small, pdp_factors, small_graphs


def net_of(graph: nx.Graph[int]) -> Net:
    """A net of the graph's nodes in their order; a missing weight is 1."""
    rows = nx.to_scipy_sparse_array(
        graph, nodelist=sorted(graph), weight="weight", dtype=np.dtype(np.float64), format="csr"
    )
    return Net(csr_array(rows))


@st.composite
def weighted(draw: st.DrawFn) -> nx.Graph[int]:
    """A graph of up to 12 nodes, some of them without edges."""
    count = draw(st.integers(1, 12))
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(count))
    pairs = list(combinations(range(count), 2))
    for a, b in draw(st.lists(st.sampled_from(pairs), unique=True, max_size=24)) if pairs else []:
        graph.add_edge(a, b, weight=draw(st.sampled_from((0.25, 0.5, 1.0, 3.0))))
    return graph


@given(small_graphs(), st.sampled_from(Level))
@settings(max_examples=60, deadline=None)
def test_a_net_adds_up_the_factors_of_the_edges_that_may_be_seen(small: Small, level: Level) -> None:
    graph = small.projection()
    net = Net.of(graph.view(level), graph.relations)
    wanted: dict[tuple[int, int], float] = defaultdict(float)
    for (_, ends, _), factor in pdp_factors(small.visible(level)).items():
        a, b = sorted(graph.id_of(uid) for uid in ends)
        wanted[a, b] += factor
        wanted[b, a] += factor
    found = net.weights.tocoo()
    held = dict(zip(zip(found.row.tolist(), found.col.tolist(), strict=True), found.data.tolist(), strict=True))
    assert held == pytest.approx(dict(wanted))
    assert net.edges == len(wanted) // 2
    assert net.degree.tolist() == [sum(1 for a, _ in wanted if a == node) for node in range(len(graph))]


@given(weighted())
@settings(max_examples=60, deadline=None)
def test_pagerank_is_that_of_networkx(graph: nx.Graph[int]) -> None:
    wanted = nx.pagerank(graph, alpha=0.85, weight="weight", tol=1e-13, max_iter=2_000)
    assert pagerank(net_of(graph)) == pytest.approx([wanted[node] for node in sorted(graph)], abs=1e-9)


@given(weighted())
@settings(max_examples=60, deadline=None)
def test_betweenness_from_all_nodes_is_that_of_networkx(graph: nx.Graph[int]) -> None:
    linked = graph.subgraph([node for node in graph if graph.degree(node)])
    wanted = nx.betweenness_centrality(linked, normalized=True)
    found = betweenness(net_of(graph))
    assert found.value == pytest.approx([wanted.get(node, 0.0) for node in sorted(graph)], abs=1e-12)
    assert not found.error.any()
    assert found.sources == len(linked)


def dependency(graph: nx.Graph[int], source: int, node: int) -> float:
    """Σ over all others of the share of shortest paths from ``source`` that lead over ``node``, by enumeration."""
    total = 0.0
    for end in set(nx.node_connected_component(graph, source)) - {source, node}:
        paths = list(nx.all_shortest_paths(graph, source, end))
        total += sum(node in path[1:-1] for path in paths) / len(paths)
    return total


def test_a_sample_tells_its_standard_error() -> None:
    graph: nx.Graph[int] = nx.connected_watts_strogatz_graph(16, 4, 0.4, seed=3)
    found = betweenness(net_of(graph), sources=6)
    drawn = np.sort(np.random.default_rng(between.SEED).permutation(np.arange(16, dtype=np.int32))[:6])
    for node in (0, 7, 15):
        counted = [dependency(graph, int(source), node) for source in drawn]
        assert found.value[node] == pytest.approx(16 / 6 * sum(counted) / (15 * 14))
        spread = float(np.std(counted, ddof=1)) / 6**0.5 * (1 - 6 / 16) ** 0.5
        assert found.error[node] == pytest.approx(16 * spread / (15 * 14))
    assert found.sources == 6


def test_of_the_most_central_nodes_samples_are_right_within_their_errors() -> None:
    graph: nx.Graph[int] = nx.barabasi_albert_graph(400, 3, seed=5)
    exact, sampled = betweenness(net_of(graph), sources=400), betweenness(net_of(graph), sources=100)
    highest = np.argsort(-exact.value)[:20]
    off = np.abs(sampled.value - exact.value)[highest] / sampled.error[highest]
    assert np.mean(off < 2) >= 0.85
    assert off.max() < 4


@given(weighted())
@settings(max_examples=40, deadline=None)
def test_cores_are_those_of_networkx(graph: nx.Graph[int]) -> None:
    wanted = nx.core_number(graph)
    assert cores(net_of(graph)).tolist() == [wanted[node] for node in sorted(graph)]


@given(weighted(), st.sampled_from((0.5, 1.0, 3.0)))
@settings(max_examples=60, deadline=None)
def test_communities_hang_together_and_their_modularity_is_that_of_networkx(
    graph: nx.Graph[int], resolution: float
) -> None:
    net = net_of(graph)
    parts = partition(net, resolution=resolution)
    groups = [set(np.flatnonzero(parts.of == number).tolist()) for number in range(parts.many)]
    assert [len(group) for group in groups] == sorted(map(len, groups), reverse=True)
    assert all(len(group) > 1 and nx.is_connected(graph.subgraph(group)) for group in groups)
    alone = [{int(node)} for node in np.flatnonzero(parts.of == NONE)]
    if graph.number_of_edges():
        wanted = nx.community.modularity(graph, [*groups, *alone], weight="weight")
        assert parts.modularity == pytest.approx(wanted, abs=1e-9)
    again = partition(net, resolution=resolution)
    assert (again.of == parts.of).all()


def test_a_ring_of_cliques_is_cut_between_them() -> None:
    graph: nx.Graph[int] = nx.ring_of_cliques(6, 5)
    parts = partition(net_of(graph))
    assert parts.many == 6
    assert all(len(set(parts.of[5 * clique : 5 * clique + 5].tolist())) == 1 for clique in range(6))
    # 6 · (10 inner edges / 66 − (22 ends / 132)²)
    assert parts.modularity == pytest.approx(6 * (10 / 66 - (22 / 132) ** 2))


def test_the_cut_is_as_good_as_that_of_louvain() -> None:
    graph: nx.Graph[int] = nx.gaussian_random_partition_graph(200, 20, 5, 0.4, 0.02, seed=2)
    found = partition(net_of(graph)).modularity
    wanted = nx.community.modularity(graph, nx.community.louvain_communities(graph, seed=1))
    assert found > wanted - 0.01


def test_nodes_with_one_neighbour_go_with_it() -> None:
    star: nx.Graph[int] = nx.star_graph(4)
    star.add_edge(7, 8)
    star.add_nodes_from((5, 6))
    parts = partition(net_of(star))
    assert parts.of.tolist() == [0, 0, 0, 0, 0, NONE, NONE, 1, 1]


def test_modularity_of_no_edges_is_0() -> None:
    assert modularity(Net(csr_array((3, 3))), np.zeros(3, np.int32)) == 0


def test_hubs_are_the_nodes_with_the_root_of_all_edges() -> None:
    terms = {f"t{i}": count for i, count in enumerate((40, 12, 11, 9, 1))}
    docs = [NodeFact(f"p{i:02}", "Patent") for i in range(40)]
    nodes = [*docs, *(NodeFact(term, "Term", term) for term in terms)]
    edges = [EdgeFact(f"p{i:02}", "MENTIONS", term) for term, count in terms.items() for i in range(count)]
    ground = Footing(from_facts(nodes, edges, VOCABULARY))
    found = hubs(ground, ground.view(Level.PUBLIC), kinds=(), first=10)
    # 73 edges: a hub has at least max(10, √73 = 8.5) of them
    assert [(one.node.uid, one.degree) for one in found.hubs] == [("t0", 40), ("t1", 12), ("t2", 11)]
    first = found.hubs[1]
    assert (first.share, first.damping, first.bits) == pytest.approx((12 / 73, 1 / 12, -np.log2(12 / 40)))
    assert (first.relation, first.forward, found.found) == ("MENTIONS", False, 3)
    assert Counter(terms.values())[SMALLEST - 1] == 1
    assert hubs(ground, ground.view(Level.PUBLIC), kinds=("Patent",), first=10).reason is not None
