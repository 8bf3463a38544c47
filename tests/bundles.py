"""Bundles for tests, and whether two projections are the same."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from graph.bundle import read
from graph.bundle.manifest import Manifest, verify
from graph.bundle.manifest import read as manifest_of
from graph.bundle.write import write
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from graph.vocabulary import Level
from tests.small_graphs import KINDS, RELATIONS, VOCABULARY, Small


def silent(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def nothing(_uids: Sequence[str]) -> Mapping[str, Mapping[str, Any]]:
    """Nodes without properties."""
    return {}


def bundled(graph: Projection, folder: Path, level: Level = Level.CORE) -> Manifest:
    """The manifest of a bundle of a graph without properties."""
    return write(graph, nothing, folder, clearance=level, progress=silent)


def reopened(folder: Path) -> Projection:
    """The projection of a bundle whose files are as they were written."""
    manifest = manifest_of(folder, VOCABULARY)
    verify(folder, manifest)
    return read.projection(folder, manifest, VOCABULARY)


def many_graphs(count: int, *, seed: int, confidences: Sequence[float] = (1.0, 0.5, 0.25, 0.0)) -> Small:
    """Random small graphs side by side: dense and sparse ones, with edges of every level."""
    dice = random.Random(seed)
    nodes: list[NodeFact] = []
    edges: list[EdgeFact] = []
    for at in range(count):
        sizes = {kind: dice.randint(2, 6) for kind in KINDS}
        uids = {kind: [f"{kind.lower()}:{at}/{i}" for i in range(size)] for kind, size in sizes.items()}
        nodes += [NodeFact(uid, kind, uid) for kind, some in uids.items() for uid in some]
        for name, start, end in RELATIONS:
            for _ in range(dice.choice((0, 8, 20, 40))):
                ends = dice.choice(uids[start]), dice.choice(uids[end])
                level = dice.choice((0, 0, 0, 1, 2))
                edges.append(EdgeFact(ends[0], name, ends[1], dice.choice(confidences), *_said(dice, level)))
    return Small(tuple(nodes), tuple(edges))


def _said(dice: random.Random, level: int) -> tuple[int, int, int]:
    """A first year, the level, and for some a last year."""
    return dice.randint(-1, 9), level, dice.choice((-1, -1, 4, 12))


def arrays(graph: Projection) -> Iterator[tuple[str, Any]]:
    """Everything that a projection consists of, by name."""
    yield from ((name, getattr(graph, name)) for name in ("version", "kinds"))
    yield from ((name, getattr(graph, name)) for name in ("bounds", "order", "fictitious", "named", "fronts"))
    for name in ("uids", "captions", "names", "merged"):
        yield f"{name}.blob", getattr(graph, name).blob
        yield f"{name}.offsets", getattr(graph, name).offsets
    for name, both in graph.relations.items():
        for side, rows in (("out", both.out), ("back", both.back)):
            for column in ("indptr", "indices", "confidence", "year", "level", "strength", "far", "last"):
                yield f"{name}.{side}.{column}", getattr(rows, column)
        yield f"{name}.symmetric", both.symmetric
    for name in ("nodes", "indptr", "rows", "scores", "counts", "lengths"):
        yield f"documents.{name}", getattr(graph.documents, name)
    yield "documents.vocabulary", dict(graph.documents.vocabulary)


def differing(one: Projection, other: Projection) -> list[str]:
    """The names of the parts in which two projections differ, by value or by type."""
    mine, theirs = dict(arrays(one)), dict(arrays(other))
    if mine.keys() != theirs.keys():
        return sorted(mine.keys() ^ theirs.keys())
    return [name for name in mine if not _same(mine[name], theirs[name])]


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, np.ndarray):
        return one.dtype == other.dtype and np.array_equal(one, other)
    return bool(one == other)
