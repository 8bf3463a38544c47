"""How alike or relevant to each other two nodes are over one metapath: PathSim and HeteSim, with all nodes at once.

Both count walks, as their papers do: a node may stand at several places, and its two halves may be the same.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from graph.links.dwpc import gathered
from graph.links.metapath import Metapath
from graph.links.sparse import Sparse
from graph.metapaths.kernels import spread
from graph.metapaths.rows import Row
from graph.metapaths.table import Floats, Table

NOBODY = -1  # no node is kept out of walks


def pathsim(table: Table, metapath: Metapath, start: int) -> Row:
    """PathSim of ``start`` and every node over a symmetric metapath: 2·|s⇝t| / (|s⇝s| + |t⇝t|), in (0, 1].

    1 for itself and for what has the same paths; high only between nodes of about the same visibility. ``table``: with
    every edge counting 1 (``Table.of(moves, count=True)``) as published; with damped edges hubs count less.
    Raises ``ValueError`` for a metapath that is not one half and its reverse, ``NotFoundError`` (UNKNOWN_KIND).
    Source: Sun, Han, Yan, Yu & Wu, PathSim: Meta Path-Based Top-K Similarity Search, PVLDB 4(11), 2011, definition 3.
    """
    vocabulary, half = table.moves.view.projection.vocabulary, len(metapath.steps) // 2
    if len(metapath.steps) % 2 or metapath != metapath.reversed(vocabulary):
        raise ValueError(f"not symmetric: {metapath.text(vocabulary)}")
    first = Metapath(metapath.kinds[: half + 1], metapath.steps[:half])
    middle = _walked(table, first, Sparse(np.array([start], dtype=np.int32), np.ones(1)))
    found = _walked(table, first.reversed(vocabulary), middle)
    if not len(found.nodes):
        return Row(found.nodes, found.values)
    own = np.array([_loops(table, first, node) for node in found.nodes.tolist()])
    return Row(found.nodes, 2 * found.values / (_loops(table, first, start) + own))


def hetesim(table: Table, metapath: Metapath, start: int) -> Row:
    """HeteSim of ``start`` and every node over any metapath, normalized, in (0, 1]: whether walkers from both meet.

    One walks from each end to the middle, every edge to the next kind as likely as another; what comes back is the
    cosine of where the two may be. With an odd number of edges they meet on an edge of the middle relation.
    Every edge of ``table`` counts the same. Raises ``NotFoundError`` (UNKNOWN_KIND).
    Source: Shi, Kong, Huang, Yu & Wu, HeteSim: A General Framework for Relevance Measure in Heterogeneous Networks,
    IEEE TKDE 26(10), 2014, definitions 3 to 10.
    """
    vocabulary, half = table.moves.view.projection.vocabulary, len(metapath.steps) // 2
    odd = bool(len(metapath.steps) % 2)
    ahead = Metapath(metapath.kinds[: half + 1 + odd], metapath.steps[: half + odd])
    behind = Metapath(metapath.kinds[half:], metapath.steps[half:]).reversed(vocabulary)
    nodes, values = _ends(table, metapath, start), []
    if not len(nodes):
        return Row(nodes, np.empty(0))
    left = _met(table, ahead, start, on_edge=odd)
    for end in nodes.tolist():
        right = _met(table, behind, end, on_edge=odd)
        _, mine, theirs = np.intersect1d(left[0], right[0], assume_unique=True, return_indices=True)
        value = float(left[1][mine] @ right[1][theirs])
        values.append(value / float(np.sqrt((left[1] @ left[1]) * (right[1] @ right[1]))))
    return Row(nodes, np.array(values))


def _walked(table: Table, metapath: Metapath, seed: Sparse) -> Sparse:
    """Σ of the products of edge factors over all walks of a metapath from the nodes of ``seed``, times its values."""
    nodes, values = _within(table, metapath.kinds[0], seed)
    for step, kind in zip(metapath.steps, metapath.kinds[1:], strict=True):
        number, fits = table.number.get(step), table.within(kind)
        if number is None:
            return Sparse.none()
        nodes, values = spread(
            table.addresses, number, nodes, values, table.kinds, fits, NOBODY, table.sums, table.touched
        )
    return Sparse(nodes, values)


def _loops(table: Table, half: Metapath, node: int) -> float:
    """The walks from a node along ``half`` and back."""
    values = _walked(table, half, Sparse(np.array([node], dtype=np.int32), np.ones(1))).values
    return float(values @ values)


def _within(table: Table, kind: str, seed: Sparse) -> tuple[NDArray[np.int32], Floats]:
    keep = table.within(kind)[table.kinds[seed.nodes]]
    return seed.nodes[keep], seed.values[keep]


def _ends(table: Table, metapath: Metapath, start: int) -> NDArray[np.int32]:
    """Where the walks of a metapath end."""
    return _walked(table, metapath, Sparse(np.array([start], dtype=np.int32), np.ones(1))).nodes


def _met(table: Table, metapath: Metapath, start: int, *, on_edge: bool) -> tuple[NDArray[np.int64], Floats]:
    """How likely a walker is at each node at the end; ``on_edge``: on each edge of the last step instead.

    An edge is named by both its ends, the lower id first, so that it has one name from either side.
    """
    nodes, values = _within(table, metapath.kinds[0], Sparse(np.array([start], dtype=np.int32), np.ones(1)))
    for at, (step, kind) in enumerate(zip(metapath.steps, metapath.kinds[1:], strict=True), start=1):
        rows = table.moves.all[table.number[step]].rows
        position, edges = rows.expand(nodes)
        far = rows.indices[edges]
        fits = table.within(kind)[table.kinds[far]]
        position, far = position[fits], far[fits]
        likely = values[position] / np.bincount(position, minlength=len(nodes))[position]
        if on_edge and at == len(metapath.steps):
            near = nodes[position].astype(np.int64)
            return np.minimum(near, far) * table.n + np.maximum(near, far), likely
        led = gathered(far, likely)
        nodes, values = led.nodes, led.values
    return nodes.astype(np.int64), values
