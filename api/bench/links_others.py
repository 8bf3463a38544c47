"""Peers that are measured where they are installed (``pip install kezhuan[bench]``): hetmatpy and igraph."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable
from importlib import import_module
from importlib.util import find_spec
from string import ascii_lowercase, ascii_uppercase
from typing import Any

import numpy as np

from api.bench.timing import elapsed, latency
from graph.errors import InputError
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.metapaths.rows import row
from graph.metapaths.table import Table
from graph.projection.projection import Projection
from graph.vocabulary import Level

WAY = "Demand<POSTED<Enterprise>OWNS>Patent<INVENTED<Researcher>AFFILIATED_WITH>Institution"
ROUNDS = 12
Search = Callable[[Table, tuple[int, int], int], list[float]]


def installed(name: str) -> bool:
    """Whether a peer is there."""
    return find_spec(name) is not None


def ensure(name: str) -> Any:
    """The module ``name``. Raises ``InputError`` (BENCH_PACKAGE_EXTRA) when it is not installed."""
    if not installed(name.partition(".")[0]):
        raise InputError("BENCH_PACKAGE_EXTRA", package=name.partition(".")[0])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module(name)


def beside_others(
    graph: Projection, pairs: list[tuple[int, int]], search: Search
) -> tuple[dict[str, float], list[str]]:
    """The ratios to the peers that are installed, and the names of those that are not."""
    table, way = Table.of(moves_of(graph.view(Level.PUBLIC))), Metapath.parse(WAY, graph.vocabulary)
    starts = np.unique(graph.relations["POSTED"].out.indices)[:ROUNDS].tolist()
    peers: dict[str, Callable[[], float]] = {
        "igraph": lambda: beside_igraph(table, pairs, search),
        "hetmatpy": lambda: beside_hetmatpy(graph, way, starts),
    }
    there = [name for name in peers if installed(name)]
    return {name: peers[name]() for name in there}, [name for name in peers if name not in there]


def beside_hetmatpy(graph: Projection, way: Metapath, starts: Iterable[int]) -> float:
    """Times that DWPC from one node to all over ``way`` is faster than hetmatpy's, which computes all rows at once.

    Every edge counts 1, as hetmatpy knows no confidence; both have to give the same values, so that each relation of
    ``way`` has to join two kinds only. hetmatpy's graph is made before the clock starts.
    Raises ``InputError`` (BENCH_PACKAGE_EXTRA).
    """
    moves = moves_of(graph.view(Level.PUBLIC))
    table = Table(moves, tuple(move.rows.weight / move.rows.confidence for move in moves.all))
    theirs, metapath = _as_hetnet(table, way)
    count, made = ensure("hetmatpy.degree_weight").dwpc, list[Any]()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seconds = elapsed(lambda: made.append(count(theirs, metapath, damping=0.5)))
    (near, far, matrix), chosen = made[0], list(starts)
    for start in chosen:
        whole = matrix[near.index(graph.uids[start])]
        whole = np.asarray(whole.todense() if hasattr(whole, "todense") else whole).ravel()
        found = row(table, way, start)
        known = np.zeros(len(far))
        known[[far.index(graph.uids[node]) for node in found.nodes.tolist()]] = found.values
        if not np.allclose(whole, known):
            raise AssertionError("hetmatpy counts otherwise")
    return seconds * 1_000 / latency(lambda start: row(table, way, start), chosen).p50


def beside_igraph(table: Table, pairs: list[tuple[int, int]], search: Search) -> float:
    """Times that the ten best paths of at most four edges are faster than igraph's mere listing of all of them.

    igraph is compiled; it lists nodes only, so that scoring, and telling parallel edges apart, would come on top.
    Raises ``InputError`` (BENCH_PACKAGE_EXTRA).
    """
    graph = ensure("igraph").Graph(n=table.n, edges=_edges(table), directed=False)
    theirs = latency(lambda pair: graph.get_all_simple_paths(pair[0], pair[1], maxlen=4), pairs).p50
    return theirs / latency(lambda pair: search(table, pair, 4), pairs).p50


def _edges(table: Table) -> list[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for move in table.moves.all:
        near = np.repeat(np.arange(table.n), np.diff(move.rows.indptr))
        found |= {(min(pair), max(pair)) for pair in zip(near.tolist(), move.rows.indices.tolist(), strict=True)}
    return sorted(found)


def _as_hetnet(table: Table, way: Metapath) -> tuple[Any, Any]:
    """The nodes and edges that ``way`` leads over as hetnetpy has them, and the metapath."""
    hetnet, graph = ensure("hetnetpy.hetnet"), table.moves.view.projection
    steps = list(zip(way.kinds, way.steps, way.kinds[1:], strict=False))
    tuples = {(near, far, name) if ahead else (far, near, name) for near, (name, ahead), far in steps}
    kinds, names = dict.fromkeys(way.kinds), dict.fromkeys(name for _, _, name in sorted(tuples))
    short = dict(zip(kinds, ascii_uppercase, strict=False)) | dict(zip(names, ascii_lowercase, strict=False))
    meta = hetnet.MetaGraph.from_edge_tuples([(*one, "both") for one in sorted(tuples)], short)
    made = hetnet.Graph(meta)
    for kind in kinds:
        for node in range(*graph.range(kind)):
            made.add_node(kind, graph.uids[node])
    for near, far, name in sorted(tuples):
        rows, (low, high) = table.moves.view.adjacency(name).out, graph.range(near)
        for node in range(low, high):
            for end in rows.indices[rows.indptr[node] : rows.indptr[node + 1]].tolist():
                if graph.kind(end) == far:
                    made.add_edge((near, graph.uids[node]), (far, graph.uids[end]), name, "both")
    edges = [
        next(e for e in meta.get_node(near).edges if e.target.identifier == far and e.kind == name)
        for near, (name, _), far in steps
    ]
    return made, meta.get_metapath(tuple(edges))
