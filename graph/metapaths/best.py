"""The best simple paths of each length between two nodes: best first, with exact bounds from the end.

A* over partial paths (Hart, Nilsson & Raphael 1968). What is left to the end is bounded by the best walk of exactly so
many edges; such walks are found by dynamic programming from the end for half of the way (``backward``), and for the
other half when a node is looked at (``ahead``). The bounds are never too low, so that paths come in order.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import Any

import numpy as np

from graph.metapaths.compiled import kernel
from graph.metapaths.kernels import edges_of, factor, row_bounds

UNKNOWN = -1.0
SAME = 1e-11  # products that differ by less of themselves are equal
TIES = 1_000  # paths as good as the last one wanted that are found besides, so that it is clear which comes first


@kernel
def note(bounds: Any, touched: Any, counts: Any, left: int, node: int, value: float) -> None:
    """Set ``bounds[left, node]`` and remember to forget it again."""
    if bounds[left, node] == UNKNOWN:
        touched[left, counts[left]] = node
        counts[left] += 1
    bounds[left, node] = value


@kernel
def forget(bounds: Any, touched: Any, counts: Any, above: int) -> None:
    """Make the bounds of more than ``above`` edges unknown again."""
    for left in range(above + 1, len(counts)):
        for at in range(counts[left]):
            bounds[left, touched[left, at]] = UNKNOWN
        counts[left] = 0


@kernel
def backward(
    addresses: Any,
    menu: Any,
    kinds: Any,
    end: int,
    done: int,
    depth: int,
    allowed: Any,
    bounds: Any,
    touched: Any,
    counts: Any,
    peaks: Any,
    work: Any,
) -> int:
    """Fill ``bounds[j, v]`` for ``done`` < j ≤ ``depth``: the greatest product of a walk of j edges from v to the end.

    ``menu``: the moves that nodes of each kind have, as walked from the end, −1 after the last; ``kinds``: the kind of
    each node; ``allowed`` (bool, one per node): what may stand between; ``bounds`` (float64, a row for each j, one
    column per node), all ``UNKNOWN`` before; ``touched`` (int32, of that shape) with its ``counts``: what was noted;
    ``peaks`` (one per j): the greatest of each row. ``work[0]``: how many edges may still be looked at; less than 0
    when that did not last. Comes back: up to which j rows are complete; what is unknown in them cannot reach the end.
    """
    n = len(allowed)
    note(bounds, touched, counts, 0, end, 1.0)
    for j in range(done + 1, depth + 1):
        last = touched[j - 1, : counts[j - 1]]
        for node in last:
            for move in menu[kinds[node]]:
                if move < 0:
                    break
                starts = row_bounds(addresses, n, move)
                work[0] -= starts[node + 1] - starts[node]
        if work[0] < 0:
            return j - 1
        for node in last:
            value = bounds[j - 1, node]
            for move in menu[kinds[node]]:
                if move < 0:
                    break
                starts = row_bounds(addresses, n, move)
                ends, factors = edges_of(addresses, move, starts[n])
                for edge in range(starts[node], starts[node + 1]):
                    far = ends[edge]
                    if not allowed[far]:
                        continue
                    better = value * factor(factors, node, far, edge)
                    if better > 0.0 and better > bounds[j, far]:
                        note(bounds, touched, counts, j, far, better)
                        peaks[j] = max(peaks[j], better)
    return depth


@kernel
def ahead(
    addresses: Any,
    menu: Any,
    kinds: Any,
    node: int,
    left: int,
    done: int,
    allowed: Any,
    bounds: Any,
    touched: Any,
    counts: Any,
    peaks: Any,
    work: Any,
) -> float:
    """The greatest product of a walk of ``left`` edges from a node to the end, worked out when it is not known yet.

    ``menu``: the moves as walked forward; ``done``: up to where ``backward`` came.
    """
    known = bounds[left, node]
    if known != UNKNOWN:
        return float(known)
    if left <= done:
        return 0.0
    n = len(allowed)
    best, peak = 0.0, peaks[min(left - 1, done)]
    for move in menu[kinds[node]]:
        if move < 0:
            break
        starts = row_bounds(addresses, n, move)
        ends, factors = edges_of(addresses, move, starts[n])
        work[0] -= starts[node + 1] - starts[node]
        for edge in range(starts[node], starts[node + 1]):
            if not allowed[ends[edge]]:
                continue
            share = factor(factors, node, ends[edge], edge)
            if share * peak > best:
                rest = ahead(
                    addresses, menu, kinds, ends[edge], left - 1, done,
                    allowed, bounds, touched, counts, peaks, work,
                )  # fmt: skip
                best = max(best, share * rest)
    note(bounds, touched, counts, left, node, best)
    return best


@kernel
def on_path(place: Any, parent: Any, at: int, node: int) -> bool:
    """Whether a node stands on the partial path that ends at entry ``at``."""
    while at >= 0:
        if place[at] == node:
            return True
        at = parent[at]
    return False


@kernel
def grown_to(array: Any, size: int) -> Any:
    """The array with room for ``size`` values."""
    larger = np.empty(size, array.dtype)
    larger[: len(array)] = array
    return larger


@kernel
def fan(addresses: Any, menu: Any, kinds: Any, start: int) -> int:
    """How many walks of two edges leave a node."""
    n, walks = len(kinds), 0
    for move in menu[kinds[start]]:
        if move < 0:
            break
        starts = row_bounds(addresses, n, move)
        ends, _ = edges_of(addresses, move, starts[n])
        for edge in range(starts[start], starts[start + 1]):
            for other in menu[kinds[ends[edge]]]:
                if other < 0:
                    break
                begins = row_bounds(addresses, n, other)
                walks += begins[ends[edge] + 1] - begins[ends[edge]]
    return walks


@kernel
def two_away(addresses: Any, menu: Any, kinds: Any, start: int, allowed: Any) -> Any:
    """For every node whether a walk of two edges over ``allowed`` nodes leads to it."""
    n = len(kinds)
    found = np.zeros(n, np.bool_)
    for move in menu[kinds[start]]:
        if move < 0:
            break
        starts = row_bounds(addresses, n, move)
        ends, _ = edges_of(addresses, move, starts[n])
        for edge in range(starts[start], starts[start + 1]):
            node = ends[edge]
            if not allowed[node]:
                continue
            for other in menu[kinds[node]]:
                if other < 0:
                    break
                begins = row_bounds(addresses, n, other)
                fars, _ = edges_of(addresses, other, begins[n])
                for on in range(begins[node], begins[node + 1]):
                    found[fars[on]] = allowed[fars[on]]
    return found


@kernel
def best_of_length(
    addresses: Any,
    menu: Any,
    kinds: Any,
    ends: Any,
    hops: int,
    most: int,
    done: int,
    allowed: Any,
    bounds: Any,
    touched: Any,
    counts: Any,
    peaks: Any,
    work: Any,
) -> Any:
    """The ``most`` best simple paths of exactly ``hops`` edges from ``ends[0]`` to ``ends[1]``, best first.

    Comes back: scores (the products), nodes (paths × hops + 1), moves (paths × hops). When ``work[0]`` falls below 0
    the paths found so far are still the best ones, but there may be more. Paths that are as good as the last one come
    besides.
    """
    n = len(allowed)
    start, end = ends[0], ends[1]
    place, parent, via = np.empty(1024, np.int32), np.empty(1024, np.int64), np.empty(1024, np.int16)
    product, depth = np.empty(1024), np.empty(1024, np.int8)
    place[0], parent[0], via[0], product[0], depth[0] = start, -1, -1, 1.0, 0
    size = 1
    heap = [(-1.0, 0)]
    scores, found = np.empty(16), np.empty(16, np.int64)
    count = 0
    while len(heap) > 0 and work[0] >= 0:
        bound, at = heappop(heap)
        if count >= most and (-bound < scores[most - 1] * (1 - SAME) or count >= most + TIES):
            break
        if depth[at] == hops:
            if count == len(scores):
                scores, found = grown_to(scores, 2 * count), grown_to(found, 2 * count)
            scores[count], found[count] = product[at], at
            count += 1
            continue
        node, left = place[at], hops - depth[at] - 1
        for move in menu[kinds[node]]:
            if move < 0:
                break
            starts = row_bounds(addresses, n, move)
            fars, factors = edges_of(addresses, move, starts[n])
            low, high = starts[node], starts[node + 1]
            if left == 0:
                low += np.searchsorted(fars[low:high], end)
                high = min(high, low + 1)
            work[0] -= high - low
            for edge in range(low, high):
                far = fars[edge]
                value = product[at] * factor(factors, node, far, edge)
                if value == 0.0:
                    continue
                if left == 0:
                    if far != end:
                        continue
                    bound = value
                else:
                    if not allowed[far]:
                        continue
                    rest = ahead(
                        addresses, menu, kinds, far, left, done,
                        allowed, bounds, touched, counts, peaks, work,
                    )  # fmt: skip
                    bound = value * rest
                    if bound == 0.0 or on_path(place, parent, at, far):
                        continue
                if size == len(place):
                    place, parent, via = grown_to(place, 2 * size), grown_to(parent, 2 * size), grown_to(via, 2 * size)
                    product, depth = grown_to(product, 2 * size), grown_to(depth, 2 * size)
                place[size], parent[size], via[size] = far, at, move
                product[size], depth[size] = value, depth[at] + 1
                heappush(heap, (-bound, size))
                size += 1
    nodes, moves = np.empty((count, hops + 1), np.int32), np.empty((count, hops), np.int16)
    for i in range(count):
        at = found[i]
        for k in range(hops, -1, -1):
            nodes[i, k] = place[at]
            if k > 0:
                moves[i, k - 1] = via[at]
            at = parent[at]
    return scores[:count], nodes, moves
