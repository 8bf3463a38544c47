"""Rows with a value for every node, read through once in compiled code."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numba import carray  # type: ignore[attr-defined]
from numpy.typing import NDArray

from graph.metapaths.compiled import kernel, pointer
from graph.projection.documents import Documents

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
    total, value = np.zeros(nodes[1]), np.zeros(n)
    for word in range(len(places)):
        rows = carray(pointer(places[word, 0]), places[word, 2], np.int32)
        told = carray(pointer(places[word, 1]), places[word, 2], np.float32)
        for at in range(len(rows)):
            total[rows[at]] += weights[word] * told[at]
    node = carray(pointer(nodes[0]), nodes[1], np.int32)
    for at in range(len(total)):
        if total[at] > 0.0:
            value[node[at]] = min(1.0, total[at] / best)
    return value


@kernel
def _weighed(one: Any, two: Any, three: Any, first: float, second: float, third: float) -> Any:
    found = np.empty(len(one))
    for at in range(len(one)):
        found[at] = first * one[at] + second * two[at] + third * three[at]
    return found


@kernel
def _greatest(values: Any, fits: Any, most: int) -> Any:
    """A heap whose root is the least of the best so far: of equal values the last."""
    heap, size = np.empty(max(most, 1), np.int64), 0
    for place in range(len(values)):
        if not fits[place] or most < 1:
            continue
        if size < most:
            heap[size] = place
            size += 1
            at = size - 1
            while at and _less(values, heap[at], heap[(at - 1) // 2]):
                heap[at], heap[(at - 1) // 2] = heap[(at - 1) // 2], heap[at]
                at = (at - 1) // 2
        elif values[place] > values[heap[0]]:
            heap[0] = place
            _sink(values, heap, size)
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
