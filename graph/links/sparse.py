"""Rows with a value for every node, of which only few are not 0, and the greatest values of a row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np
from numpy.typing import NDArray

from graph.projection.csr import Nodes, place

Row = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sparse:
    """``nodes``: ascending ids; ``values``: theirs (float64); all others are 0. Read by an id or an array of ids."""

    nodes: Nodes
    values: Row

    @staticmethod
    def none() -> Sparse:
        """0 everywhere."""
        return Sparse(np.empty(0, np.int32), np.empty(0))

    @overload
    def __getitem__(self, node: int) -> float: ...
    @overload
    def __getitem__(self, node: Nodes) -> Row: ...
    def __getitem__(self, node: int | Nodes) -> float | Row:
        if isinstance(node, np.ndarray):
            return self._at(node)
        at = place(self.nodes, node)
        return float(self.values[at]) if at >= 0 else 0.0

    def _at(self, nodes: Nodes) -> Row:
        if not len(self.nodes):
            return np.zeros(len(nodes))
        at = np.minimum(self.nodes.searchsorted(nodes), len(self.nodes) - 1)
        return np.where(self.nodes[at] == nodes, self.values[at], 0.0)

    def dense(self, n: int) -> Row:
        """The row as an array of ``n`` values."""
        row = np.zeros(n)
        row[self.nodes] = self.values
        return row

    def without(self, node: int | None) -> Sparse:
        """The same with 0 at ``node``."""
        at = -1 if node is None else place(self.nodes, node)
        if at < 0:
            return self
        values = self.values.copy()
        values[at] = 0.0
        return Sparse(self.nodes, values)


def highest(parts: Sequence[tuple[Nodes, Row]]) -> Sparse:
    """Values by node, of several for one the highest. Within each of ``parts`` nodes ascend and are different."""
    parts = [part for part in parts if len(part[0])]
    if len(parts) < 2:
        return Sparse(*parts[0]) if parts else Sparse.none()
    nodes, values = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(nodes, kind="stable")  # which merges rows that ascend
    nodes, values = nodes[order], values[order]
    first = np.flatnonzero(np.diff(nodes, prepend=-1))
    return Sparse(nodes[first], np.maximum.reduceat(values, first))
