"""What a projection takes of memory, as the kernel counts it."""

from __future__ import annotations

import numpy as np
import psutil

from graph.projection.projection import Projection


class Memory:
    """How much more is resident than when this was made: all of it, and what no other process could share.

    Resident pages that are mapped from files (``RssFile``) are shared by all workers that open them; they are counted
    in the first figure and not in the second one.
    """

    def __init__(self) -> None:
        self._before = _now()

    def per_edge(self, name: str, edges: int) -> dict[str, float]:
        """Bytes per edge: ``name`` with all resident pages, ``name``_own without those mapped from files."""
        (whole, own), (before, own_before) = _now(), self._before
        return {name: (whole - before) / max(1, edges), f"{name}_own": (own - own_before) / max(1, edges)}


def read_through(graph: Projection) -> None:
    """Read every value of a projection's edges and names once, so that all of them are resident."""
    for both in graph.relations.values():
        for rows in (both.out, both.back):
            for column in (rows.indptr, rows.indices, rows.confidence, rows.year, rows.level, rows.strength, rows.last):
                np.count_nonzero(column)
    for strings in (graph.uids, graph.captions, graph.names):
        np.count_nonzero(strings.blob)
        np.count_nonzero(strings.offsets)


def _now() -> tuple[int, int]:
    found = psutil.Process().memory_info()
    return found.rss, found.rss - getattr(found, "shared", 0)
