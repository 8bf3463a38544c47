"""A bundle unpacked on one machine, so that all processes there map the same files instead of each reading them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson
from filelock import FileLock

from graph.bundle import read
from graph.bundle.manifest import Manifest
from graph.links.evidence import Sources
from graph.links.ground import Ground
from graph.projection import files
from graph.projection.mapped import mapped
from graph.projection.projection import Projection
from graph.projection.strings import Strings
from graph.vocabulary import Vocabulary

TOLD = ("blob", "offsets")  # the arrays of the properties


@dataclass(frozen=True)
class Kept:
    """What a bundle keeps of a store: the public properties of each node, as JSON. Nothing else is asked in a batch."""

    projection: Projection
    told: Strings

    def read(self, name: str, *, parts: Mapping[str, str] | None = None, **params: Any) -> list[dict[str, Any]]:
        """The rows of ``links_nodes``: the properties of ``uids``. Raises ``LookupError`` for other statements."""
        if name != "links_nodes" or parts:
            raise LookupError(name)
        return [{"uid": uid, "properties": found} for uid in params["uids"] if (found := self._of(uid)) is not None]

    def _of(self, uid: str) -> Any:
        node = self.projection.find(uid)
        if node is None or self.projection.uids[node] != uid:  # what is shown as another has nothing of its own here
            return None
        return orjson.loads(self.told.raw(node) or b"{}")


def unpacked(bundle: Path, manifest: Manifest, vocabulary: Vocabulary, folder: Path) -> Ground:
    """What matches stand on, memory-mapped from ``folder``; whoever comes first unpacks the bundle into it.

    Raises ``StoreError`` (PROJECTION_FOLDER), ``OSError``.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / ".unpacking.lock"):
        if not (folder / "graph").exists():
            told = read.properties(bundle, manifest)
            for name in TOLD:
                np.save(folder / f"{name}.npy", getattr(told, name))
            files.save(read.projection(bundle, manifest, vocabulary), folder / "graph")  # last, and whole or not at all
    graph = files.load(folder / "graph", vocabulary)
    told = Strings(*(mapped(folder / f"{name}.npy") for name in TOLD))
    return Ground(graph, Kept(graph, told), Sources({}, {}))
