"""The compiled and pruned parts of a match, each against the plain way of saying the same."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest

from graph.links import pairing
from graph.links.dwpc import spread
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.links.null import expected
from graph.links.reached import Reached
from graph.links.sparse import Sparse, highest
from graph.links.walks import Walks
from graph.metapaths.dense import greatest, scores, weighed
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
    nodes = np.column_stack((DICE.integers(100, 120, (count, 2)), DICE.integers(0, ends, count))).astype(np.int32)
    return Walks(nodes, DICE.integers(0, 4, (count, 2)).astype(np.int16), -DICE.integers(1, 40, count) / 8)


@pytest.mark.parametrize(("soon", "at_once"), [(1024, 10**6), (8, 10**6), (8, 0), (1024, 0), (1, 10**6)])
def test_pairs_come_in_one_order_however_they_are_found(
    monkeypatch: pytest.MonkeyPatch, soon: int, at_once: int
) -> None:
    monkeypatch.setattr(pairing, "SOON", soon)
    monkeypatch.setattr(pairing, "AT_ONCE", at_once)
    for ends in (3, 60):
        left, right = some_walks(80, ends), some_walks(70, ends + 5)
        same = np.argwhere(left.last[:, None] == right.last[None, :])
        sums = np.sort(-(left.weight[same[:, 0]] + right.weight[same[:, 1]]))
        found = list(pairing.in_order(left, right))
        assert np.concatenate([portion.weight for portion in found]) == pytest.approx(sums)
        rows = [tuple(row) for part in found for row in np.hstack((part.left.nodes, part.right.nodes)).tolist()]
        pairs = zip(left.nodes[same[:, 0]].tolist(), right.nodes[same[:, 1]].tolist(), strict=True)
        assert sorted(rows) == sorted((*one, *other) for one, other in pairs)
        again = list(islice(pairing.in_order(left, right), 1))
        assert again[0].weight.tolist() == found[0].weight.tolist()


def test_walks_to_given_nodes() -> None:
    walks = some_walks(90, 12)
    reached = Reached(walks, 130)
    found = reached.ending(np.array([2, 5, 11], dtype=np.int32), without=104)
    wanted = [row for row in walks.nodes.tolist() if row[-1] in (2, 5, 11) and 104 not in row]
    assert sorted(found.nodes.tolist()) == sorted(wanted)
    assert np.flatnonzero(reached.marks).tolist() == sorted(set(walks.last.tolist()))


def test_over_one_edge_chance_is_known(graph: Projection) -> None:
    view, way = graph.view(Level.CORE), Metapath(("Term", "Patent"), (("MENTIONS", False),))
    arriving = np.diff(view.adjacency("MENTIONS").out.indptr)
    edges = len(view.adjacency("MENTIONS").out.indices)
    assert expected(view, way, 4.0) == pytest.approx(4**0.5 * arriving**0.5 / edges)
