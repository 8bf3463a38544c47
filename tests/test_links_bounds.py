"""What bounds a search for paths: years, kinds besides nodes to pass, work and memory; against networkx."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.bench.links_graph import graph_of
from graph.errors import InputError, LimitError
from graph.links.best import best, walkable
from graph.links.bounds import Bounds
from graph.links.moves import moves_of
from graph.links.paths import Question, ask
from graph.links.via import best_via
from graph.links.walks import Budget
from graph.metapaths import best as kernels
from graph.metapaths.falling import STEP
from graph.metapaths.kernels import edges_of
from graph.metapaths.labels import LEFT, forget, strong_enough
from graph.metapaths.layers import grow
from graph.metapaths.table import Table
from graph.projection.facts import EdgeFact, NodeFact
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY, Small, small_graphs
from tests.test_links_paths import by_networkx, found_in

quick = settings(max_examples=40, deadline=None)
AMPLE = 10_000_000


def _within(edge: EdgeFact, first: int, last: int) -> EdgeFact:
    return edge._replace(year=first, last=last)


def _held(first: int, last: int) -> range:
    """The years in which an edge held, as far as they may be asked for."""
    if last < 0:
        return range(first, first + 1) if first >= 0 else range(1999, 2010)
    return range(first if first >= 0 else 1999, max(first, last) + 1)


@quick
@given(small_graphs(), st.integers(2000, 2005), st.integers(0, 3), st.data())
def test_only_edges_of_the_years_are_walked(small: Small, since: int, more: int, data: st.DataObject) -> None:
    """Degrees stay those of all edges: scores are those of the whole graph."""
    known = st.sampled_from([-1, *range(2000, 2006)])
    spans = {(e.relation, e.start, e.end): (data.draw(known), data.draw(known)) for e in small.distinct()}
    dated = Small(small.nodes, tuple(_within(e, *spans[e.relation, e.start, e.end]) for e in small.distinct()))
    start, end, via = data.draw(st.permutations([node.uid for node in small.nodes]))[:3]
    bounds = Bounds(max_hops=4, since=since, until=since + more)

    def holds(near: str, far: str, relation: str, forward: bool) -> bool:
        ways = [(near, far) if forward else (far, near)]
        ways += [way[::-1] for way in ways if VOCABULARY.relation(relation).symmetric]
        told = [spans[relation, a, b] for a, b in ways if (relation, a, b) in spans]
        return any(set(_held(*span)) & set(range(since, since + more + 1)) for span in told)

    wanted = {
        (nodes, steps): score
        for (nodes, steps), score in by_networkx(dated, start, end, 4).items()
        if all(holds(a, b, r, ahead) for a, b, (r, ahead) in zip(nodes[:-1], nodes[1:], steps, strict=True))
    }
    assert found_in(dated, start, end, bounds=bounds) == pytest.approx(wanted)
    passing = {told: score for told, score in wanted.items() if via in told[0]}
    assert found_in(dated, start, end, bounds=replace(bounds, via=(via,))) == pytest.approx(passing)


@quick
@given(small_graphs(), st.data())
def test_a_node_to_pass_may_be_of_any_kind(small: Small, data: st.DataObject) -> None:
    start, end, via = data.draw(st.permutations([node.uid for node in small.nodes]))[:3]
    kinds = {node.uid: node.kind for node in small.nodes}
    wanted = {
        told: score
        for told, score in by_networkx(small, start, end, 4).items()
        if via in told[0] and all(kinds[node] == "Patent" or node == via for node in told[0][1:-1])
    }
    assert found_in(small, start, end, bounds=Bounds(via=(via,), kinds=("Patent",))) == pytest.approx(wanted)


def test_a_path_below_the_score_at_which_all_legs_are_known_is_found() -> None:
    nodes = (NodeFact("a", "Institution"), NodeFact("b", "Institution"), NodeFact("c", "Patent"))
    edges = (
        EdgeFact("a", "COLLABORATES_WITH", "b", 1.0, -1, 0),
        EdgeFact("a", "INVESTS_IN", "b", 0.25, -1, 0),
        EdgeFact("b", "OWNS", "c", 0.5, -1, 0),
    )
    small = Small(nodes, edges)
    found = found_in(small, "a", "c", bounds=Bounds(via=("b",)))
    assert found == pytest.approx(by_networkx(small, "a", "c", 4))
    assert len(found) == 2


def test_a_leg_may_be_longer_than_what_is_left_for_it() -> None:
    kinds = {
        "r0": "Researcher",
        "r1": "Researcher",
        "i0": "Institution",
        "i1": "Institution",
        "p": "Patent",
        "t": "Term",
    }
    edges = (
        EdgeFact("r0", "INVENTED", "p", 1.0, -1, 0),
        EdgeFact("r1", "INVENTED", "p", 1.0, -1, 0),
        EdgeFact("i0", "OWNS", "p", 1.0, -1, 0),
        EdgeFact("r0", "AFFILIATED_WITH", "i0", 0.5, -1, 0),
        EdgeFact("r0", "AFFILIATED_WITH", "i1", 1.0, -1, 0),
        EdgeFact("i0", "COLLABORATES_WITH", "i1", 1.0, -1, 0),
    )
    small = Small(tuple(NodeFact(uid, kind) for uid, kind in kinds.items()), edges)
    wanted = {told: score for told, score in by_networkx(small, "r0", "r1", 4).items() if "i1" in told[0]}
    assert found_in(small, "r0", "r1", bounds=Bounds(via=("i1",))) == pytest.approx(wanted)
    assert wanted


def test_bounds_that_make_no_sense_are_refused() -> None:
    view = Small((NodeFact("a", "Term"), NodeFact("b", "Term"), NodeFact("c", "Term")), ()).projection()
    for bounds in (Bounds(since=999), Bounds(until=3000), Bounds(since=2010, until=2009), Bounds(avoid=("c",) * 201)):
        with pytest.raises(LimitError, match="LIMIT_RANGE"):
            bounds.check()
    with pytest.raises(InputError, match="BOUNDS_VIA_AVOID"):
        ask(view.view(Level.PUBLIC), "a", "b", Bounds(via=("c",), avoid=("c",)))
    with pytest.raises(InputError, match="BOUNDS_AVOID_END"):
        ask(view.view(Level.PUBLIC), "a", "b", Bounds(avoid=("b",)))


@pytest.fixture(scope="module")
def hubs() -> Table:
    """A graph with hubs: the best walks of six edges there are many."""
    return Table.of(moves_of(graph_of(3_000, 30_000, VOCABULARY).view(Level.PUBLIC)))


def question(table: Table, pair: tuple[int, int], *via: int) -> Question:
    allowed = np.ones(table.n, dtype=bool)
    allowed[list(pair)] = False
    return Question(*pair, 6, frozenset(via), allowed, table.moves)


PAIRS = [(2_000, 2_900), (100, 1_200), (450, 1_000)]


@pytest.mark.parametrize("pair", PAIRS)
@pytest.mark.parametrize("edges", [0, 1_000, 20_000, 100_000])
def test_no_search_looks_at_more_edges_than_its_budget(hubs: Table, pair: tuple[int, int], edges: int) -> None:
    budget = Budget.of(edges)
    found = best(question(hubs, pair), hubs, 100, budget)
    assert 0 <= budget.left <= edges
    whole = best(question(hubs, pair), hubs, 100, Budget.of(AMPLE))
    assert budget.spent or found == whole
    assert {one.nodes for one in found} <= {one.nodes for one in whole} or budget.spent
    assert not hubs.labels.counts.any()
    assert not hubs.labels.values.any()
    assert not hubs.labels.masks.any()


def test_a_search_by_way_of_nodes_holds_its_budget(hubs: Table) -> None:
    for edges in (1_000, 50_000):
        budget = Budget.of(edges)
        found = best_via(question(hubs, PAIRS[0], 1_500, 500), hubs, 100, budget)
        assert budget.spent
        assert all({1_500, 500} <= set(one.nodes) for one in found)


def test_the_heap_is_bounded(hubs: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    """As many partial paths are kept as there is room for; then the search ends as if its budget were spent."""
    in_python: Any = kernels.best_first
    monkeypatch.setattr(kernels, "STATES", 50)
    walk = walkable(question(hubs, PAIRS[0]), hubs)
    ends, state = np.array(PAIRS[0]), np.array([AMPLE, 0])
    floors = np.zeros(5)
    grow(walk, hubs.labels, ends, floors, state)
    answer = in_python.py_func(walk, hubs.labels, ends, floors, 10_000, state)
    forget(hubs.labels)
    assert state[LEFT] < 0
    assert len(answer[0]) <= 50


def test_falling_orders_are_falling(hubs: Table) -> None:
    moves = hubs.moves.all
    found, every = hubs.falling, [move.rows.every_factor() for move in moves]
    for number, (move, factors, order) in enumerate(zip(moves, every, found.orders, strict=True)):
        ends, read = edges_of(hubs.addresses, number, len(factors))
        for node, (low, high) in enumerate(pairwise(move.rows.indptr.tolist())):
            row, ordered = factors[low:high], factors[low:high][order[low:high]]
            assert sorted(order[low:high].tolist()) == list(range(high - low))
            assert (ordered[:-1] * STEP >= ordered[1:]).all()
            for bar in (0.5, 0.1, 0.02):
                sure = strong_enough(ends, read, order, node, low, high, bar)
                assert sure < 0 or (row >= bar).sum() == (ordered[:sure] >= bar).sum()
    least = min(float(factors[factors > 0].min()) for factors in every if len(factors))
    assert found.least == pytest.approx(least)


def test_the_same_question_has_the_same_answer(hubs: Table) -> None:
    for pair in PAIRS:
        once = best(question(hubs, pair), hubs, 10, Budget.of(AMPLE))
        assert once == best(question(hubs, pair), hubs, 200, Budget.of(AMPLE))[:10]
        back = best(question(hubs, pair[::-1]), hubs, 10, Budget.of(AMPLE))
        assert [one.score for one in back] == [one.score for one in once]


def test_edges_of_no_confidence_lead_nowhere() -> None:
    nodes = (NodeFact("a", "Patent"), NodeFact("b", "Patent"), NodeFact("t", "Term"))
    edges = (EdgeFact("a", "MENTIONS", "t", 0.0), EdgeFact("b", "MENTIONS", "t", 1.0))
    graph = Small(nodes, edges).projection()
    asked = ask(graph.view(Level.PUBLIC), "a", "b", Bounds())
    assert best(asked, Table.of(asked.moves), 10, Budget.of(AMPLE)) == []
