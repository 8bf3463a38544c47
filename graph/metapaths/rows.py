"""One metapath from one node to all others, over simple paths, exactly.

Walks are multiplied out; those with a node at two places are taken away. The start is kept out of all inner places.
Then with three edges only v1 = t is left, with four v1 = v3, v1 = t, v2 = t, and v1 = v3 together with v2 = t, which is
added again as it was taken away twice. This covers every category of repeats of Himmelstein & Baranzini (2015) and all
those they have none for. Longer metapaths are not counted here.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.compiled import kernel
from graph.links.metapath import Metapath
from graph.metapaths.kernels import edges_of, factor, row_bounds, spread
from graph.metapaths.table import Floats, Table

LONGEST = 4
ROUNDING = 1e-12


class Row(NamedTuple):
    """A row of the matrix of path counts: ascending ids of nodes and their counts; all others are 0."""

    nodes: NDArray[np.int32]
    values: Floats


def row(table: Table, metapath: Metapath, start: int) -> Row:
    """The path counts from ``start`` to every node; none when it is not of the metapath's first kind.

    Kinds may have subkinds. Raises ``ValueError`` for more than four edges, ``NotFoundError`` (UNKNOWN_KIND).
    """
    if len(metapath.steps) > LONGEST:
        raise ValueError(f"{len(metapath.steps)} edges; at most {LONGEST}")
    numbers = [table.number.get(step) for step in metapath.steps]
    within = np.array([table.within(kind) for kind in metapath.kinds])
    known = [number for number in numbers if number is not None]
    if len(known) < len(numbers) or not within[0, table.kinds[start]]:
        return Row(np.empty(0, np.int32), np.empty(0))
    moves = np.array(known, dtype=np.int64)
    back = table.moves.turned[moves].astype(np.int64)
    scratch = table.sums, table.marks, table.touched
    nodes, values = _row(table.addresses, moves, back, within, table.kinds, start, *scratch)
    return Row(nodes, values)


@kernel
def _row(
    addresses: Any, moves: Any, back: Any, within: Any, kinds: Any, start: int, sums: Any, marks: Any, touched: Any
) -> Any:
    hops = len(moves)
    nodes, values = np.full(1, start, np.int32), np.ones(1)
    first = spread(addresses, moves[0], nodes, values, kinds, within[1], start, sums, touched)
    nodes, values = first
    second = first
    for step in range(1, hops):
        nodes, values = spread(addresses, moves[step], nodes, values, kinds, within[step + 1], start, sums, touched)
        if step == 1:
            second = nodes, values
    if hops < 3 or len(nodes) == 0:
        return nodes, values
    for at in range(len(nodes)):
        sums[nodes[at]] = values[at]
    less_repeats(addresses, moves, back, within, kinds, start, first, second, sums, marks)
    kept = 0
    for at in range(len(nodes)):
        value = sums[nodes[at]]
        sums[nodes[at]] = 0.0
        if value > ROUNDING * values[at]:
            nodes[kept], values[kept] = nodes[at], value
            kept += 1
    return nodes[:kept].copy(), values[:kept].copy()


@kernel
def less_repeats(
    addresses: Any,
    moves: Any,
    back: Any,
    within: Any,
    kinds: Any,
    start: int,
    first: Any,
    second: Any,
    sums: Any,
    marks: Any,
) -> None:
    """Take the walks with a node at two places out of ``sums``, at those of its nodes that are not 0.

    ``first``, ``second``: nodes and values after one and two steps.
    """
    if len(moves) == 3:
        _less_first(addresses, moves, back, within, kinds, start, first, sums)
    if len(moves) == 4:
        _less_circles(addresses, moves, back, within, kinds, start, first, sums, marks)
        _less_second(addresses, moves, back, within, kinds, start, second, sums)
        _less_doubled(addresses, moves, back, within, kinds, start, first, sums)


@kernel
def _round_trip(addresses: Any, there: int, back: int, node: int, kinds: Any, within: Any, banned: int) -> float:
    """Σ over v of the factor of an edge to v times that of an edge from v; both moves are walked from the node."""
    n = len(kinds)
    ours, theirs = row_bounds(addresses, n, there), row_bounds(addresses, n, back)
    one, first = edges_of(addresses, there, ours[n])
    two, second = edges_of(addresses, back, theirs[n])
    at, total = theirs[node], 0.0
    for edge in range(ours[node], ours[node + 1]):
        far = one[edge]
        while at < theirs[node + 1] and two[at] < far:
            at += 1
        if at < theirs[node + 1] and two[at] == far and far != banned and within[kinds[far]]:
            total += factor(first, node, far, edge) * factor(second, node, far, at)
    return total


@kernel
def _less_first(
    addresses: Any, moves: Any, back: Any, within: Any, kinds: Any, start: int, first: Any, sums: Any
) -> None:
    """Three edges: the walks s – x – v – x."""
    for at in range(len(first[0])):
        node = first[0][at]
        if within[3, kinds[node]] and sums[node] > 0.0:
            trip = _round_trip(addresses, moves[1], back[2], node, kinds, within[2], start)
            sums[node] -= first[1][at] * trip


@kernel
def _less_circles(
    addresses: Any, moves: Any, back: Any, within: Any, kinds: Any, start: int, first: Any, sums: Any, marks: Any
) -> None:
    """Four edges: the walks s – x – v – w – x."""
    n = len(kinds)
    homes, middles = row_bounds(addresses, n, back[3]), row_bounds(addresses, n, moves[1])
    lasts = row_bounds(addresses, n, moves[2])
    from_end, last = edges_of(addresses, back[3], homes[n])
    second, middle = edges_of(addresses, moves[1], middles[n])
    third, inner = edges_of(addresses, moves[2], lasts[n])
    for at in range(len(first[0])):
        node = first[0][at]
        if not within[4, kinds[node]] or sums[node] <= 0.0:
            continue
        for edge in range(homes[node], homes[node + 1]):
            far = from_end[edge]
            if far != start and within[3, kinds[far]]:
                marks[far] = factor(last, node, far, edge)
        total = 0.0
        for edge in range(middles[node], middles[node + 1]):
            far = second[edge]
            if far != start and within[2, kinds[far]]:
                for on in range(lasts[far], lasts[far + 1]):
                    mark = marks[third[on]]
                    if mark > 0.0:
                        total += factor(middle, node, far, edge) * factor(inner, far, third[on], on) * mark
        for edge in range(homes[node], homes[node + 1]):
            marks[from_end[edge]] = 0.0
        sums[node] -= first[1][at] * total


@kernel
def _less_second(
    addresses: Any, moves: Any, back: Any, within: Any, kinds: Any, start: int, second: Any, sums: Any
) -> None:
    """Four edges: the walks s – v – x – w – x."""
    for at in range(len(second[0])):
        node = second[0][at]
        if within[4, kinds[node]] and sums[node] > 0.0:
            trip = _round_trip(addresses, moves[2], back[3], node, kinds, within[3], start)
            sums[node] -= second[1][at] * trip


@kernel
def _less_doubled(
    addresses: Any, moves: Any, back: Any, within: Any, kinds: Any, start: int, first: Any, sums: Any
) -> None:
    """Four edges: the walks s – x – v – x – t, but for v = t, which ``_less_second`` has taken away."""
    n = len(kinds)
    ours, theirs = row_bounds(addresses, n, moves[1]), row_bounds(addresses, n, back[2])
    lasts = row_bounds(addresses, n, moves[3])
    one, factors = edges_of(addresses, moves[1], ours[n])
    two, others = edges_of(addresses, back[2], theirs[n])
    three, final = edges_of(addresses, moves[3], lasts[n])
    for at in range(len(first[0])):
        node = first[0][at]
        if not within[3, kinds[node]]:
            continue
        trip = _round_trip(addresses, moves[1], back[2], node, kinds, within[2], start)
        if trip == 0.0:
            continue
        # What is added again comes first: a sum that became 0 in between would pass for that of a node without walks.
        here, there = theirs[node], lasts[node]
        for edge in range(ours[node], ours[node + 1]):
            far = one[edge]
            while here < theirs[node + 1] and two[here] < far:
                here += 1
            while there < lasts[node + 1] and three[there] < far:
                there += 1
            if here == theirs[node + 1] or there == lasts[node + 1]:
                break
            if (
                two[here] == far
                and three[there] == far
                and far != start
                and sums[far] != 0.0
                and within[2, kinds[far]]
                and within[4, kinds[far]]
            ):
                both = factor(factors, node, far, edge) * factor(others, node, far, here)
                sums[far] += first[1][at] * both * factor(final, node, far, there)
        for edge in range(lasts[node], lasts[node + 1]):
            if within[4, kinds[three[edge]]] and three[edge] != start and sums[three[edge]] != 0.0:
                sums[three[edge]] -= first[1][at] * trip * factor(final, node, three[edge], edge)
