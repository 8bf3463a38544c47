"""Random graphs keep every degree, the closed form is their mean, p-values are uniform among them."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from api.bench.links_graph import graph_of
from graph.links.metapath import Metapath
from graph.links.moves import Moves, moves_of
from graph.metapaths.chance import Chance
from graph.metapaths.rows import row
from graph.metapaths.significance import Nulls, adjusted
from graph.metapaths.swaps import with_swapped
from graph.metapaths.table import Table
from graph.vocabulary import Level
from tests.small_graphs import VOCABULARY

WAYS = (
    "Demand>MENTIONS>Term<MENTIONS<Patent",
    "Patent>MENTIONS>Term<MENTIONS<Patent",
    "Enterprise>POSTED>Demand>MENTIONS>Term<MENTIONS<Achievement",
    "Researcher>INVENTED>Patent<OWNS<Enterprise-COLLABORATES_WITH-Institution",
    "Demand>MENTIONS>Term<MENTIONS<Patent<INVENTED<Researcher",
)
EVERY = frozenset(("MENTIONS", "POSTED", "INVENTED", "OWNS", "COLLABORATES_WITH", "CITES"))


@cache
def moves() -> Moves:
    return moves_of(graph_of(600, 5_000, VOCABULARY).view(Level.PUBLIC))


def edges_of(moves: Moves, relation: str) -> set[tuple[int, int]]:
    rows = next(move.rows for move in moves.all if move.relation == relation)
    return {
        (start, int(end))
        for start, (low, high) in enumerate(pairwise(rows.indptr.tolist()))
        for end in rows.indices[low:high]
    }


@pytest.mark.parametrize("relation", sorted(EVERY))
def test_random_graphs_keep_every_degree(relation: str) -> None:
    before, after = moves(), with_swapped(moves(), 1, EVERY)
    bounds = before.view.projection.bounds
    for old, new in zip(before.all, after.all, strict=True):
        if old.relation == relation:
            assert (old.rows.indptr == new.rows.indptr).all()
            for low, high in pairwise(bounds.tolist()):  # by the kind at the other end too
                inside = [(one.rows.indices >= low) & (one.rows.indices < high) for one in (old, new)]
                counts = [np.add.reduceat(np.append(those, 0), old.rows.indptr[:-1]) for those in inside]
                filled = np.diff(old.rows.indptr) > 0
                assert (counts[0][filled] == counts[1][filled]).all()
    found, known = edges_of(after, relation), edges_of(before, relation)
    assert len(found) == len(known)
    assert all(a != b for a, b in found)
    assert len(found & known) < 0.6 * len(known)
    if VOCABULARY.relation(relation).symmetric:
        assert {(b, a) for a, b in found} == found
    assert edges_of(with_swapped(moves(), 1, EVERY), relation) == found
    assert edges_of(with_swapped(moves(), 2, EVERY), relation) != found


@pytest.mark.parametrize("way", WAYS)
def test_the_closed_form_is_the_mean_of_random_graphs(way: str) -> None:
    metapath, draws = Metapath.parse(way, VOCABULARY), 60
    graph, chance = moves().view.projection, Chance(Table.of(moves()))
    low, high = graph.range(metapath.kinds[0])
    starts = range(low, high, max(1, (high - low) // 12))
    ends = slice(*graph.range(metapath.kinds[-1]))
    total = np.zeros((len(starts), len(graph)))
    for draw in range(draws):
        table = Table.of(with_swapped(moves(), draw, EVERY))
        for at, start in enumerate(starts):
            found = row(table, metapath, start)
            total[at, found.nodes] += found.values / draws
    expected = np.array([[chance.expected(metapath, s, t) for t in range(ends.start, ends.stop)] for s in starts])
    assert total.sum() == pytest.approx(expected.sum(), rel=0.08)
    likely = expected > np.quantile(expected, 0.8)
    ratio = total[:, ends][likely] / expected[likely]
    assert np.median(ratio) == pytest.approx(1.0, abs=0.12)


def test_the_total_is_that_of_all_pairs() -> None:
    graph, chance = moves().view.projection, Chance(Table.of(moves()))
    metapath = Metapath.parse(WAYS[0], VOCABULARY)
    starts, ends = (range(*graph.range(kind)) for kind in (metapath.kinds[0], metapath.kinds[-1]))
    assert chance.total(metapath) == pytest.approx(sum(chance.expected(metapath, s, t) for s in starts for t in ends))


@pytest.mark.parametrize("way", WAYS[:3])
def test_p_values_are_uniform_in_a_random_graph(way: str) -> None:
    """Of pairs that are linked in a graph made by chance, the share with p ≤ α · P(linked) is α."""
    metapath = Metapath.parse(way, VOCABULARY)
    random = Table.of(with_swapped(moves(), 99, EVERY))
    nulls, graph = Nulls(random, Chance(random)), moves().view.projection
    found = []
    for start in range(*graph.range(metapath.kinds[0])):
        nodes, values = row(random, metapath, start)
        for node, value in list(zip(nodes.tolist(), values.tolist(), strict=True))[:40]:
            group = nulls.group(metapath, *nulls.groups_of(metapath, start, node))
            if group.linked > 30:
                found.append(nulls.p(metapath, (start, node), value) * group.pairs / group.linked)
    assert len(found) > 200
    assert stats.kstest(found, "uniform").statistic < 0.12


def test_what_is_planted_is_found_and_the_rest_is_not() -> None:
    nulls = Nulls(Table.of(moves()), Chance(Table.of(moves())))
    metapath = Metapath.parse(WAYS[0], VOCABULARY)
    graph = moves().view.projection
    pair = graph.range("Demand")[0], graph.range("Patent")[0]
    scale = nulls.chance.expected(metapath, *pair)
    assert nulls.p(metapath, pair, 0.0) == 1.0
    assert nulls.p(metapath, pair, 30 * scale) < nulls.p(metapath, pair, scale) <= 1.0
    group = nulls.group(metapath, *nulls.groups_of(metapath, *pair))
    assert nulls.p(metapath, pair, 1e9 * scale) == 1 / (group.pairs + 1)


def test_false_discovery_rates_are_those_of_scipy() -> None:
    p = np.random.default_rng(5).random(40) ** 3
    assert adjusted(p.tolist()) == pytest.approx(stats.false_discovery_control(p, method="bh"))
    assert len(adjusted([])) == 0
