"""The best simple paths between two nodes, best first, by A* over partial paths (Hart, Nilsson & Raphael 1968).

Paths of different lengths compare by the geometric mean of their edges' factors. All lengths are sought at once: what a
partial path can become is bounded by the ``labels`` of the other end, which are never too low for a path that is above
the floor, so that such paths come in order.
"""

from __future__ import annotations

from heapq import heappop, heappush
from math import log
from typing import Any

import numpy as np

from graph.compiled import kernel
from graph.metapaths.kernels import edges_of, factor, row_bounds
from graph.metapaths.labels import CUT, DEEP, LEFT, forget, in_time, order_of, strong_enough, years_of
from graph.metapaths.layers import grow
from graph.metapaths.partial import grown_to, on_path, traced

SAME = 1e-11  # logarithms of scores that differ by less are equal
TIES = 1_000  # paths as good as the last one wanted that are found besides, so that it is clear which comes first
STATES = 1 << 21  # partial paths that are kept at most: 80 MB


@kernel
def _onward(walk: Any, labels: Any, hops: int) -> Any:
    """The greatest label that a move from a kind may lead to, by edges left, move and kind."""
    best = np.zeros((hops, len(walk.addresses), labels.tops.shape[2]))
    for at in range(len(walk.peaks[0])):
        move, near, far = walk.ways[0, at]
        if move < 0:
            break
        for rest in range(hops):
            best[rest, move, near] = max(best[rest, move, near], labels.tops[1, rest, far])
    return best


@kernel
def _bar(onward: Any, move: int, kind: int, done: int, value: float, floors: Any) -> float:
    """The least factor of an edge, the ``done``-th of a path, by which that can still become what is wanted."""
    bar = np.inf
    for rest in range(len(floors) - done):
        top = onward[rest, move, kind]
        if top > 0.0:
            bar = min(bar, floors[done + rest] / (value * top))
    return bar


@kernel
def _promise(labels: Any, node: int, done: int, value: float, floors: Any, state: Any) -> float:
    """ln of the best score that a partial path of ``done`` edges, at a node between, can reach; −∞ below the floor."""
    best = -np.inf
    for rest in range(1, len(floors) - done):
        whole = value * labels.values[DEEP + rest, node]
        if whole > 0.0:
            if whole >= floors[done + rest]:
                best = max(best, log(whole) / (done + rest))
            else:
                state[CUT] = 1
    return best


@kernel
def best_first(walk: Any, labels: Any, ends: Any, lower: Any, most: int, state: Any) -> Any:
    """The ``most`` best simple paths, best first, and those that are as good as the last one.

    ``labels``: those of both ends, made for some floors. Paths above those floors are all found, in their order;
    others, not less than the ``lower`` floors, as far as the labels lead to them. Comes back: products, nodes
    (paths × ``HOPS``, −1 after the end), moves (likewise). When ``state[LEFT]`` is below 0 there may be more.
    """
    n, hops = len(walk.kinds), len(lower) - 1
    timed = walk.span[0] <= walk.span[1]
    onward = _onward(walk, labels, hops)
    place, parent, via = np.empty(1024, np.int32), np.empty(1024, np.int32), np.empty(1024, np.int16)
    product, depth = np.empty(1024), np.empty(1024, np.int8)
    place[0], parent[0], via[0], product[0], depth[0] = ends[0], -1, -1, 1.0, 0
    heap, size, count = [(0.0, 0)], 1, 0
    found, last = np.empty(16, np.int32), np.inf
    while len(heap) > 0 and state[LEFT] >= 0:
        bound, at = heappop(heap)
        if count >= most and (bound > last + SAME or count >= most + TIES):
            break
        node, done, value = place[at], depth[at] + 1, product[at]
        if node == ends[1]:
            if count == len(found):
                found = grown_to(found, 2 * count)
            found[count] = at
            count += 1
            if count == most:
                last = bound
            continue
        for move in walk.menus[0, walk.kinds[node]]:
            if move < 0:
                break
            bar = _bar(onward, move, walk.kinds[node], done, value, lower)
            if bar == np.inf:
                continue
            starts = row_bounds(walk.addresses, n, move)
            fars, factors = edges_of(walk.addresses, move, starts[n])
            order, years = order_of(walk, move, starts[n]), years_of(walk, move, starts[n])
            low, high = starts[node], starts[node + 1]
            sure = -1
            if done == hops:  # only the end itself can follow
                low += np.searchsorted(fars[low:high], ends[1])
                high = min(high, low + 1)
            else:
                sure = strong_enough(fars, factors, order, node, low, high, bar)
                if sure >= 0:
                    high, state[CUT] = low + sure, 1
            state[LEFT] -= high - low
            if state[LEFT] < 0 or size + high - low > STATES:
                state[LEFT] = -1
                break
            for step in range(low, high):
                edge = step if sure < 0 else low + order[step]
                far = fars[edge]
                share = factor(factors, node, far, edge)
                if share < bar or share == 0.0:
                    state[CUT] = max(state[CUT], share > 0.0)
                    continue
                reached = value * share
                if far == ends[1]:
                    promise = log(reached) / done if reached >= lower[done] else -np.inf
                    state[CUT] = max(state[CUT], promise == -np.inf)
                elif done < hops and walk.allowed[far]:
                    promise = _promise(labels, far, done, reached, lower, state)
                else:
                    continue
                if promise == -np.inf or (timed and not in_time(walk, years, edge)) or on_path(place, parent, at, far):
                    continue
                if size == len(place):
                    place, parent, via = grown_to(place, 2 * size), grown_to(parent, 2 * size), grown_to(via, 2 * size)
                    product, depth = grown_to(product, 2 * size), grown_to(depth, 2 * size)
                place[size], parent[size], via[size] = far, at, move
                product[size], depth[size] = reached, done
                heappush(heap, (-promise, size))
                size += 1
    return traced(found[:count], place, parent, via, product, depth)


@kernel
def attempt(walk: Any, labels: Any, ends: Any, floors: Any, lower: Any, most: int, state: Any) -> Any:
    """As ``best_first``, with labels of its own. ``state[CUT]`` tells whether any path may lie below the floors."""
    state[CUT] = 0
    grow(walk, labels, ends, floors, state)
    answer = best_first(walk, labels, ends, lower, most if state[LEFT] >= 0 else 0, state)
    forget(labels)
    return answer
