"""Random graphs of another version that serve this one too, where a relation's edges are what they were there.

A random graph is made of nothing but the rows of its relation and the ranges of kinds, always alike. A refresh links
the files of what nothing concerned, so that it is seen without a look at the edges.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from graph.projection.files import COLUMNS
from graph.projection.mapped import SMALL


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
