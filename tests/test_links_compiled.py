"""The compiled and pruned parts of a match, each against the plain way of saying the same."""

from __future__ import annotations

from itertools import product
from weakref import ref

import numpy as np
import pytest
from numpy.typing import NDArray

from graph.links.demand import typed
from graph.links.dwpc import spread
from graph.links.footing import Footing
from graph.links.meeting import Found, Paths, meet
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.links.null import expected
from graph.links.reached import Reached
from graph.links.signals import Signals
from graph.links.sparse import Sparse, highest
from graph.links.walks import Budget, Walks
from graph.metapaths.dense import greatest, scores, weighed
from graph.metapaths.halves import SLACK
from graph.metapaths.stepping import stepped
from graph.metapaths.table import Table
from graph.projection import documents
from graph.projection.projection import Projection
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY

DICE = np.random.default_rng(11)


@pytest.fixture(scope="module")
def graph() -> Projection:
    from api.bench.links_graph import graph_of
    from api.bench.links_texts import with_texts

    return with_texts(graph_of(2_000, 15_000, VOCABULARY))


def test_steps_are_those_of_matrix_products(graph: Projection) -> None:
    view = graph.view(Level.PUBLIC)
    table = Table.of(moves_of(view))
    way = Metapath.parse("Term<MENTIONS<Patent<INVENTED<Researcher>AFFILIATED_WITH>Institution", VOCABULARY)
    for _ in range(20):
        nodes = np.sort(DICE.choice(np.arange(*graph.range("Term")), 5, replace=False)).astype(np.int32)
        seed = found = Sparse(nodes, DICE.random(5))
        for at, step in enumerate(way.steps):
            known = spread(view, Metapath(way.kinds[: at + 2], way.steps[: at + 1]), seed)
            found = stepped(view, step, way.kinds[at + 1], seed=found, scratch=table)
            assert found.nodes.tolist() == known.nodes.tolist()
            assert found.values == pytest.approx(known.values)
    assert not table.sums.any()
    assert not table.flags.any()


def test_texts_score_as_bm25_says(graph: Projection) -> None:
    texts = graph.documents
    words = list(texts.vocabulary)
    for _ in range(10):
        asked = dict(zip((words[at] for at in DICE.integers(len(words), size=6)), DICE.random(6).tolist(), strict=True))
        dense = np.zeros(len(graph))
        dense[texts.nodes] = np.minimum(1.0, texts.bm25(asked) / 7.0)
        assert scores(texts, asked, best=7.0, n=len(graph)).tolist() == dense.tolist()
    assert not scores(documents.empty(), {"a": 1.0}, best=1.0, n=3).any()


@pytest.mark.parametrize("most", [0, 1, 3, 40, 500])
def test_the_greatest_are_the_first_of_a_full_sort(most: int) -> None:
    for _ in range(30):
        values, fits = DICE.integers(0, 12, 200) / 4, DICE.random(200) < 0.7
        order = [int(at) for at in np.lexsort((np.arange(200), -values)) if fits[at]]
        assert greatest(values, fits, most) == order[:most]


def test_rows_add_up_by_weight() -> None:
    one, two, three = (DICE.random(50) for _ in range(3))
    assert weighed((one, two, three), (0.5, 0.25, 2.0)).tolist() == (0.5 * one + 0.25 * two + 2.0 * three).tolist()


def test_sparse_rows_read_like_dense_ones() -> None:
    parts = [(np.sort(DICE.choice(30, 9, replace=False)).astype(np.int32), DICE.random(9)) for _ in range(3)]
    row, dense = highest(parts), np.zeros(30)
    for nodes, values in parts:
        dense[nodes] = np.maximum(dense[nodes], values)
    assert [row[node] for node in range(30)] == row[np.arange(30, dtype=np.int32)].tolist() == dense.tolist()
    left = int(row.nodes[3])
    assert row.without(left).dense(30).tolist() == np.where(np.arange(30) == left, 0.0, dense).tolist()
    assert row.without(None) is row
    assert (Sparse.none()[4], highest([]).nodes.tolist()) == (0.0, [])


def some_walks(count: int, ends: int) -> Walks:
    one = DICE.integers(0, 20, count)
    other = (one + DICE.integers(1, 20, count)) % 20
    nodes = np.column_stack((100 + one, 100 + other, DICE.integers(0, ends, count))).astype(np.int32)
    return Walks(nodes, DICE.integers(0, 4, (count, 2)).astype(np.int16), -DICE.integers(1, 40, count) / 8)


def simple_pairs(left: Walks, right: Walks, turned: NDArray[np.int16]) -> list[Found]:
    """Every simple path made of a walk of each, in the order of its key."""
    found = []
    for i, j in product(range(len(left)), range(len(right))):
        nodes = (*left.nodes[i].tolist(), *right.nodes[j, -2::-1].tolist())
        if left.nodes[i, -1] == right.nodes[j, -1] and len(set(nodes)) == len(nodes):
            steps = (*left.steps[i].tolist(), *turned[right.steps[j, ::-1]].tolist())
            weight = round(float(left.weight[i] + right.weight[j]), 12)
            found.append(Found(float(np.exp(weight / len(steps))), nodes, steps))
    return sorted(found, key=lambda one: one.key)


def test_signals_go_with_the_last_who_needs_them(graph: Projection) -> None:
    footing = Footing(graph)
    signals = Signals(footing, footing.view(Level.PUBLIC), typed(footing, graph.captions[graph.range("Term")[0]]))
    document = graph.range("Patent")[0]
    assert signals.at_hand.words(document).keys() <= signals.demand.words.keys()
    left = ref(signals)
    del signals
    assert left() is None


@pytest.mark.parametrize("most", [1, 7, 60, 10_000])
@pytest.mark.parametrize("ends", [3, 60])
def test_the_best_pairs_are_those_of_all_that_meet(graph: Projection, ends: int, most: int) -> None:
    """Weights are eighths, so that many are equal, and the order among those counts, too."""
    moves, size = moves_of(graph.view(Level.PUBLIC)), 130
    for _ in range(10):
        left, right = some_walks(80, ends), some_walks(70, ends + 5)
        wanted = simple_pairs(left, right, moves.turned)
        budget = Budget.of(10_000)
        found = meet(Reached.of(left, size), right, moves, most, budget).first(most)
        told = [found.found(at) for at in range(len(found))]
        assert [(one.nodes, one.steps) for one in told] == [(one.nodes, one.steps) for one in wanted[:most]]
        assert [one.score for one in told] == pytest.approx([one.score for one in wanted[:most]])
        assert not budget.spent


def test_pairs_that_the_budget_does_not_last_for_are_left_out(graph: Projection) -> None:
    moves, left, right = moves_of(graph.view(Level.PUBLIC)), some_walks(80, 3), some_walks(70, 3)
    wanted, budget = simple_pairs(left, right, moves.turned), Budget(0, 100)
    found = meet(Reached.of(left, 130), right, moves, 10_000, budget)
    assert budget.spent
    assert budget.pairs == 0
    assert 0 < len(found) <= 100 < len(wanted)
    assert {found.found(at).nodes for at in range(len(found))} <= {one.nodes for one in wanted}


def test_walks_are_found_by_their_last_node() -> None:
    walks = some_walks(90, 12)
    reached = Reached.of(walks, 130)
    assert sorted(map(tuple, reached.walks.nodes.tolist())) == sorted(map(tuple, walks.nodes.tolist()))
    for node in range(130):
        mine = [at for at, last in enumerate(reached.walks.last.tolist()) if last == node]
        assert reached.marks[node] == bool(mine)
        assert reached.first[node] == (mine[0] if mine else -1)
        assert mine == list(range(mine[0], mine[0] + len(mine))) if mine else True
        assert (np.diff(reached.walks.weight[mine]) <= SLACK).all()


def test_paths_of_several_lengths_are_kept_as_one_table() -> None:
    one = Found(0.5, (1, 2, 3), (0, 4))
    two, three = Found(0.5, (1, 2), (9,)), Found(0.75, (1, 8, 7, 6), (1, 2, 3))
    table = Paths.joined((Paths.of([one, two], 2), Paths.of([three], 3)))
    assert table.lengths.tolist() == [2, 1, 3]
    ordered = table.first(3)
    assert [ordered.found(at) for at in range(3)] == sorted((one, two, three), key=lambda found: found.key)
    assert [table.first(2).found(at) for at in range(2)] == [three, two]


def test_over_one_edge_chance_is_known(graph: Projection) -> None:
    view, way = graph.view(Level.CORE), Metapath(("Term", "Patent"), (("MENTIONS", False),))
    arriving = np.diff(view.adjacency("MENTIONS").out.indptr)
    edges = len(view.adjacency("MENTIONS").out.indices)
    assert expected(view, way, 4.0) == pytest.approx(4**0.5 * arriving**0.5 / edges)
