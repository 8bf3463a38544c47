"""Sparse n × n matrices of 0 and 1: who is linked to what."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.projection.csr import Csr

Ones = csr_array[np.float64]
Mask = NDArray[np.bool_]


def linked(rows: Csr) -> Ones:
    """The edges of a relation with any confidence above 0."""
    n = len(rows.indptr) - 1
    sure = (rows.confidence > 0).astype(np.float64)
    return ones(csr_array((sure, rows.indices, rows.indptr), shape=(n, n)))


def empty(n: int) -> Ones:
    """n × n of nothing."""
    return csr_array((n, n), dtype=np.float64)


def added(one: Ones, other: Ones) -> Ones:
    """What is in either of two."""
    return ones(one + other)


def ones(rows: Ones) -> Ones:
    """A copy with 1 in the place of whatever is not 0."""
    found = csr_array(rows, copy=True)  # those of a projection are read only
    found.eliminate_zeros()
    return csr_array((np.ones(found.nnz), found.indices, found.indptr), shape=found.shape)


def only(rows: Ones, here: Mask) -> Ones:
    """The rows of the nodes that are ``here``, all others empty."""
    keep = np.repeat(here, np.diff(rows.indptr)).astype(np.float64)
    return ones(csr_array((keep, rows.indices, rows.indptr), shape=rows.shape))
