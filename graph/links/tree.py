"""A small tree that connects several nodes, made of the edges of paths between them.

By the approximation of Kou, Markowsky & Berman (A fast algorithm for Steiner trees, Acta Informatica 1981): its cost is
at most 2 · (1 − 1/k) times that of the cheapest tree of those edges that connects the k nodes. The cost of an edge is
−ln of its factor in a path-degree product, so that a tree's cost is −ln of the product of its factors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from math import log

import networkx as nx
import numpy as np
from networkx.algorithms.approximation import steiner_tree

from graph.links.meeting import Found
from graph.links.moves import Moves

LEAST = 1e-12  # the cost of an edge at least, so that of equal trees that of fewer edges is taken


def connecting(paths: Iterable[Found], nodes: Sequence[int], moves: Moves) -> list[Found]:
    """The edges of a tree that connects ``nodes``, as paths of one step in the relations' own directions.

    Where the paths do not connect all of them: of one tree for each part that has at least two.
    """
    graph = united(paths, moves)
    found = []
    for part in nx.connected_components(graph):
        ends = sorted(part & set(nodes))
        if len(ends) > 1:
            tree = steiner_tree(graph.subgraph(sorted(part)), ends, weight="cost", method="kou")
            found += [_stated(graph.edges[edge]["step"], moves) for edge in tree.edges]
    return sorted(found, key=lambda one: (one.nodes, one.steps))


def united(paths: Iterable[Found], moves: Moves) -> nx.Graph[int]:
    """All edges of some paths, of parallel ones the cheapest, with their ``cost`` and the ``step`` over them."""
    graph: nx.Graph[int] = nx.Graph()
    for near, far, move in sorted({step for path in paths for step in _steps(path)}):
        cost = max(LEAST, -log(_factor(moves, near, far, move)))
        if not graph.has_edge(near, far) or cost < graph.edges[near, far]["cost"]:
            graph.add_edge(near, far, cost=cost, step=(near, far, move))
    return graph


def _steps(path: Found) -> Iterator[tuple[int, int, int]]:
    for (near, far), move in zip(pairwise(path.nodes), path.steps, strict=True):
        yield near, far, move


def _factor(moves: Moves, near: int, far: int, move: int) -> float:
    rows = moves.all[move].rows
    edge = np.array([rows.place(near, far)], dtype=np.int64)
    return float(rows.factors(np.array([near], dtype=np.int32), edge)[0])


def _stated(step: tuple[int, int, int], moves: Moves) -> Found:
    near, far, move = step
    return (
        Found(1.0, (near, far), (move,))
        if moves.all[move].forward
        else Found(1.0, (far, near), (int(moves.turned[move]),))
    )
