"""What path counting and path search are measured against."""

from __future__ import annotations

from math import log
from typing import Any

import networkx as nx
import numpy as np
from scipy import sparse

from api.bench.timing import elapsed
from graph.links.metapath import Metapath
from graph.metapaths.table import Table


def as_networkx(table: Table) -> nx.MultiGraph[int]:
    """The graph as networkx has it, each edge once, with ``w``, its factor in a path-degree product."""
    graph: nx.MultiGraph[int] = nx.MultiGraph()
    graph.add_nodes_from(range(table.n))
    for number, move in enumerate(table.moves.all):
        if move.forward:
            start = np.repeat(np.arange(table.n), np.diff(move.rows.indptr))
            ends = zip(start.tolist(), move.rows.indices.tolist(), move.rows.every_factor().tolist(), strict=True)
            symmetric = move.rows is move.other
            for a, b, weight in ends:
                if a < b or not symmetric:  # what has no direction stands in the rows both ways
                    graph.add_edge(a, b, (number, a), w=weight)
    return graph


def networkx_paths(graph: nx.MultiGraph[int], pair: tuple[int, int], hops: int) -> list[float]:
    """The scores of the ten best simple paths: all are enumerated by networkx and the best of them kept."""
    paths: Any = nx.all_simple_edge_paths(graph, *pair, cutoff=hops)
    scores = (sum(log(graph.edges[edge]["w"]) for edge in path) / len(path) for path in paths)
    return sorted(scores, reverse=True)[:10]


def matrix_row(table: Table, way: Metapath) -> tuple[float, Any]:
    """Seconds for a metapath without repeated kinds by products of whole damped matrices, and the product.

    That is how hetmatpy counts (Himmelstein et al.): all pairs at once, a row is then read off.
    """
    bounds, names = table.moves.view.projection.bounds, table.moves.view.projection.kinds

    def factor(number: int, kind: str) -> Any:
        move = table.moves.all[number]
        matrix = sparse.csr_array(
            (move.rows.every_factor(), move.rows.indices, move.rows.indptr), shape=(table.n, table.n)
        )
        at = names.index(kind)
        kept = sparse.csr_array(sparse.eye_array(table.n, format="csr")[:, bounds[at] : bounds[at + 1]])
        return (matrix @ kept) @ kept.T

    factors = [factor(table.number[step], kind) for step, kind in zip(way.steps, way.kinds[1:], strict=True)]
    made: list[Any] = []

    def multiply() -> None:
        product = factors[0]
        for one in factors[1:]:
            product = product @ one
        made.append(product)

    return elapsed(multiply), made[0].tocsr()
