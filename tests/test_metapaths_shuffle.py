"""Edges placed at random: every node as many as before, none doubled, and every such graph as likely as any other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.stats import chisquare

from graph.metapaths.edge_set import LOOKED_THROUGH
from graph.metapaths.shuffle import STRETCH, deal, mix, swap
from graph.metapaths.swaps import MIXING

Ids = NDArray[np.int32]
Pairs = frozenset[tuple[int, int]]

NEAR, FAR = (4, 3, 2, 1, 1, 1), (5, 3, 2, 1, 1)  # degrees, with hubs on both sides
ALIKE = (4, 3, 2, 2, 2, 1)


def between(near: Sequence[int], far: Sequence[int]) -> Iterator[Pairs]:
    """All graphs without doubled edges from nodes 0, 1, … to those after them, by their degrees."""
    first = len(near)

    def rest(node: int, left: Sequence[int]) -> Iterator[Pairs]:
        if node == first:
            yield frozenset()
            return
        for chosen in combinations([at for at, many in enumerate(left) if many], near[node]):
            after = [many - (at in chosen) for at, many in enumerate(left)]
            if max(after) < first - node:
                yield from (graph | {(node, first + at) for at in chosen} for graph in rest(node + 1, after))

    return (graph for graph in rest(0, far))


def among(degrees: Sequence[int]) -> Iterator[Pairs]:
    """All graphs without loops and doubled edges among nodes of these degrees."""
    n = len(degrees)
    for graph in combinations(combinations(range(n), 2), sum(degrees) // 2):
        if Counter(node for pair in graph for node in pair) == dict(enumerate(degrees)):
            yield frozenset(graph)


def ends(graph: Pairs) -> tuple[Ids, Ids]:
    start, end = np.array(sorted(graph), dtype=np.int32).T
    return start.copy(), end.copy()


def pairs(start: Ids, end: Ids, *, alike: bool) -> Pairs:
    joined = zip(start.tolist(), end.tolist(), strict=True)
    return frozenset((min(pair), max(pair)) if alike else pair for pair in joined)


@pytest.mark.parametrize("alike", [False, True])
def test_every_graph_of_these_degrees_is_as_likely(alike: bool) -> None:
    """Against all of them: exchanged long, and nearly so when dealt, mended and exchanged as little as random graphs
    are made with, though half the ends here are those of hubs."""
    graphs = sorted(among(ALIKE) if alike else between(NEAR, FAR), key=sorted)
    nodes = len(ALIKE) if alike else len(NEAR)
    draws, dice = 100 * len(graphs), np.random.default_rng(5)
    long, short = Counter[Pairs](), Counter[Pairs]()
    for _ in range(draws):
        start, end = ends(graphs[0])
        swap(start, end, 0, nodes, 40, dice, alike)
        long[pairs(start, end, alike=alike)] += 1
        start, end = ends(graphs[0])
        if not deal(start, end, 0, nodes, dice, alike):
            swap(start, end, 0, nodes, MIXING, dice, alike)
            short[pairs(start, end, alike=alike)] += 1
    assert set(long) == set(short) == set(graphs)
    assert chisquare([long[graph] for graph in graphs]).pvalue > 1e-3
    for pair in {pair for graph in graphs for pair in graph}:
        joined = sum(pair in graph for graph in graphs) / len(graphs)
        seen = sum(many for graph, many in short.items() if pair in graph) / short.total()
        assert abs(seen - joined) < 0.03


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.booleans(), st.sampled_from([20, 300, 3 * STRETCH]))
def test_nodes_keep_their_degrees_and_no_edge_is_doubled(seed: int, alike: bool, many: int) -> None:
    """With rows looked through and hashed ones, and edges of one stretch and of several."""
    dice = np.random.default_rng(seed)
    n, low = many // 2, int(dice.integers(5))
    near, far = ((n * dice.random(many) ** 4).astype(np.int64) for _ in "ab")
    graph = {(low + int(a), low + int(b) + (0 if alike else n)) for a, b in zip(near, far, strict=True) if a < b}
    before = ends(frozenset(graph))
    start, end = before[0].copy(), before[1].copy()
    if many > LOOKED_THROUGH * 10:
        assert np.bincount(start).max() > LOOKED_THROUGH
    if deal(start, end, low, low + n, dice, alike):  # as for all that is too dense
        start, end = before[0].copy(), before[1].copy()
    swap(start, end, low, low + n, MIXING, dice, alike)
    joined = pairs(start, end, alike=alike)
    assert len(joined) == len(graph)
    assert all(a != b for a, b in joined)
    assert many == 20 or joined != frozenset(graph)
    for was, now in sides(before, (start, end), alike=alike):
        assert (np.bincount(was, minlength=2 * n + low) == np.bincount(now, minlength=2 * n + low)).all()


def sides(before: tuple[Ids, Ids], after: tuple[Ids, Ids], *, alike: bool) -> list[tuple[Ids, Ids]]:
    """The near ends and the far ends, before and after; where either may be the near one, all together."""
    both = [(np.concatenate(before), np.concatenate(after))]
    return both if alike else list(zip(before, after, strict=True))


def test_mixed_values_are_in_any_order() -> None:
    dice, seen = np.random.default_rng(1), Counter[tuple[int, ...]]()
    for _ in range(2_400):
        values = np.arange(4)
        mix(values, dice)
        seen[tuple(values.tolist())] += 1
    assert len(seen) == 24
    assert chisquare(list(seen.values())).pvalue > 1e-3


def test_what_cannot_be_dealt_out_is_told() -> None:
    """One node joined to all: the ends can only be where they are."""
    start, end = np.zeros(3, np.int32), np.array([1, 1, 2], np.int32)
    assert deal(start, end, 0, 1, np.random.default_rng(0), False) == 1
