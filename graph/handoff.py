"""The graph for other tools: a networkx multigraph, and files that Gephi, yEd, Cytoscape and others read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import networkx as nx

from graph.links.engine import Engine
from graph.projection.csr import Csr
from graph.projection.projection import Projection
from graph.vocabulary import Level

UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 § 2.2 has no place for these characters


def to_networkx(source: Projection | Engine, clearance: Level = Level.PUBLIC) -> nx.MultiDiGraph[str]:
    """The graph as ``clearance`` sees it.

    Nodes are uids with ``kind``, ``caption`` and ``fictitious``. An edge's key is its relation; it has ``relation``,
    ``confidence``, and ``year`` where one is known. A relation without direction has one edge per pair, marked
    ``symmetric``. Raises ``StoreError`` when given an engine whose store is empty or down.
    """
    projection = source if isinstance(source, Projection) else source.ground().projection
    view = projection.view(clearance)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    uids = [projection.uids[node] for node in range(len(projection))]
    for node, uid in enumerate(uids):
        caption = UNWRITABLE.sub("", projection.captions[node])
        graph.add_node(uid, kind=projection.kind(node), caption=caption, fictitious=bool(projection.fictitious[node]))
    for relation in view.relations:
        both = view.adjacency(relation)
        for start, end, told in _edges(both.out):
            if not both.symmetric:
                graph.add_edge(uids[start], uids[end], key=relation, relation=relation, **told)
            elif start < end:
                graph.add_edge(uids[start], uids[end], key=relation, relation=relation, symmetric=True, **told)
    return graph


def write_graphml(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write GraphML (graphml.graphdrawing.org). Raises ``OSError``."""
    nx.write_graphml(graph, path)


def write_gexf(graph: nx.MultiDiGraph[str], path: Path) -> None:
    """Write GEXF (gexf.net), as Gephi reads it. Raises ``OSError``."""
    nx.write_gexf(graph, path)


def _edges(rows: Csr) -> Iterator[tuple[int, int, dict[str, float | int]]]:
    for start in range(len(rows.indptr) - 1):
        for at in range(int(rows.indptr[start]), int(rows.indptr[start + 1])):
            told: dict[str, float | int] = {"confidence": round(float(rows.confidence[at]), 6)}
            if rows.year[at] >= 0:
                told["year"] = int(rows.year[at])
            if rows.last[at] > rows.year[at]:
                told["last"] = int(rows.last[at])
            yield start, int(rows.indices[at]), told
