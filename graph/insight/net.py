"""The visible edges of some relations as one undirected weighted graph."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.projection.csr import Csr, Ints, Nodes
from graph.projection.projection import View


@dataclass(frozen=True)
class Net:
    """n nodes of a projection and ``weights``: a symmetric n × n float64 array without loops, indices ascending.

    An entry is the sum, over the relations that join two nodes, of the factors that their edges have in a path-degree
    product, c · (d_out · d_in)^-½: what hangs on a hub counts little, as it does in every path. Two nodes joined by
    several relations, or by one in both directions, are one edge.
    """

    weights: csr_array[np.float64]

    @staticmethod
    def of(view: View, relations: Iterable[str]) -> Net:
        """The net of ``relations`` as ``view`` sees them; edges of confidence 0 take no part."""
        n = len(view.projection)
        total = csr_array((n, n), dtype=np.float64)
        for relation in relations:
            both = view.adjacency(relation)
            total = total + _matrix(both.out, n)
            if not both.symmetric:
                total = total + _matrix(both.back, n)
        total.eliminate_zeros()
        total.sort_indices()
        return Net(total)

    def __len__(self) -> int:
        return int(self.weights.shape[0])

    @property
    def edges(self) -> int:
        """How many pairs of nodes are joined."""
        return int(self.weights.nnz) // 2

    @property
    def indptr(self) -> Ints:
        """Where each node's neighbours begin (int64, n + 1)."""
        return np.asarray(self.weights.indptr, dtype=np.int64)

    @property
    def indices(self) -> Nodes:
        """The neighbours (int32)."""
        return np.asarray(self.weights.indices, dtype=np.int32)

    @cached_property
    def degree(self) -> Ints:
        """How many neighbours each node has (int64, n)."""
        return np.diff(self.indptr)

    @cached_property
    def strength(self) -> NDArray[np.float64]:
        """What each node's edges weigh together (float64, n)."""
        return np.asarray(self.weights.sum(axis=1)).ravel()


def _matrix(rows: Csr, n: int) -> csr_array[np.float64]:
    return csr_array((rows.every_factor(), rows.indices, rows.indptr), shape=(n, n))
