"""A projection brought up to date where facts changed: array for array what it would be if it were built anew."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import numpy as np

from graph.projection.bm25 import renewed
from graph.projection.changes import Changed, Facts
from graph.projection.documents import Documents
from graph.projection.projection import Projection
from graph.projection.strings import Strings
from graph.projection.turnover import Turnover, turnover
from graph.projection.update_edges import relations
from graph.projection.update_nodes import Told, fronts


def updated(old: Projection, changed: Changed, facts: Facts, *, version: str) -> Projection:
    """``old`` with what changed since, as ``facts`` tell it; arrays that nothing concerns are those of ``old``.

    Equal to what ``from_facts`` makes of all facts of now. Raises what ``facts`` raises.
    """
    turn = turnover(old, changed.uids, facts)
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        documents, nodes = pool.submit(_documents, turn), pool.submit(_nodes, turn, version)
        edges = relations(turn, changed, facts, pool, version=version)
        return replace(nodes.result(), relations=edges, documents=documents.result())


def _nodes(turn: Turnover, version: str) -> Projection:
    """The projection of now without edges and texts."""
    told, old = Told.of(turn), turn.old
    names, named = told.names()
    merged, shown = fronts(turn)
    return Projection(
        version=version,
        kinds=old.kinds,
        bounds=turn.bounds,
        uids=turn.nodes.strings(old.uids, Strings.of([node.uid for node in turn.came])),
        captions=told.captions(),
        order=told.order(),
        fictitious=told.fictitious(),
        names=names,
        named=named,
        relations={},
        documents=old.documents,
        vocabulary=old.vocabulary,
        merged=merged,
        fronts=shown,
    )


def _documents(turn: Turnover) -> Documents:
    """The texts of all nodes; those that may have changed are read anew."""
    now = [*zip(turn.nodes.came.tolist(), turn.came, strict=True)]
    now += [(int(turn.nodes.numbers[at]), node) for at, node in turn.stayed.items()]
    texts = ((at, f"{node.caption}\n{node.text}") for at, node in sorted(now) if node.text)
    without = np.sort(np.concatenate((turn.nodes.gone, np.fromiter(turn.stayed, np.int64, len(turn.stayed)))))
    return renewed(turn.old.documents, turn.nodes, without, texts)
