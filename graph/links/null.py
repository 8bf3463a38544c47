"""What a degree-weighted path count would be by chance: a closed form over the degrees.

E[DWPC_st] = d_s^(1−w) · d_t^(1−w) · Π_k Σ_v d_in,v^(1−w) d_out,v^(1−w) / Π_r |E_r| for graphs with the same degrees and
edges placed at random: binary edges, relations independent of each other, no repeated nodes. Rank one, so that it costs
nothing per pair. It lets counts over different metapaths, and to hubs and to leaves, be compared: lift = ln(DWPC/E).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.links.metapath import Metapath
from graph.links.moves import move_of
from graph.projection.csr import DAMPING, Csr, Nodes
from graph.projection.projection import View

Row = NDArray[np.float64]


class Expectation(NamedTuple):
    """What E[DWPC] over one metapath is made of: Σ_v d_in,v^(1−w) d_out,v^(1−w) by inner node, |E_r| by step, and the
    rows by which its last step arrives; none where a step has no edges."""

    sums: tuple[float, ...]
    edges: tuple[int, ...]
    last: Csr | None

    @staticmethod
    def of(view: View, metapath: Metapath) -> Expectation:
        """Of a metapath whose kinds and relations the view has."""
        rows = [_both(view, relation, forward=forward) for relation, forward in metapath.steps]
        pairs = [pair for pair in rows if pair is not None]
        if len(pairs) < len(rows):
            return Expectation((), (), None)
        inner = zip(metapath.kinds[1:-1], pairs[:-1], pairs[1:], strict=True)
        sums = tuple(
            float((_power(arriving[1]) * _power(leaving[0]))[view.projection.of_kinds((kind,))].sum())
            for kind, arriving, leaving in inner
        )
        return Expectation(sums, tuple(len(pair[0].indices) for pair in pairs), pairs[-1][1])

    def at(self, nodes: Nodes, degree: float) -> Row:
        """E[DWPC] from a node of ``degree`` in the first step's relation to each of ``nodes`` (float64)."""
        if self.last is None:
            return np.zeros(len(nodes))
        constant = degree ** (1 - DAMPING)
        for one in self.sums:
            constant *= one
        for count in self.edges:
            constant /= max(1, count)
        found: Row = constant * self.last.degree(nodes).astype(np.float64) ** (1 - DAMPING)
        return found


def expected(view: View, metapath: Metapath, degree: float) -> Row:
    """E[DWPC] from a node of ``degree`` in the first step's relation to every node (float64, one per node)."""
    return Expectation.of(view, metapath).at(np.arange(len(view.projection), dtype=np.int32), degree)


def _both(view: View, relation: str, *, forward: bool) -> tuple[Csr, Csr] | None:
    """The rows a step leaves by and those it arrives by."""
    move = move_of(view, relation, forward=forward)
    return None if move is None else (move.rows, move.other)


def _power(rows: Csr) -> Row:
    return np.diff(rows.indptr).astype(np.float64) ** (1 - DAMPING)
