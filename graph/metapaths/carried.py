"""Random graphs of the version before that serve the next one too, where few edges of a relation changed."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.metapaths.drawn import FOLDER
from graph.projection.csr import Csr
from graph.projection.projection import Projection

CHANGED = 0.01  # share of a relation's edges up to which its random graphs are kept


def keepable(before: Projection, after: Projection) -> dict[str, bool]:
    """For each relation of ``after`` whether the random graphs of ``before`` serve it.

    They do when ids run through the same ranges of kinds and at most 1 % of the edges were added or left out: a random
    graph then has degrees that differ by as little. Nothing is said by them of which node is which.
    """
    same = before.kinds == after.kinds and np.array_equal(before.bounds, after.bounds)
    return {name: same and _near(before, name, both.out) for name, both in after.relations.items()}


def carry(before: Projection, after: Projection) -> list[str]:
    """Link the files of random graphs that can be kept into the folder of ``after``; the names of their relations.

    Both are opened from files. Those already there stay. Raises ``OSError``.
    """
    if before.folder is None or after.folder is None:
        return []
    kept = []
    for name in (name for name, keep in keepable(before, after).items() if keep):
        source, target = (graph.folder / FOLDER / name for graph in (before, after) if graph.folder)
        if source.exists() and not target.exists():
            target.parent.mkdir(exist_ok=True)
            _link(source, target, before.folder / f"{name}.out.indptr.npy", before.folder / f"{name}.back.indptr.npy")
            kept.append(name)
    return kept


def _near(before: Projection, name: str, rows: Csr) -> bool:
    if name not in before.relations:
        return False
    former = before.relations[name].out
    alike = [one.strength.strides == (0,) for one in (former, rows)]
    if alike[0] != alike[1] or (all(alike) and former.strength[0] != rows.strength[0]):
        return False
    changed = len(np.setxor1d(_keys(former), _keys(rows), assume_unique=True))
    return changed <= CHANGED * max(len(former.indices), len(rows.indices))


def _keys(rows: Csr) -> NDArray[np.int64]:
    """One number for each edge."""
    n = len(rows.indptr) - 1
    return np.repeat(np.arange(n, dtype=np.int64) * n, np.diff(rows.indptr)) + rows.indices


def _link(source: Path, target: Path, out: Path, back: Path) -> None:
    """Link all files of a folder, with the bounds that its rows have, into another, which appears complete."""
    temporary = Path(tempfile.mkdtemp(prefix=".making-", dir=target.parent))
    try:
        for file in source.iterdir():
            os.link(file, temporary / file.name)
        for side, bounds in (("out", out), ("back", back if back.exists() else out)):
            if not (temporary / f"{side}.indptr.npy").exists():
                os.link(bounds, temporary / f"{side}.indptr.npy")
        temporary.rename(target)
    finally:
        shutil.rmtree(temporary, ignore_errors=True)
