"""The inner loops of bringing a projection up to date."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import carray  # type: ignore[attr-defined]

from graph.compiled import copied, kernel, pointer


@kernel
def spliced(old: int, new: int, made: int, size: int, n: int, gone: Any, at: Any) -> None:
    """Write the ``n`` values at address ``old``, of ``size`` bytes each, to ``made``, without those at the places
    ``gone`` and with those at ``new`` before the places ``at``. Where both name a place, the new ones come first."""
    done, taken, put, end = 0, 0, 0, made
    while done < n or put < len(at):
        place = min(gone[taken] if taken < len(gone) else n, at[put] if put < len(at) else n)
        copied(end, old + done * size, (place - done) * size)
        end, done, first = end + (place - done) * size, place, put
        while put < len(at) and at[put] == place:
            put += 1
        copied(end, new + first * size, (put - first) * size)
        end += (put - first) * size
        if taken < len(gone) and gone[taken] == place:
            taken, done = taken + 1, done + 1


@kernel
def renumbered(old: int, numbers: Any, n: int, gone: Any, at: Any, new: Any, made: Any) -> None:
    """As ``spliced`` for int32 values, those that are kept being looked up in ``numbers``."""
    source = carray(pointer(old), n, np.int32)
    done, taken, put, end = 0, 0, 0, 0
    while done < n or put < len(at):
        place = min(gone[taken] if taken < len(gone) else n, at[put] if put < len(at) else n)
        for kept in range(done, place):
            made[end + kept - done] = numbers[source[kept]]
        done, end = place, end + place - done
        while put < len(at) and at[put] == place:
            made[end] = new[put]
            put, end = put + 1, end + 1
        if taken < len(gone) and gone[taken] == place:
            taken, done = taken + 1, done + 1


@kernel
def bounds_of(old: Any, gone: Any, at: Any, out: Any, came: Any, made: Any) -> None:
    """Where rows begin afterwards (``made``): the rows ``gone`` taken out and empty ones put in before the rows ``at``;
    the entries ``out`` taken out, and one put in for each of the rows ``came``, in numbers of afterwards. All ascend.
    """
    row, taken, put, left, more = 0, 0, 0, 0, 0
    made[0] = 0
    for new in range(len(made) - 1):
        while taken < len(gone) and gone[taken] == row and not (put < len(at) and at[put] == row):
            taken, row = taken + 1, row + 1
            while left < len(out) and out[left] < old[row]:
                left += 1
        many = 0
        if put < len(at) and at[put] == row:
            put += 1
        else:
            row += 1
            many = old[row] - old[row - 1]
            while left < len(out) and out[left] < old[row]:
                left, many = left + 1, many - 1
        while more < len(came) and came[more] == new:
            more, many = more + 1, many + 1
        made[new + 1] = made[new] + many


@kernel
def scored(indptr: Any, rows: Any, counts: Any, weights: Any, damping: Any, made: Any) -> None:
    """The BM25 scores of all entries (``made``): weight · count / (damping + count), by word and by text."""
    for word in range(len(indptr) - 1):
        for at in range(indptr[word], indptr[word + 1]):
            count = np.float64(counts[at])
            made[at] = weights[word] * (count / (damping[rows[at]] + count))


@kernel
def _order(one: Any, other: Any) -> int:
    """Below, at or above 0 as the first text in UTF-8 comes before, is, or comes after the other."""
    for at in range(min(len(one), len(other))):
        if one[at] != other[at]:
            return -1 if one[at] < other[at] else 1
    return len(one) - len(other)


@kernel
def found(blob: int, starts: int, n: int, wanted: Any, bounds: Any, spans: Any) -> Any:
    """Where each text stands among the ``n`` strings at the addresses ``blob`` and ``starts``; −1 where it does not.

    ``wanted``, ``bounds``: the texts, as in ``Strings``; ``spans`` (int64, spans × 2): ranges in ascending order, none
    of them empty, of which the first that has it counts.
    """
    offsets = carray(pointer(starts), n + 1, np.int64)
    texts = carray(pointer(blob), offsets[n], np.uint8)
    places = np.full(len(bounds) - 1, -1, np.int64)
    for one in range(len(places)):
        key = wanted[bounds[one] : bounds[one + 1]]
        for span in range(len(spans)):
            low, high = spans[span, 0], spans[span, 1] - 1
            if _order(texts[offsets[low] : offsets[low + 1]], key) > 0:
                continue
            if _order(texts[offsets[high] : offsets[high + 1]], key) < 0:
                continue
            while low < high:
                middle = (low + high) // 2
                if _order(texts[offsets[middle] : offsets[middle + 1]], key) < 0:
                    low = middle + 1
                else:
                    high = middle
            if _order(texts[offsets[low] : offsets[low + 1]], key) == 0:
                places[one] = low
                break
    return places
