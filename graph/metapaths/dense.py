"""Rows with a value for every node, read through once in compiled code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numba import carray  # type: ignore[attr-defined]
from numpy.typing import NDArray

from graph.compiled import kernel, pointer
from graph.projection.csr import Nodes
from graph.projection.documents import Documents

BLOCK = 4_096  # documents whose scores are added up together

Row = NDArray[np.float64]


def scores(documents: Documents, weights: Mapping[str, float], *, best: float, n: int) -> Row:
    """For every of ``n`` nodes the BM25 score of its text for a query of weighted words, as a share of ``best``, ≤ 1.

    The sums are those of ``Documents.bm25``.
    """
    columns = [(*documents.column(word), weight) for word, weight in weights.items()]
    where = [(rows.ctypes.data, told.ctypes.data, len(rows)) for rows, told, _ in columns]
    by_word = np.array([weight for *_, weight in columns], dtype=np.float32)  # as NumPy multiplies single precision
    places = np.array(where, dtype=np.int64).reshape(-1, 3)
    nodes = (documents.nodes.ctypes.data, len(documents))
    found: Row = _scores(places, by_word, np.array(nodes, dtype=np.int64), best, n)
    return found


def told(one: Row, other: Row) -> NDArray[np.bool_]:
    """Where the sum of two rows is above 0."""
    found: NDArray[np.bool_] = _told(one, other)
    return found


def raise_to(values: Row, nodes: Nodes, lifts: Row, scale: float) -> None:
    """Raise ``values`` (one per node), in place, at some ``nodes`` to ``scale`` times the logarithm of their ``lifts``,
    at most to 1."""
    _raised(values, nodes, lifts, scale)


def weighed(rows: tuple[Row, Row, Row], weights: tuple[float, float, float]) -> Row:
    """Three rows, each times its weight, added up."""
    found: Row = _weighed(*rows, *weights)
    return found


def greatest(values: Row, fits: NDArray[np.bool_], most: int) -> list[int]:
    """The places of the ``most`` greatest ``values`` that ``fits`` is true of, the greatest first, of equal ones the
    first; all arrays are of one length."""
    found: list[int] = _greatest(values, fits, most).tolist()
    return found


@kernel
def _scores(places: Any, weights: Any, nodes: Any, best: float, n: int) -> Any:
    value, node = np.zeros(n), carray(pointer(nodes[0]), nodes[1], np.int32)
    total, done = np.zeros(BLOCK), np.zeros(len(places), np.int64)
    for low in range(0, len(node), BLOCK):  # a few documents at a time, whose sums stay in the processor's cache
        high = min(low + BLOCK, len(node))
        for word in range(len(places)):
            rows = carray(pointer(places[word, 0]), places[word, 2], np.int32)
            told = carray(pointer(places[word, 1]), places[word, 2], np.float32)
            at = done[word]
            while at < len(rows) and rows[at] < high:
                total[rows[at] - low] += weights[word] * told[at]
                at += 1
            done[word] = at
        for at in range(high - low):  # without a branch, which nobody could foretell
            value[node[low + at]] = min(1.0, total[at] / best)
            total[at] = 0.0
    return value


@kernel
def _raised(values: Any, nodes: Any, lifts: Any, scale: float) -> None:
    for at in range(len(nodes)):
        if lifts[at] > 1.0:
            share = min(1.0, np.log(lifts[at]) * scale)
            values[nodes[at]] = max(values[nodes[at]], share)


@kernel
def _told(one: Any, other: Any) -> Any:
    found = np.empty(len(one), np.bool_)
    for at in range(len(one)):
        found[at] = one[at] + other[at] > 0.0
    return found


@kernel
def _weighed(one: Any, two: Any, three: Any, first: float, second: float, third: float) -> Any:
    found = np.empty(len(one))
    for at in range(len(one)):
        found[at] = first * one[at] + second * two[at] + third * three[at]
    return found


@kernel
def _greatest(values: Any, fits: Any, most: int) -> Any:
    """A heap whose root is the least of the best so far: of equal values the last."""
    heap, size, least = np.empty(max(most, 1), np.int64), 0, -np.inf
    for place in range(len(values) if most > 0 else 0):
        if values[place] <= least or not fits[place]:
            continue
        if size < most:
            heap[size] = place
            size += 1
            at = size - 1
            while at and _less(values, heap[at], heap[(at - 1) // 2]):
                heap[at], heap[(at - 1) // 2] = heap[(at - 1) // 2], heap[at]
                at = (at - 1) // 2
        else:
            heap[0] = place
            _sink(values, heap, size)
        if size == most:
            least = values[heap[0]]
    found = np.empty(size, np.int64)
    while size:
        size -= 1
        found[size] = heap[0]
        heap[0] = heap[size]
        _sink(values, heap, size)
    return found


@kernel
def _less(values: Any, one: int, other: int) -> bool:
    return bool(values[one] < values[other] or (values[one] == values[other] and one > other))


@kernel
def _sink(values: Any, heap: Any, size: int) -> None:
    at = 0
    while 2 * at + 1 < size:
        child = 2 * at + 1
        if child + 1 < size and _less(values, heap[child + 1], heap[child]):
            child += 1
        if not _less(values, heap[child], heap[at]):
            break
        heap[at], heap[child] = heap[child], heap[at]
        at = child
