"""Edges of each relation as columns, while they are read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from graph.projection.csr import EdgeTable
from graph.projection.facts import EdgeFact


@dataclass(slots=True)
class _Columns:
    """The columns of an edge table while they grow."""

    start: list[int] = field(default_factory=list)
    end: list[int] = field(default_factory=list)
    confidence: list[float] = field(default_factory=list)
    year: list[int] = field(default_factory=list)
    level: list[int] = field(default_factory=list)
    last: list[int] = field(default_factory=list)

    def table(self) -> EdgeTable:
        return EdgeTable(
            np.array(self.start, dtype=np.int32),
            np.array(self.end, dtype=np.int32),
            np.array(self.confidence, dtype=np.float32),
            np.array(self.year, dtype=np.int16),
            np.array(self.level, dtype=np.uint8),
            np.array(self.last, dtype=np.int16),
        )


def tables(edges: Iterable[EdgeFact], ids: Mapping[str, int]) -> dict[str, EdgeTable]:
    """The edges by relation; those with an end that has no id are left out."""
    columns: dict[str, _Columns] = {}
    for edge in edges:
        start, end = ids.get(edge.start), ids.get(edge.end)
        if start is None or end is None:
            continue
        into = columns.setdefault(edge.relation, _Columns())
        into.start.append(start)
        into.end.append(end)
        into.confidence.append(min(1.0, max(0.0, edge.confidence)))
        into.year.append(edge.year)
        into.level.append(edge.level)
        into.last.append(max(edge.year, edge.last))
    return {relation: one.table() for relation, one in columns.items()}
