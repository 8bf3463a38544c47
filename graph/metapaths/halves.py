"""The best simple paths made of two half walks that end at the same node."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.compiled import kernel

SCALE = 1e12  # weights are compared to 12 digits, so that rounding alone puts nothing in order
SLACK = 1e-4  # more than single precision takes off the logarithm of a product
TRIED = 0  # of the state: pairs that may still be tried; below 0 there may be better ones


@kernel
def best_pairs(ahead: Any, first: Any, behind: Any, turned: Any, most: int, state: Any) -> Any:
    """The ``most`` heaviest pairs of a walk ``ahead`` and one ``behind`` that meet and have no other node in common.

    Both are tuples of nodes (int32, walks × places), steps (int16) and weights; those ahead are in order of their last
    node, the heaviest first up to ``SLACK``, and ``first`` (int32, one per node) tells where those of a node begin, −1
    for none. Of equally heavy pairs those that come first by the nodes, then by the steps of their path (``turned``:
    the move back over each). Comes back: the places of both in their tables, in no order, and the rounded sums of their
    weights.
    """
    ours, theirs = np.empty(most + 1, np.int32), np.empty(most + 1, np.int32)
    sums, size = np.empty(most + 1), 0
    for there in range(len(behind[0])):
        node = behind[0][there, -1]
        here = first[node]
        while 0 <= here < len(ahead[0]) and ahead[0][here, -1] == node:
            total = np.rint((ahead[2][here] + behind[2][there]) * SCALE) / SCALE
            if size == most and total < sums[0] - SLACK:
                break
            state[TRIED] -= 1
            if state[TRIED] < 0:
                return ours[:size], theirs[:size], sums[:size]
            if (size < most or total >= sums[0]) and _apart(ahead[0][here], behind[0][there]):
                ours[size], theirs[size], sums[size] = here, there, total
                size += 1
                _rise(ahead, behind, turned, ours, theirs, sums, size)
                if size > most:
                    size -= 1
                    _exchange(ours, theirs, sums, 0, size)
                    _sink(ahead, behind, turned, ours, theirs, sums, size)
            here += 1
    return ours[:size], theirs[:size], sums[:size]


@kernel
def _apart(one: Any, other: Any) -> bool:
    """Whether two walks have no node in common but their last."""
    for i in range(len(one) - 1):
        for j in range(len(other) - 1):
            if one[i] == other[j]:
                return False
    return True


@kernel
def _place(front: Any, rear: Any, at: int) -> int:
    """The node at a place of the path made of two walks."""
    return front[at] if at < len(front) else rear[len(front) + len(rear) - 2 - at]  # type: ignore[no-any-return]


@kernel
def _step(front: Any, rear: Any, turned: Any, at: int) -> int:
    """The move at a place of the path made of two walks."""
    return front[at] if at < len(front) else turned[rear[len(front) + len(rear) - 1 - at]]  # type: ignore[no-any-return]


@kernel
def _worse(ahead: Any, behind: Any, turned: Any, ours: Any, theirs: Any, sums: Any, i: int, j: int) -> bool:
    """Whether the i-th pair that is kept comes after the j-th."""
    if sums[i] != sums[j]:
        return bool(sums[i] < sums[j])
    for part in range(ahead[0].shape[1] + behind[0].shape[1] - 1):
        one = _place(ahead[0][ours[i]], behind[0][theirs[i]], part)
        other = _place(ahead[0][ours[j]], behind[0][theirs[j]], part)
        if one != other:
            return bool(one > other)
    for part in range(ahead[1].shape[1] + behind[1].shape[1]):
        one = _step(ahead[1][ours[i]], behind[1][theirs[i]], turned, part)
        other = _step(ahead[1][ours[j]], behind[1][theirs[j]], turned, part)
        if one != other:
            return bool(one > other)
    return False


@kernel
def _exchange(ours: Any, theirs: Any, sums: Any, i: int, j: int) -> None:
    ours[i], ours[j] = ours[j], ours[i]
    theirs[i], theirs[j] = theirs[j], theirs[i]
    sums[i], sums[j] = sums[j], sums[i]


@kernel
def _rise(ahead: Any, behind: Any, turned: Any, ours: Any, theirs: Any, sums: Any, size: int) -> None:
    """Put the last pair of a heap, whose root is the worst, where it belongs."""
    at = size - 1
    while at and _worse(ahead, behind, turned, ours, theirs, sums, at, (at - 1) // 2):
        _exchange(ours, theirs, sums, at, (at - 1) // 2)
        at = (at - 1) // 2


@kernel
def _sink(ahead: Any, behind: Any, turned: Any, ours: Any, theirs: Any, sums: Any, size: int) -> None:
    """Put the root of a heap where it belongs."""
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and _worse(ahead, behind, turned, ours, theirs, sums, child + 1, child):
            child += 1
        if not _worse(ahead, behind, turned, ours, theirs, sums, child, at):
            break
        _exchange(ours, theirs, sums, at, child)
        at = child
