"""Edges from one order into another: in any order to rows, and rows to their transpose."""

from __future__ import annotations

from typing import Any

import numpy as np

from graph.compiled import kernel


@kernel
def gathered(start: Any, end: Any, values: Any, indptr: Any) -> Any:
    """Edges in any order as rows: far ends and values of node u at ``indptr[u]:indptr[u + 1]``, in their order."""
    at = indptr[:-1].copy()
    ends, kept = np.empty(len(end), np.int32), np.empty(len(values), values.dtype)
    for i in range(len(start)):
        place = at[start[i]]
        at[start[i]] += 1
        ends[place] = end[i]
        if len(values) > 0:
            kept[place] = values[i]
    return ends, kept


@kernel
def turned(indptr: Any, ends: Any, values: Any, other: Any) -> Any:
    """The transpose of rows, whose bounds are ``other``: its far ends ascend."""
    at = other[:-1].copy()
    starts, kept = np.empty(len(ends), np.int32), np.empty(len(values), values.dtype)
    for node in range(len(indptr) - 1):
        for edge in range(indptr[node], indptr[node + 1]):
            place = at[ends[edge]]
            at[ends[edge]] += 1
            starts[place] = node
            if len(values) > 0:
                kept[place] = values[edge]
    return starts, kept
