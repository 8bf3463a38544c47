"""A net cut into communities by modularity: the Leiden algorithm, always with the same outcome."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array
from scipy.sparse.csgraph import connected_components

from graph.insight.compact import leiden
from graph.insight.net import Net

NONE = -1  # the community of a node that is in none


class Partition(NamedTuple):
    """``of``: the community of each node (int32, n), the largest being 0, ``NONE`` for nodes that are alone; ``many``
    communities; ``modularity``: Q of Newman & Girvan 2004 with weights, nodes that are alone being their own."""

    of: NDArray[np.int32]
    many: int
    modularity: float


def partition(net: Net, *, resolution: float = 1.0) -> Partition:
    """The communities of a net (Traag, Waltman & van Eck 2019), each connected; communities of one are none.

    ``resolution``: γ of Reichardt & Bornholdt 2006; the greater, the smaller the communities. Nodes with one neighbour
    join nothing, but would weigh as much as what does: they are left out at first, and go with their neighbour.
    """
    if not net.edges:
        return Partition(np.full(len(net), NONE, np.int32), 0, 0.0)
    bare, hanging = _without_pendants(net)
    labels = leiden(bare, resolution) if bare.edges else np.arange(len(net), dtype=np.int32)
    to = net.indices[net.indptr[hanging]]
    labels[hanging] = labels[np.where(net.degree[to] > 1, to, np.minimum(to, hanging))]
    found = _connected(net, labels)
    return Partition(*_numbered(net, found), modularity(net, found))


def _without_pendants(net: Net) -> tuple[Net, NDArray[np.int64]]:
    """The net without the edges of nodes that have one neighbour, and those nodes."""
    hanging = net.degree == 1
    keep = diags_array((~hanging).astype(np.float64))
    bare = csr_array(keep @ net.weights @ keep)
    bare.eliminate_zeros()
    return Net(bare), np.flatnonzero(hanging)


def modularity(net: Net, labels: NDArray[np.int32]) -> float:
    """Q = Σ_c (w_c / W − (s_c / W)²): w_c the weight within c (each edge twice), s_c its strength, W all strengths."""
    whole = float(net.strength.sum())
    if whole <= 0:
        return 0.0
    edges = net.weights.tocoo()
    inside = edges.data[labels[edges.row] == labels[edges.col]].sum() / whole
    strengths = np.bincount(labels, weights=net.strength) / whole
    return float(inside - (strengths**2).sum())


def _connected(net: Net, labels: NDArray[np.int32]) -> NDArray[np.int32]:
    """The labels with what does not hang together told apart."""
    edges = net.weights.tocoo()
    same = labels[edges.row] == labels[edges.col]
    within: csr_array[np.float64] = coo_array(
        (edges.data[same], (edges.row[same], edges.col[same])), shape=edges.shape
    ).tocsr()
    return np.asarray(connected_components(within, directed=False)[1], dtype=np.int32)


def _numbered(net: Net, labels: NDArray[np.int32]) -> tuple[NDArray[np.int32], int]:
    """Communities of two and more by size, of one size by their first node."""
    sizes = np.bincount(labels)
    first = np.full(len(sizes), len(net), np.int64)
    np.minimum.at(first, labels, np.arange(len(net)))
    order = np.lexsort((first, -sizes))
    count = int((sizes > 1).sum())
    number = np.full(len(sizes), NONE, np.int32)
    number[order[:count]] = np.arange(count, dtype=np.int32)
    return number[labels], count
