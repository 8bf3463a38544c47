"""What a degree-weighted path count would be by chance: a closed form over the degrees.

E[DWPC_st] = d_s^(1−w) · d_t^(1−w) · Π_k Σ_v d_in,v^(1−w) d_out,v^(1−w) / Π_r |E_r| for graphs with the same degrees and
edges placed at random: binary edges, relations independent of each other, no repeated nodes. Rank one, so that it costs
nothing per pair. It lets counts over different metapaths, and to hubs and to leaves, be compared: lift = ln(DWPC/E).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.links.metapath import Metapath
from graph.links.moves import move_of
from graph.projection.csr import DAMPING, Csr
from graph.projection.projection import View

Row = NDArray[np.float64]


def expected(view: View, metapath: Metapath, degree: float) -> Row:
    """E[DWPC] from a node of ``degree`` in the first step's relation to every node (float64, one per node)."""
    rows = [_both(view, relation, forward=forward) for relation, forward in metapath.steps]
    if any(pair is None for pair in rows):
        return np.zeros(len(view.projection))
    pairs = [pair for pair in rows if pair is not None]
    constant = degree ** (1 - DAMPING)
    for kind, arriving, leaving in zip(metapath.kinds[1:-1], pairs[:-1], pairs[1:], strict=True):
        within = view.projection.of_kinds((kind,))
        constant *= float((_power(arriving[1]) * _power(leaving[0]))[within].sum())
    for pair in pairs:
        constant /= max(1, len(pair[0].indices))
    last: Row = constant * _power(pairs[-1][1])
    return last


def _both(view: View, relation: str, *, forward: bool) -> tuple[Csr, Csr] | None:
    """The rows a step leaves by and those it arrives by."""
    move = move_of(view, relation, forward=forward)
    return None if move is None else (move.rows, move.other)


def _power(rows: Csr) -> Row:
    return np.diff(rows.indptr).astype(np.float64) ** (1 - DAMPING)
