"""Paths and path counts against networkx and against the definition, on random small graphs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise
from math import prod
from random import Random
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import LimitError, NotFoundError
from graph.links.best import best
from graph.links.bounds import Bounds
from graph.links.diversity import alike, diverse
from graph.links.dwpc import pair, row
from graph.links.meeting import Found
from graph.links.metapath import Metapath
from graph.links.moves import Moves
from graph.links.paths import ask
from graph.links.via import best_via
from graph.links.walks import Budget, start_at
from graph.metapaths.table import Table
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.vocabulary import Level
from tests.small_graphs import RELATIONS, VOCABULARY, Small, pdp_factors, small_graphs

Told = tuple[tuple[str, ...], tuple[tuple[str, bool], ...]]  # nodes; relations with whether they are walked forward
AMPLE = 10_000_000
FOUR = Bounds()
quick = settings(max_examples=60, deadline=None)


def found_in(
    small: Small, start: str, end: str, *, level: Level = Level.CORE, bounds: Bounds = FOUR
) -> dict[Told, float]:
    """Every path that the search finds, with its score."""
    graph = small.projection()
    question = ask(graph.view(level), start, end, bounds)
    search, table, budget = best_via if question.via else best, Table.of(question.moves), Budget.of(AMPLE)
    found = search(question, table, AMPLE, budget)
    assert search(question, table, 3, Budget.of(AMPLE)) == found[:3]
    assert not budget.spent
    told = {_told(graph, question.moves, one): one.score for one in found}
    assert len(told) == len(found)  # none twice
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    return told


def _told(graph: Projection, moves: Moves, one: Found) -> Told:
    steps = tuple((moves.all[s].relation, moves.all[s].forward) for s in one.steps)
    return tuple(graph.uids[node] for node in one.nodes), steps


def by_networkx(small: Small, start: str, end: str, hops: int) -> dict[Told, float]:
    """Every simple path by networkx, scored by the definition PDP^(1/hops)."""
    graph, weights = small.networkx(), pdp_factors(small)
    told: dict[Told, float] = {}
    paths: Any = nx.all_simple_edge_paths(graph, start, end, cutoff=hops)
    for path in paths:
        nodes = (start, *(far for _, far, _ in path))
        steps = tuple((key[0], VOCABULARY.relation(key[0]).symmetric or key[1] == near) for near, _, key in path)
        told[nodes, steps] = prod(weights[key[0], frozenset((a, b)), key[1]] for a, b, key in path) ** (1 / len(path))
    return told


@quick
@given(small_graphs(), st.integers(1, 5), st.data())
def test_paths_are_those_of_networkx(small: Small, hops: int, data: st.DataObject) -> None:
    start, end = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    assert found_in(small, start, end, bounds=Bounds(max_hops=hops)) == pytest.approx(
        by_networkx(small, start, end, hops)
    )


@quick
@given(small_graphs(), st.data())
def test_paths_back_are_the_paths_there(small: Small, data: st.DataObject) -> None:
    start, end = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    there, back = found_in(small, start, end), found_in(small, end, start)
    turned = {
        (nodes[::-1], tuple((r, VOCABULARY.relation(r).symmetric or not ahead) for r, ahead in steps[::-1])): score
        for (nodes, steps), score in back.items()
    }
    assert there == pytest.approx(turned)


@quick
@given(small_graphs(), st.randoms(), st.data())
def test_the_order_of_facts_changes_nothing(small: Small, shuffle: Random, data: st.DataObject) -> None:
    start, end = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    nodes, edges = list(small.nodes), list(small.edges)
    shuffle.shuffle(nodes)
    shuffle.shuffle(edges)
    other = Small(tuple(nodes), tuple(edges))
    assert list(found_in(small, start, end).items()) == list(found_in(other, start, end).items())


@quick
@given(small_graphs(), st.sampled_from(Level), st.data())
def test_what_is_hidden_does_not_exist(small: Small, level: Level, data: st.DataObject) -> None:
    start, end = data.draw(st.permutations([node.uid for node in small.nodes]))[:2]
    assert found_in(small, start, end, level=level) == found_in(small.visible(level), start, end)


@quick
@given(small_graphs(), st.data())
def test_conditions_hold_during_the_search(small: Small, data: st.DataObject) -> None:
    start, end, via, avoid = data.draw(st.permutations([node.uid for node in small.nodes]))[:4]
    relations = data.draw(st.lists(st.sampled_from(["INVENTED", "OWNS", "CITES", "MENTIONS"]), min_size=1, unique=True))
    everything = by_networkx(small, start, end, 4)
    kinds = {node.uid: node.kind for node in small.nodes}
    cases: list[tuple[Bounds, Callable[[Told], bool]]] = [
        (Bounds(via=(via,)), lambda told: via in told[0]),
        (Bounds(avoid=(avoid,)), lambda told: avoid not in told[0]),
        (Bounds(relations=tuple(relations)), lambda told: {r for r, _ in told[1]} <= set(relations)),
        (Bounds(kinds=("Patent",)), lambda told: all(kinds[n] == "Patent" for n in told[0][1:-1])),
        (Bounds(via=(via, avoid)), lambda told: {via, avoid} <= set(told[0])),
    ]
    for bounds, holds in cases:
        wanted = {told: score for told, score in everything.items() if holds(told)}
        assert found_in(small, start, end, bounds=bounds) == pytest.approx(wanted), bounds


def metapaths(hops: int) -> st.SearchStrategy[Metapath]:
    """Random metapaths that the relations of the small graphs allow, every repetition of kinds among them."""
    ways: dict[str, list[tuple[str, bool, str]]] = defaultdict(list)
    for name, start, end in RELATIONS:
        ways[start].append((name, True, end))
        if not VOCABULARY.relation(name).symmetric:
            ways[end].append((name, False, start))

    @st.composite
    def draw_one(draw: st.DrawFn) -> Metapath:
        kinds, steps = [draw(st.sampled_from(sorted(ways)))], []
        for _ in range(hops):
            name, forward, kind = draw(st.sampled_from(ways[kinds[-1]]))
            kinds.append(kind)
            steps.append((name, forward))
        return Metapath(tuple(kinds), tuple(steps))

    return draw_one()


def brute_force(small: Small, metapath: Metapath) -> dict[tuple[str, str], float]:
    """The definition: every sequence of distinct nodes that fits the metapath, its PDP summed by its ends."""
    weights, total = pdp_factors(small), defaultdict[tuple[str, str], float](float)
    kinds = {node.uid: node.kind for node in small.nodes}
    edges = {(e.relation, e.start, e.end) for e in small.distinct()}

    def extend(nodes: tuple[str, ...], weight: float) -> None:
        at = len(nodes) - 1
        if at == len(metapath.steps):
            total[nodes[0], nodes[-1]] += weight
            return
        relation, forward = metapath.steps[at]
        for far, kind in kinds.items():
            if kind != metapath.kinds[at + 1] or far in nodes:
                continue
            near = nodes[-1]
            ways = [(near, far)] if forward else [(far, near)]
            if VOCABULARY.relation(relation).symmetric:
                ways = [(near, far), (far, near)]
            for start, end in ways:
                if (relation, start, end) in edges:
                    extend((*nodes, far), weight * weights[relation, frozenset((start, end)), start])

    for uid, kind in kinds.items():
        if kind == metapath.kinds[0]:
            extend((uid,), 1.0)
    return total


@settings(max_examples=150, deadline=None)
@given(small_graphs(most=3, edges=18), st.integers(1, 4).flatmap(metapaths))
def test_dwpc_is_the_sum_over_simple_paths(small: Small, metapath: Metapath) -> None:
    graph = small.projection()
    view, wanted = graph.view(Level.CORE), brute_force(small, metapath)
    for start in (node.uid for node in small.nodes):
        found = row(view, metapath, graph.id_of(start), Budget.of(AMPLE))
        assert {graph.uids[i]: x for i, x in enumerate(found.tolist()) if x} == pytest.approx(
            {end: x for (s, end), x in wanted.items() if s == start}
        )
    for (start, end), value in wanted.items():
        ends = graph.id_of(start), graph.id_of(end)
        assert pair(view, metapath, start_at(ends[0]), ends[1], Budget.of(AMPLE)) == pytest.approx(value)
        back = metapath.reversed(VOCABULARY)
        assert pair(view, back, start_at(ends[1]), ends[0], Budget.of(AMPLE)) == pytest.approx(value)


def test_dwpc_of_a_graph_computed_by_hand() -> None:
    nodes = [NodeFact(f"p{i}", "Patent") for i in (1, 2, 3)] + [NodeFact(f"t{i}", "Term") for i in (1, 2)]
    edges = [("p1", "t1"), ("p1", "t2"), ("p2", "t1"), ("p2", "t2"), ("p3", "t2")]
    small = Small(tuple(nodes), tuple(EdgeFact(a, "MENTIONS", b) for a, b in edges))
    graph = small.projection()
    metapath = Metapath.parse("Patent>MENTIONS>Term<MENTIONS<Patent", VOCABULARY)
    found = row(graph.view(Level.PUBLIC), metapath, graph.id_of("p1"), Budget.of(AMPLE))
    through_t1 = (2 * 2) ** -0.5 * (2 * 2) ** -0.5
    through_t2 = (2 * 3) ** -0.5 * (2 * 3) ** -0.5
    assert found[graph.id_of("p2")] == pytest.approx(through_t1 + through_t2)
    assert found[graph.id_of("p3")] == pytest.approx((2 * 3) ** -0.5 * (1 * 3) ** -0.5)
    assert found[graph.id_of("p1")] == 0


def test_metapaths_are_read_as_they_are_written() -> None:
    for text in ("Patent>MENTIONS>Term<MENTIONS<Patent", "Institution-COLLABORATES_WITH-Institution>OWNS>Patent"):
        metapath = Metapath.parse(text, VOCABULARY)
        assert metapath.text(VOCABULARY) == text
        assert metapath.reversed(VOCABULARY).reversed(VOCABULARY) == metapath


@pytest.mark.parametrize(("low", "high"), [(0, 7), (-1, 1000)])
def test_bounds_out_of_range_are_refused(low: int, high: int) -> None:
    for hops in (low, high):
        with pytest.raises(LimitError, match="LIMIT_RANGE"):
            Bounds(max_hops=hops).check()
    with pytest.raises(LimitError, match="LIMIT_RANGE"):
        Bounds(via=("a",) * 5).check()
    with pytest.raises(LimitError, match="LIMIT_RANGE"):
        Bounds(budget=0).check()


@pytest.mark.parametrize(("end", "bounds"), [("x", FOUR), ("b", Bounds(via=("x",))), ("b", Bounds(avoid=("x",)))])
def test_an_unknown_uid_is_an_error(end: str, bounds: Bounds) -> None:
    graph = Small((NodeFact("a", "Term"), NodeFact("b", "Term")), ()).projection()
    with pytest.raises(NotFoundError, match="UNKNOWN_UID"):
        ask(graph.view(Level.PUBLIC), "a", end, bounds)


def test_an_unknown_relation_or_kind_is_an_error() -> None:
    view = Small((NodeFact("a", "Term"), NodeFact("b", "Term")), ()).projection().view(Level.PUBLIC)
    with pytest.raises(NotFoundError, match="UNKNOWN_RELATION"):
        ask(view, "a", "b", Bounds(relations=("LIKES",)))
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        ask(view, "a", "b", Bounds(kinds=("Ghost",)))


def hub(spokes: int) -> Small:
    """Patents that all mention one term, and one that a patent cites."""
    nodes = [NodeFact(f"p{i:04}", "Patent") for i in range(spokes)] + [NodeFact("t", "Term")]
    edges = [EdgeFact(f"p{i:04}", "MENTIONS", "t") for i in range(spokes)]
    return Small(tuple(nodes), (*edges, EdgeFact("p0000", "CITES", "p0001"), EdgeFact("p0001", "CITES", "p0002")))


def test_a_spent_budget_is_told_and_the_best_is_still_found() -> None:
    graph = hub(2_000).projection()
    budget = Budget.of(500)
    question = ask(graph.view(Level.PUBLIC), "p0000", "p0002", Bounds(max_hops=4))
    found = best(question, Table.of(question.moves), 10, budget)
    assert budget.spent
    assert [graph.uids[n] for n in found[0].nodes] == ["p0000", "p0001", "p0002"]


def test_hubs_count_less() -> None:
    graph = hub(100).projection()
    question = ask(graph.view(Level.PUBLIC), "p0000", "p0002", Bounds(max_hops=2))
    found = best(question, Table.of(question.moves), AMPLE, Budget.of(AMPLE))
    scores = {len(one.nodes): one.score for one in found if "t" in _uids(graph, one)}
    assert scores == pytest.approx({3: ((1 * 100) ** -0.5 * (1 * 100) ** -0.5) ** 0.5})


def _uids(graph: Projection, one: Found) -> list[str]:
    return [graph.uids[node] for node in one.nodes]


def test_the_top_paths_do_not_all_say_the_same() -> None:
    same = [Found(0.9 - i / 1000, (0, 1, 2 + i, 9), (0, 0, 0)) for i in range(5)]
    other = Found(0.8, (0, 7, 8, 9), (0, 0, 0))
    assert other in diverse([*same, other], 2)
    assert diverse([*same, other], 6)[0] == same[0]
    assert alike(same[0], other) == 0
    assert alike(same[0], same[1]) == pytest.approx(1 / 3)


def test_nodes_of_a_path_are_distinct() -> None:
    small = hub(10)
    for nodes, _ in found_in(small, "p0000", "p0002"):
        assert all(a != b for a, b in pairwise(sorted(nodes)))
