"""The rows of every relation after some nodes and edges changed; those that nothing concerns stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from dataclasses import replace
from itertools import product

import numpy as np
from numpy.typing import NDArray

from graph.projection.changes import Changed, EdgeKey, Facts
from graph.projection.columns import tables
from graph.projection.csr import Adjacency, Csr, EdgeTable, adjacency, aged, compact, ends
from graph.projection.decay import Decay
from graph.projection.rows import Cells, Rows
from graph.projection.splice import Splice
from graph.projection.turnover import Turnover


def relations(turn: Turnover, changed: Changed, facts: Facts, pool: Executor, *, version: str) -> dict[str, Adjacency]:
    """All relations that have edges now, by name in order, as old as they are at a load ``version``; ``pool``: threads
    that make them."""
    keys = _asked(turn, changed)
    found = [*facts.edges_at(turn.joining), *facts.edges([key for group in keys.values() for key in group])]
    turn.look_up(turn.fronts.get(uid, uid) for edge in found for uid in (edge.start, edge.end))
    ids = {uid: at for edge in found for uid in (edge.start, edge.end) if (at := turn.id_of(uid)) is not None}
    came = tables(found, ids)
    turn.look_up(uid for start, _, end in keys for uid in (start, end))

    def made(name: str) -> Adjacency:
        both = _relation(turn, name, came.get(name), keys)
        return aged(both, Decay.of(turn.old.vocabulary.relation(name), version))

    names = sorted({*turn.old.relations, *came})
    return {name: both for name, both in zip(names, pool.map(made, names), strict=True) if len(both.out.indices)}


def _asked(turn: Turnover, changed: Changed) -> dict[EdgeKey, set[EdgeKey]]:
    """For each changed edge whose ends stay what they are: all edges that are one with it."""
    found: dict[EdgeKey, set[EdgeKey]] = {}
    for start, relation, end in changed.edges:
        if relation in turn.old.vocabulary.relations and not turn.joining.intersection((start, end)):
            ends = set(product(turn.members(start), turn.members(end)))
            if turn.old.vocabulary.relation(relation).symmetric:
                ends |= {(b, a) for a, b in ends}
            found[start, relation, end] = {(a, relation, b) for a, b in ends}
    return found


def _relation(turn: Turnover, name: str, table: EdgeTable | None, keys: Iterable[EdgeKey]) -> Adjacency:
    symmetric = turn.old.vocabulary.relation(name).symmetric
    old = turn.old.relations.get(name)
    if old is None:
        return adjacency(table or EMPTY, len(turn.nodes), symmetric=symmetric)
    gone = _gone(turn, name, old, keys)
    new = _entries(table or EMPTY, symmetric=symmetric)
    if not len(gone.rows) and not len(new[0].rows):
        return _numbered(turn.nodes, old)
    out = _spliced(turn.nodes, old.out, gone, new)
    if symmetric:
        return Adjacency.of(out, out)
    return Adjacency.of(out, _spliced(turn.nodes, old.back, _turned(gone), _turned_entries(new)))


EMPTY = EdgeTable._make(np.empty(0, kind) for kind in (np.int32, np.int32, np.float32, np.int16, np.uint8, np.int16))
Entries = tuple[Cells, Mapping[str, NDArray[np.generic]]]  # in order, with the columns of ``Csr`` that belong to them
SAID = ("confidence", "year", "level", "last")


def _gone(turn: Turnover, name: str, old: Adjacency, keys: Iterable[EdgeKey]) -> Cells:
    """The cells, in former ids, of edges that are to go: of nodes that moved, and those that changed."""
    rows, columns = Rows(old.out.indptr, old.out.indices).of(turn.moved)
    ends, starts = Rows(old.back.indptr, old.back.indices).of(turn.moved)
    pairs = ((turn.former(start), turn.former(end)) for start, relation, end in keys if relation == name)
    cells = np.array([pair for pair in pairs if None not in pair], dtype=np.int64).reshape(-1, 2)
    near, far = cells[:, 0], cells[:, 1]
    if old.symmetric:
        near, far = np.concatenate((near, far)), np.concatenate((far, near))
    return Cells.ordered(np.concatenate((rows, starts, near)), np.concatenate((columns, ends, far)))


def _entries(table: EdgeTable, *, symmetric: bool) -> Entries:
    """The entries of a table's edges in the rows along the relation's direction, each once, in order."""
    ids = np.unique(np.concatenate((table.start, table.end)))
    near = table._replace(
        start=np.searchsorted(ids, table.start).astype(np.int32), end=np.searchsorted(ids, table.end).astype(np.int32)
    )
    rows = adjacency(near, len(ids), symmetric=symmetric).out
    starts = np.repeat(ids, np.diff(rows.indptr)).astype(np.int64)
    return Cells(starts, ids[rows.indices].astype(np.int64)), {name: getattr(rows, name) for name in SAID}


def _turned(cells: Cells) -> Cells:
    return Cells.ordered(cells.columns, cells.rows)


def _turned_entries(entries: Entries) -> Entries:
    cells, columns = entries
    order = np.lexsort((cells.rows, cells.columns))
    turned = {id(column): column[order] for column in columns.values()}  # what is one column stays one
    return _turned(cells), {name: turned[id(column)] for name, column in columns.items()}


def _spliced(nodes: Splice, old: Csr, gone: Cells, new: Entries) -> Csr:
    cells, columns = new
    before = Rows(old.indptr, old.indices)
    rows, splice = before.spliced((nodes, nodes), before.places(gone), cells)
    confidence, year, level = (compact(splice.column(getattr(old, name), columns[name])) for name in SAID[:-1])
    same = old.last is old.year and columns["last"] is columns["year"]
    last = year if same else ends(year, splice.column(old.last, columns["last"]))
    return Csr(rows.indptr, rows.indices, confidence, year, level, confidence, rows.indptr, last)


def _numbered(nodes: Splice, old: Adjacency) -> Adjacency:
    """The same edges between nodes numbered anew; no degree changes."""
    if nodes.idle:
        return old
    out = _renumbered(nodes, old.out)
    return Adjacency.of(out, out if old.symmetric else _renumbered(nodes, old.back))


def _renumbered(nodes: Splice, old: Csr) -> Csr:
    none = Cells(np.empty(0, np.int64), np.empty(0, np.int64))
    rows, _ = Rows(old.indptr, old.indices).spliced((nodes, nodes), none.rows, none)
    return replace(old, indptr=rows.indptr, indices=rows.indices)
