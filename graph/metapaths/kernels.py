"""The inner loops of path counting. They read a ``Table``'s rows by address and leave its scratch as it was."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray  # type: ignore[attr-defined]

from graph.compiled import kernel, pointer


@kernel
def row_bounds(addresses: Any, n: int, move: int) -> Any:
    """Where each node's edges begin in a move's other arrays (int32, n + 1)."""
    return carray(pointer(addresses[move, 0]), n + 1, np.int32)


@kernel
def edges_of(addresses: Any, move: int, count: int) -> Any:
    """The far ends (int32) of a move's edges, and what ``factor`` reads."""
    ends = carray(pointer(addresses[move, 1]), count, np.int32)
    strengths = carray(pointer(addresses[move, 2]), count, np.float32)
    near = carray(pointer(addresses[move, 4]), count, np.int32)
    far = carray(pointer(addresses[move, 5]), count, np.int32)
    return ends, (strengths, addresses[move, 3], near, far)


@kernel
def strength(factors: Any, edge: int) -> float:
    """c_e of an edge: its factor without the degrees of its ends."""
    return float(factors[0][edge * factors[1]])


@kernel
def near_root(factors: Any, node: int) -> float:
    """What the degree of the node that edges leave from makes of each: d^-w, w = ½."""
    return float(1.0 / np.sqrt(np.float64(factors[2][node + 1] - factors[2][node])))


@kernel
def far_root(factors: Any, node: int) -> float:
    """What the degree of the node where an edge ends makes of it."""
    return float(1.0 / np.sqrt(np.float64(factors[3][node + 1] - factors[3][node])))


@kernel
def factor(factors: Any, node: int, far: int, edge: int) -> float:
    """The factor of an edge from ``node`` to ``far``: c_e · (d_out · d_in)^-w."""
    one, other = factors[2][node + 1] - factors[2][node], factors[3][far + 1] - factors[3][far]
    return float(factors[0][edge * factors[1]] / np.sqrt(np.float64(one) * np.float64(other)))


@kernel
def spread(
    addresses: Any, move: int, nodes: Any, values: Any, kinds: Any, within: Any, banned: int, sums: Any, touched: Any
) -> Any:
    """The sparse vector (``nodes``, ``values``) times the matrix of a move, but for ``banned``.

    ``within`` (bool, one per kind): the kinds of node that are kept.
    """
    bounds = row_bounds(addresses, len(kinds), move)
    ends, factors = edges_of(addresses, move, bounds[len(kinds)])
    found = 0
    for i in range(len(nodes)):
        start, end = bounds[nodes[i]], bounds[nodes[i] + 1]
        if start == end:
            continue
        share = values[i] * near_root(factors, nodes[i])
        for edge in range(start, end):
            far = ends[edge]
            value = share * strength(factors, edge)
            if value == 0.0 or far == banned or not within[kinds[far]]:
                continue
            if sums[far] == 0.0:
                touched[found] = far
                found += 1
            sums[far] += value
    reached = np.sort(touched[:found])
    weights = np.empty(found)
    for i in range(found):
        weights[i] = sums[reached[i]] * far_root(factors, reached[i])
        sums[reached[i]] = 0.0
    return reached, weights


@kernel
def second_steps(
    addresses: Any, first: Any, values: Any, starts: Any, ends_at: Any, kinds: Any, many: int, sums: Any, touched: Any
) -> Any:
    """Where two steps lead, by the slot of the first step, the second move, and the kind reached.

    ``first``, ``values``: nodes after one step and their weights, slot i at ``starts[i]:starts[i + 1]``; ``ends_at``:
    the two ends, which no step may enter; ``many``: the number of kinds. Comes back: nodes, weights, numbers of
    suffixes, and ``codes`` with the number of each (slot · moves + move) · many + kind, −1 where nothing leads.
    """
    moves = len(addresses)
    room = 0
    for move in range(moves):
        bounds = row_bounds(addresses, len(kinds), move)
        for node in first:
            room += bounds[node + 1] - bounds[node]
    nodes, weights, suffixes = np.empty(room, np.int32), np.empty(room), np.empty(room, np.int32)
    codes = np.full((len(starts) - 1) * moves * many, -1, np.int32)
    size, known = 0, 0
    for slot in range(len(starts) - 1):
        for move in range(moves):
            found = _fill(addresses, move, first, values, starts[slot], starts[slot + 1], ends_at, kinds, sums, touched)
            for at in range(found):
                node = touched[at]
                code = (slot * moves + move) * many + kinds[node]
                if codes[code] < 0:
                    codes[code] = known
                    known += 1
                nodes[size], weights[size], suffixes[size] = node, sums[node], codes[code]
                size += 1
                sums[node] = 0.0
    return nodes[:size], weights[:size], suffixes[:size], codes, known


@kernel
def _fill(
    addresses: Any,
    move: int,
    first: Any,
    values: Any,
    low: int,
    high: int,
    ends_at: Any,
    kinds: Any,
    sums: Any,
    touched: Any,
) -> int:
    """Add one move's step from ``first[low:high]`` to ``sums``; how many nodes were ``touched``."""
    bounds = row_bounds(addresses, len(kinds), move)
    ends, factors = edges_of(addresses, move, bounds[len(kinds)])
    found = 0
    for i in range(low, high):
        begin, end = bounds[first[i]], bounds[first[i] + 1]
        if begin == end:
            continue
        share = values[i] * near_root(factors, first[i])
        for edge in range(begin, end):
            far = ends[edge]
            value = share * strength(factors, edge)
            if value == 0.0 or far == ends_at[0] or far == ends_at[1]:
                continue
            if sums[far] == 0.0:
                touched[found] = far
                found += 1
            sums[far] += value
    for i in range(found):
        sums[touched[i]] *= far_root(factors, touched[i])
    return found


@kernel
def linked(nodes: Any, heads: Any) -> Any:
    """Chains of equal nodes: ``heads[node]`` is the last place of a node, what comes back the place before each."""
    before = np.empty(len(nodes), np.int32)
    for at in range(len(nodes)):
        before[at] = heads[nodes[at]]
        heads[nodes[at]] = at
    return before


@kernel
def met(
    addresses: Any,
    first: Any,
    values: Any,
    starts: Any,
    ends_at: Any,
    kinds: Any,
    heads: Any,
    before: Any,
    weights: Any,
    suffixes: Any,
    count: int,
    sums: Any,
    touched: Any,
) -> Any:
    """Σ over the nodes where second steps from the front meet what was ``linked``: (slots · moves) × ``count``."""
    moves = len(addresses)
    out = np.zeros(((len(starts) - 1) * moves, count))
    for slot in range(len(starts) - 1):
        for move in range(moves):
            found = _fill(addresses, move, first, values, starts[slot], starts[slot + 1], ends_at, kinds, sums, touched)
            for at in range(found):
                node = touched[at]
                entry = heads[node]
                while entry >= 0:
                    out[slot * moves + move, suffixes[entry]] += sums[node] * weights[entry]
                    entry = before[entry]
                sums[node] = 0.0
    return out


@kernel
def doubled(
    addresses: Any,
    first: Any,
    values: Any,
    slots: Any,
    ends_at: Any,
    kinds: Any,
    many: int,
    heads: Any,
    before: Any,
    far_values: Any,
    far_slots: Any,
    codes: Any,
    out: Any,
    sums: Any,
) -> None:
    """Take out of ``out`` the walks whose first and last inner nodes are one: s – x – b – x – t.

    ``heads`` and ``before`` chain the first steps from the far end, which have ``far_values`` and ``far_slots``.
    """
    moves = len(addresses)
    used = np.empty(moves, np.int64)
    for i in range(len(first)):
        node = first[i]
        if heads[node] < 0:
            continue
        most = 0
        for move in range(moves):
            bounds = row_bounds(addresses, len(kinds), move)
            if bounds[node + 1] > bounds[node]:
                used[most] = move
                most += 1
        for one in used[:most]:
            mine = row_bounds(addresses, len(kinds), one)
            ends, factors = edges_of(addresses, one, mine[len(kinds)])
            for edge in range(mine[node], mine[node + 1]):
                sums[ends[edge]] = factor(factors, node, ends[edge], edge)
            sums[ends_at] = 0.0
            for other in used[:most]:
                theirs = row_bounds(addresses, len(kinds), other)
                far, back = edges_of(addresses, other, theirs[len(kinds)])
                for edge in range(theirs[node], theirs[node + 1]):
                    both = sums[far[edge]]
                    if both == 0.0:
                        continue
                    both *= factor(back, node, far[edge], edge)
                    entry = heads[node]
                    while entry >= 0:
                        code = (far_slots[entry] * moves + other) * many + kinds[far[edge]]
                        out[slots[i] * moves + one, codes[code]] -= values[i] * far_values[entry] * both
                        entry = before[entry]
            for edge in range(mine[node], mine[node + 1]):
                sums[ends[edge]] = 0.0
