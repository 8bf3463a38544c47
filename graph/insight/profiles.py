"""What each entity is linked to, as a vector: the typed neighbourhoods that similarity compares."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from scipy.sparse import csr_array, diags_array, hstack

from graph.insight.scope import placed
from graph.links.footing import Footing
from graph.links.moves import Move, moves_of
from graph.projection.csr import Csr, Nodes
from graph.projection.projection import View

Rows = csr_array[np.float64]


@dataclass(frozen=True)
class Profiles:
    """``rows``: a unit vector for each of ``nodes`` (int32, ascending), float64; node v over move i is column i·n + v.

    ``moves``: the relations and directions that columns stand for; ``n``: nodes of the whole graph.
    """

    nodes: Nodes
    moves: tuple[Move, ...]
    n: int
    rows: Rows

    def at(self, node: int) -> int | None:
        """The row of a node; ``None`` when it has none."""
        found = int(np.searchsorted(self.nodes, node))
        return found if found < len(self.nodes) and int(self.nodes[found]) == node else None


def profiles(ground: Footing, view: View, kinds: tuple[str, ...]) -> Profiles:
    """The profiles of all nodes of ``kinds`` and their subkinds.

    A node has each neighbour by relation and direction, and who made or posted documents has what these mention and
    are listed under too, as often as they do. Where things are makes them no more alike. A value is
    ln(1 + Σ confidence) · ln(N / N_v): what few of the N nodes have counts most, what all have counts nothing (inverse
    document frequency, Spärck Jones 1972).
    """
    nodes = np.flatnonzero(ground.projection.of_kinds(kinds)).astype(np.int32)
    apart = placed(ground.scheme, ground.vocabulary)
    moves = tuple(move for move in moves_of(view).all if move.relation not in apart)
    n = len(ground.projection)
    made = _made(ground, view, nodes)
    blocks = [_block(ground, move, nodes, made) for move in moves]
    whole = csr_array(hstack(blocks, format="csr")) if blocks else csr_array((len(nodes), 0))
    return Profiles(nodes, moves, n, _weighted(whole, len(nodes)))


def _weighted(counts: Rows, many: int) -> Rows:
    """Counts of confidences as unit vectors of rarity; a row of nothing but common things stays zero."""
    held = np.bincount(counts.indices, minlength=counts.shape[1])
    rarity = np.log(many / np.maximum(1, held))
    value = np.log1p(counts.data) * rarity[counts.indices]
    rows = csr_array((value, counts.indices, counts.indptr), shape=counts.shape)
    rows.eliminate_zeros()
    length = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return csr_array(diags_array(np.divide(1.0, length, out=np.zeros(many), where=length > 0)) @ rows)


def _made(ground: Footing, view: View, nodes: Nodes) -> Rows:
    """How surely each of ``nodes`` made or posted a document, over whichever relation is surest."""
    n = len(ground.projection)
    relations = [r for r in (*ground.scheme.made, *ground.scheme.posted) if r in view.relations]
    parts = [_matrix(view.adjacency(relation).out, n)[nodes] for relation in dict.fromkeys(relations)]
    return csr_array(reduce(lambda a, b: a.maximum(b), parts)) if parts else csr_array((len(nodes), n))


def _block(ground: Footing, move: Move, nodes: Nodes, made: Rows) -> Rows:
    whole = _matrix(move.rows, len(ground.projection))
    own = whole[nodes]
    if move.forward and move.relation in (*ground.scheme.mentions, *ground.scheme.listed):
        own = own + made @ whole
    return csr_array(own)


def _matrix(rows: Csr, n: int) -> Rows:
    return csr_array((rows.confidence.astype(np.float64), rows.indices, rows.indptr), shape=(n, n))
