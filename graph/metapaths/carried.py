"""Random graphs of another version that serve this one too, where a relation's edges are what they were there.

A random graph is made of nothing but the edges of its relation, kinds by kinds, always alike: which numbers nodes have
makes no difference, only their order. A refresh links the files of what nothing concerned, so that it is seen without
a look at the edges; of the rest those between two kinds of which none came, went or changed are numbered anew.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from graph.links.moves import Move
from graph.metapaths.blocks import Edges, Key
from graph.metapaths.swaps import Kept, nothing
from graph.projection.csr import Csr, Nodes, Shares
from graph.projection.files import COLUMNS, load
from graph.projection.mapped import SMALL, mapped
from graph.projection.projection import View

Block = tuple[Nodes, Nodes, Shares]


def carry(target: Path, relation: str) -> bool:
    """Link the random graphs of a relation from another version into the folder ``target``; whether there were any.

    ``target``: the folder of the relation, or of what one level sees of it, among the random graphs of a version, which
    exists. Raises ``OSError``.
    """
    version = target.parent.parent
    for source in sorted(version.parent.glob(f"[!.]*/{target.parent.name}/{target.name}")):
        other = source.parent.parent
        if other != version and all(_alike(other / name, version / name) for name in _files(relation)):
            _link(source, target)
            return True
    return False


def kept(target: Path, move: Move, view: View, edges: Edges) -> Kept:
    """What knows the blocks of ``edges``, those of ``move`` as ``view`` sees it, that are as they were in the newest
    other version with random graphs of the relation. ``target``: as of ``carry``."""
    version = target.parent.parent
    sources = version.parent.glob(f"[!.]*/{target.parent.name}/{target.name}")
    for source in sorted(sources, key=lambda one: one.stat().st_mtime, reverse=True):
        if source.parent.parent != version:
            try:
                return _known(source, move, view, edges)
            except (OSError, ValueError, KeyError, EOFError):  # damaged, or removed meanwhile
                continue
    return nothing


def _known(source: Path, move: Move, view: View, edges: Edges) -> Kept:
    now = view.projection
    old = load(source.parent.parent, now.vocabulary)
    rows = old.view(view.clearance).adjacency(move.relation).out
    symmetric = move.rows is move.other
    numbers = now.numbers(old.uids)
    former = Edges.of(rows, old.bounds, symmetric=symmetric)
    same = {key for key in edges.blocks if _equal(edges.in_block(key), former.in_block(key), numbers)}
    placed: dict[int, Edges] = {}

    def known(draw: int, key: Key) -> tuple[Nodes, Nodes, Shares] | None:
        if key not in same:
            return None
        if draw not in placed:
            placed.clear()  # one draw after the other is asked for
            placed[draw] = Edges.of(_in(source, draw, rows), old.bounds, symmetric=symmetric)
        start, end, strength = placed[draw].in_block(key)
        return numbers[start], numbers[end], strength

    return known


def _in(source: Path, draw: int, rows: Csr) -> Csr:
    """The rows of a random graph of another version."""
    indices, strength = (mapped(source / f"{draw}.out.{part}.npy") for part in ("indices", "strength"))
    constant = np.broadcast_to(rows.strength[:1], indices.shape)
    return replace(rows, indices=indices, strength=strength if len(strength) else constant)


def _equal(now: Block, then: Block, numbers: Nodes) -> bool:
    """Whether the edges between two kinds are the same; ``numbers``: the ids of now."""
    return len(now[0]) == len(then[0]) and (
        bool((now[0] == numbers[then[0]]).all())
        and bool((now[1] == numbers[then[1]]).all())
        and bool((now[2] == then[2]).all())
    )


def _files(relation: str) -> Iterator[str]:
    """What the random graphs of a relation are made from."""
    yield "bounds.npy"
    for side in ("out", "back"):
        yield from (f"{relation}.{side}.{name}.npy" for name in ("indptr", *COLUMNS))


def _alike(one: Path, other: Path) -> bool:
    """Whether two files are one, or say the same, or neither is there; large ones are not read."""
    if not (one.exists() and other.exists()):
        return one.exists() == other.exists()
    if one.samefile(other):
        return True
    return max(one.stat().st_size, other.stat().st_size) <= SMALL and one.read_bytes() == other.read_bytes()


def _link(source: Path, target: Path) -> None:
    """Link all files of a folder into another, which appears complete."""
    temporary = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    try:
        for file in source.iterdir():
            os.link(file, temporary / file.name)
        temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
