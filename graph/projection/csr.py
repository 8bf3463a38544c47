"""Compressed sparse rows of one relation in one direction, with what each edge says of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Nodes = NDArray[np.int32]
DAMPING = 0.5  # w of the path-degree product (Himmelstein & Baranzini 2015)


@dataclass(frozen=True, slots=True)
class Csr:
    """Rows of edges: those of node u are ``indptr[u]:indptr[u+1]`` of the other arrays.

    ``indptr`` int64, ``indices`` int32 ascending, ``confidence`` float32, ``year`` int16 (−1 unknown), ``level`` uint8;
    ``weight`` float64: the edge's factor in a path-degree product, c_e · (d_out · d_in)^-w, with the degrees of these
    rows and of their transpose.
    """

    indptr: Ints
    indices: Nodes
    confidence: NDArray[np.float32]
    year: NDArray[np.int16]
    level: NDArray[np.uint8]
    weight: NDArray[np.float64]

    def degree(self, nodes: Nodes) -> Ints:
        """How many edges each of ``nodes`` has."""
        return self.indptr[nodes + 1] - self.indptr[nodes]

    def expand(self, nodes: Nodes | Ints) -> tuple[Ints, Ints]:
        """All edges of ``nodes``: for each the position in ``nodes`` it leaves from, and its index in the arrays."""
        starts = self.indptr[nodes]
        counts = self.indptr[nodes + 1] - starts
        position = np.repeat(np.arange(len(nodes)), counts)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        return position, np.arange(len(position)) - first + np.repeat(starts, counts)

    def up_to(self, clearance: int) -> Csr:
        """The same without edges of a level above ``clearance``, ``weight`` as it was; itself if there are none."""
        keep = self.level <= clearance
        if bool(keep.all()):
            return self
        indptr = np.concatenate(([0], np.cumsum(keep, dtype=np.int64)))[self.indptr]
        return Csr(
            indptr, self.indices[keep], self.confidence[keep], self.year[keep], self.level[keep], self.weight[keep]
        )

    def damped(self, other: Csr) -> Csr:
        """The same with ``weight`` by the degrees of now; ``other``: the transpose."""
        near, far = np.diff(self.indptr), np.diff(other.indptr)
        degrees = np.repeat(near, near) * far[self.indices]
        return replace(self, weight=self.confidence * degrees.astype(np.float64) ** -DAMPING)


def place(nodes: Nodes, node: int) -> int:
    """Where ``node`` stands among ``nodes`` (ascending), −1 where it does not."""
    at = int(nodes.searchsorted(np.int32(node)))  # for an int of another width NumPy would copy all of them first
    return at if at < len(nodes) and nodes[at] == node else -1


class Adjacency(NamedTuple):
    """A relation both ways: ``out`` along its direction, ``back`` against it; one and the same when symmetric."""

    out: Csr
    back: Csr

    @property
    def symmetric(self) -> bool:
        """Whether the relation has no direction."""
        return self.out is self.back

    def along(self, *, forward: bool) -> Csr:
        """The rows for a walk in (``forward``) or against the relation's direction."""
        return self.out if forward else self.back

    def up_to(self, clearance: int) -> Adjacency:
        """The relation as ``clearance`` sees it: without hidden edges, its weights by the degrees that are left."""
        out = self.out.up_to(clearance)
        if out is self.out:
            return self
        back = out if self.symmetric else self.back.up_to(clearance)
        return Adjacency.of(out, back)

    @staticmethod
    def of(out: Csr, back: Csr) -> Adjacency:
        """Both ways with their weights; ``out`` and ``back`` are one and the same for a symmetric relation."""
        there = out.damped(back)
        return Adjacency(there, there if out is back else back.damped(out))


class EdgeTable(NamedTuple):
    """Edges of one relation as columns: int32 ends, then as in ``Csr``."""

    start: Nodes
    end: Nodes
    confidence: NDArray[np.float32]
    year: NDArray[np.int16]
    level: NDArray[np.uint8]


def adjacency(table: EdgeTable, n: int, *, symmetric: bool) -> Adjacency:
    """The CSR of ``table`` over ``n`` nodes and its transpose.

    Of equal edges the least hidden, then the most confident, then the latest stays. A symmetric relation is read both
    ways; an edge stated in both directions is one. Loops are left out.
    """
    table = _take(table, table.start != table.end)
    if symmetric:
        table = _both_ways(table)
    table = _distinct(table, n)
    out = _rows(table, n)
    if symmetric:
        return Adjacency.of(out, out)
    turned = table._replace(start=table.end, end=table.start)
    return Adjacency.of(out, _rows(_take(turned, np.lexsort((turned.end, turned.start))), n))


def _distinct(table: EdgeTable, n: int) -> EdgeTable:
    table = _take(table, np.lexsort((-table.year, -table.confidence, table.level, table.end, table.start)))
    key = table.start.astype(np.int64) * n + table.end
    first = np.ones(len(key), dtype=bool)
    first[1:] = key[1:] != key[:-1]
    return _take(table, first)


def _take(table: EdgeTable, which: NDArray[np.bool_] | Ints) -> EdgeTable:
    return EdgeTable(
        table.start[which], table.end[which], table.confidence[which], table.year[which], table.level[which]
    )


def _both_ways(table: EdgeTable) -> EdgeTable:
    start, end, confidence, year, level = table
    return EdgeTable(
        np.concatenate((start, end)),
        np.concatenate((end, start)),
        np.concatenate((confidence, confidence)),
        np.concatenate((year, year)),
        np.concatenate((level, level)),
    )


def _rows(table: EdgeTable, n: int) -> Csr:
    indptr = np.zeros(n + 1, dtype=np.int64)
    np.cumsum(np.bincount(table.start, minlength=n), out=indptr[1:])
    return Csr(indptr, table.end, table.confidence, table.year, table.level, np.empty(0))
