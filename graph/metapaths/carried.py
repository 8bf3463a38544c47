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
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from threading import Lock

import numpy as np

from graph.links.moves import Move
from graph.metapaths.blocks import Edges, Key
from graph.metapaths.swaps import Kept, nothing
from graph.projection.csr import Csr, Nodes, Shares
from graph.projection.files import COLUMNS, load
from graph.projection.mapped import SMALL, mapped
from graph.projection.projection import Projection, View

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


@dataclass(frozen=True)
class Former:
    """Other versions of what ``view`` is of, opened when their random graphs are wanted; threads may ask."""

    view: View
    _opened: dict[Path, tuple[Projection, Nodes]] = field(default_factory=dict, repr=False)
    _one_at_a_time: Lock = field(default_factory=Lock, repr=False)

    def kept(self, target: Path, move: Move, edges: Edges) -> Kept:
        """What knows the blocks of ``edges``, those of ``move``, that are as they were in the newest other version with
        random graphs of the relation. ``target``: as of ``carry``. Raises ``OSError``."""
        version = target.parent.parent
        sources = version.parent.glob(f"[!.]*/{target.parent.name}/{target.name}")
        for source in sorted(sources, key=lambda one: one.stat().st_mtime, reverse=True):
            if source.parent.parent != version:
                try:
                    return self._known(source, move, edges)
                except (OSError, ValueError, KeyError, EOFError):  # damaged, or removed meanwhile
                    continue
        return nothing

    def _known(self, source: Path, move: Move, edges: Edges) -> Kept:
        old, numbers = self._open(source.parent.parent)
        rows, symmetric = old.view(self.view.clearance).adjacency(move.relation).out, move.rows is move.other
        former = Edges.of(rows, old.bounds, symmetric=symmetric)
        same = {key for key in edges.blocks if _equal(edges.in_block(key), former.in_block(key), numbers)}

        @lru_cache(maxsize=1)  # one draw after the other is asked for
        def drawn(draw: int) -> Edges:
            new = _in(source, draw, rows)
            if symmetric:
                return Edges.of(new, old.bounds, symmetric=True)
            # Nodes keep how many edges they have to a kind, and far ends ascend: blocks are where the real ones are.
            return former._replace(end=new.indices, strength=new.strength)

        def known(draw: int, key: Key) -> tuple[Nodes, Nodes, Shares] | None:
            if key not in same:
                return None
            start, end, strength = drawn(draw).in_block(key)
            return numbers[start], numbers[end], strength

        return known

    def _open(self, version: Path) -> tuple[Projection, Nodes]:
        """Another version, and the ids of now of its nodes."""
        with self._one_at_a_time:
            if version not in self._opened:
                old = load(version, self.view.projection.vocabulary)
                self._opened[version] = old, self.view.projection.numbers(old.uids)
            return self._opened[version]


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
