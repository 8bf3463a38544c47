"""Compressed sparse rows of one relation in one direction, with what each edge says of itself."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from graph.errors import StoreError
from graph.projection.decay import Decay

Ints = NDArray[np.int64]
Nodes = NDArray[np.int32]
Shares = NDArray[np.float32]
Scalar = TypeVar("Scalar", bound=np.generic)
FEW = 1_000  # values by which a column of different ones is nearly always told
DAMPING = 0.5  # w of the path-degree product (Himmelstein & Baranzini 2015)


@dataclass(frozen=True)
class Csr:
    """Rows of edges: those of node u are ``indptr[u]:indptr[u+1]`` of the other arrays.

    ``indptr`` int32, ``indices`` int32 ascending, ``confidence`` float32, ``level`` uint8; ``year`` and ``last`` int16:
    the first and the last year in which it held, −1 unknown, ``last`` being ``year`` itself where no edge has an end of
    its own; ``strength`` float32: c_e, confidence × time decay, ``confidence`` itself where nothing decays; ``far``:
    ``indptr`` of the transpose. A column with one value for all edges is that value once, broadcast.
    """

    indptr: Nodes
    indices: Nodes
    confidence: Shares
    year: NDArray[np.int16]
    level: NDArray[np.uint8]
    strength: Shares
    far: Nodes
    last: NDArray[np.int16]

    def degree(self, nodes: Nodes) -> Nodes:
        """How many edges each of ``nodes`` has."""
        return self.indptr[nodes + 1] - self.indptr[nodes]

    def expand(self, nodes: Nodes | Ints) -> tuple[Ints, Ints]:
        """All edges of ``nodes``: for each the position in ``nodes`` it leaves from, and its index in the arrays."""
        starts = self.indptr[nodes]
        counts = self.indptr[nodes + 1] - starts
        position = np.repeat(np.arange(len(nodes)), counts)
        first = np.repeat(np.cumsum(counts) - counts, counts)
        return position, np.arange(len(position)) - first + np.repeat(starts, counts)

    def factors(self, near: Nodes, edges: Ints) -> NDArray[np.float64]:
        """The factors of ``edges``, which leave from ``near``, in a path-degree product: c_e · (d_out · d_in)^-w."""
        ends = self.indices[edges]
        degrees = self.degree(near).astype(np.float64) * (self.far[ends + 1] - self.far[ends])
        found: NDArray[np.float64] = self.strength[edges] * degrees**-DAMPING
        return found

    def place(self, near: int, far: int) -> int:
        """Where the edge from ``near`` to ``far`` stands; −1 when there is none."""
        if near >= len(self.indptr) - 1:
            return -1
        low, high = int(self.indptr[near]), int(self.indptr[near + 1])
        at = place(self.indices[low:high], far)
        return low + at if at >= 0 else -1

    @property
    def addresses(self) -> tuple[int, int, int, int, int, int]:
        """Where kernels find the rows, as long as these are kept: bounds, far ends, c_e, by how many places one goes on
        from edge to edge in c_e (0: one value for all), the bounds that tell the degrees of near and of far ends."""
        bounds, ends, strength = self.indptr.ctypes.data, self.indices.ctypes.data, self.strength.ctypes.data
        return bounds, ends, strength, int(self.strength.strides != (0,)), bounds, self.far.ctypes.data

    def every_factor(self) -> NDArray[np.float64]:
        """The factors of all edges, 8 bytes an edge."""
        degrees = np.diff(self.indptr)
        return self.factors(np.repeat(np.arange(len(degrees)), degrees), np.arange(len(self.indices)))

    def up_to(self, clearance: int) -> Csr:
        """The same without edges of a level above ``clearance``, ``far`` as it was; itself if there are none."""
        if int(self.level.max(initial=0)) <= clearance:
            return self
        keep = self.level <= clearance
        indptr = np.concatenate(([0], np.cumsum(keep)))[self.indptr].astype(np.int32)
        confidence = self.confidence[keep]
        strength = confidence if self.strength is self.confidence else self.strength[keep]
        year = self.year[keep]
        last = year if self.last is self.year else self.last[keep]
        return Csr(indptr, self.indices[keep], confidence, year, self.level[keep], strength, self.far, last)


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
        """The relation as ``clearance`` sees it: without hidden edges, damped by the degrees that are left."""
        out = self.out.up_to(clearance)
        if out is self.out:
            return self
        back = out if self.symmetric else self.back.up_to(clearance)
        return Adjacency.of(out, back)

    @staticmethod
    def of(out: Csr, back: Csr) -> Adjacency:
        """Both ways, each with the other's degrees; ``out`` and ``back`` are the same for a symmetric relation."""
        there = replace(out, far=back.indptr)
        return Adjacency(there, there if out is back else replace(back, far=out.indptr))


class EdgeTable(NamedTuple):
    """Edges of one relation as columns: int32 ends, then as in ``Csr``; ``last`` is not before ``year``."""

    start: Nodes
    end: Nodes
    confidence: NDArray[np.float32]
    year: NDArray[np.int16]
    level: NDArray[np.uint8]
    last: NDArray[np.int16]


def adjacency(table: EdgeTable, n: int, *, symmetric: bool, decay: Decay | None = None) -> Adjacency:
    """The CSR of ``table`` over ``n`` nodes and its transpose; ``decay``: by which its edges lose weight with age.

    Of equal edges the least hidden, then the most confident, then the latest stays. A symmetric relation is read both
    ways; an edge stated in both directions is one. Loops are left out.
    Raises ``StoreError`` (PROJECTION_TOO_LARGE) for more edges of a relation than an int32 counts.
    """
    table = _take(table, table.start != table.end)
    if symmetric:
        table = _both_ways(table)
    table = _distinct(table, n)
    out = _rows(table, n, decay)
    if symmetric:
        return Adjacency.of(out, out)
    turned = table._replace(start=table.end, end=table.start)
    return Adjacency.of(out, _rows(_take(turned, np.lexsort((turned.end, turned.start))), n, decay))


def _distinct(table: EdgeTable, n: int) -> EdgeTable:
    table = _take(table, np.lexsort((-table.last, -table.year, -table.confidence, table.level, table.end, table.start)))
    key = table.start.astype(np.int64) * n + table.end
    first = np.ones(len(key), dtype=bool)
    first[1:] = key[1:] != key[:-1]
    return _take(table, first)


def _take(table: EdgeTable, which: NDArray[np.bool_] | Ints) -> EdgeTable:
    return EdgeTable._make(column[which] for column in table)


def _both_ways(table: EdgeTable) -> EdgeTable:
    turned = table._replace(start=table.end, end=table.start)
    return EdgeTable._make(np.concatenate([one, other]) for one, other in zip(table, turned, strict=True))


def _rows(table: EdgeTable, n: int, decay: Decay | None) -> Csr:
    if len(table.end) > np.iinfo(np.int32).max:
        raise StoreError("PROJECTION_TOO_LARGE", edges=len(table.end))
    indptr = np.zeros(n + 1, dtype=np.int32)
    np.cumsum(np.bincount(table.start, minlength=n), out=indptr[1:])
    confidence = compact(table.confidence)
    strength = confidence if decay is None else compact(decay.strength(table.confidence, table.last))
    year = compact(table.year)
    last = ends(year, table.last)
    return Csr(indptr, table.end, confidence, year, compact(table.level), strength, indptr, last)


def aged(both: Adjacency, decay: Decay | None) -> Adjacency:
    """The relation with c_e as of ``decay``."""
    sides = []
    for rows in (both.out, both.back):
        known = decay is None and rows.strength is rows.confidence
        strength = rows.confidence if decay is None else compact(decay.strength(rows.confidence, rows.last))
        sides.append(rows if known else replace(rows, strength=strength))
    return Adjacency.of(sides[0], sides[0] if both.symmetric else sides[1])


def ends(year: NDArray[np.int16], last: NDArray[np.int16]) -> NDArray[np.int16]:
    """The last years of edges: ``year`` itself where all end in the year in which they begin."""
    return year if np.array_equal(year, last) else compact(last)


def compact(column: NDArray[Scalar]) -> NDArray[Scalar]:
    """The column; one value broadcast where all are equal."""
    if column.strides == (0,) or not len(column) or bool((column[:FEW] != column[0]).any()):
        return column
    return np.broadcast_to(column[0], column.shape) if bool((column == column[0]).all()) else column
