"""The edges of a part of a load straight to the lines of import files: what ``Writer.edges`` would write, without the
steps between, which cost five times as much for each of millions of edges."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from etl.bulk.cells import BETWEEN, quoted
from etl.bulk.sheets import Pattern
from etl.bulk.sink import BulkSink
from etl.facts.statements import EdgeFact, EdgeKey, sheet_of, surest
from etl.writing.decide import Stamp, edge_row
from etl.writing.written import Written

Said = tuple[str, str, str, dict[str, Any], str]  # relation, start, end, properties, reference: see ``Spoken``
HOLE = "\x1e"  # a reference of no row; ``etl.rows.clean`` takes control characters out of texts
MOST = 10_000  # patterns kept
STATEMENT = "etl_edges"


@dataclass(slots=True)
class EdgeLines:
    """Writes edges to ``sink``. Most say the same but for ends and row: such a line is made once, then filled in."""

    sink: BulkSink
    stamp: Stamp
    _patterns: dict[tuple[str, bytes], Pattern | None] = field(default_factory=dict)

    def write(self, said: Iterable[Said]) -> Written:
        """Merge what is said of each edge (see ``Facts.relate``) and write it. Raises ``StoreError`` as the sink."""
        merged = _merged(said)
        groups: dict[str, list[tuple[EdgeKey, dict[str, Any], list[str]]]] = defaultdict(list)
        for key, (properties, refs) in merged.items():
            groups[key[0]].append((key, properties, refs))
        for relation in sorted(groups):
            for key, properties, refs in groups[relation]:
                self._edge(key, properties, refs)
        stated = Counter(sheet_of(refs[0]) for _, refs in merged.values())
        return Written(edges=len(merged), edges_created=len(merged), stated=stated)

    def _edge(self, key: EdgeKey, properties: dict[str, Any], refs: list[str]) -> None:
        relation, start, end = key
        if len(refs) == 1 and refs[0] and BETWEEN not in refs[0]:
            pattern = self._pattern(relation, properties)
            if pattern is not None:
                return pattern.sheets.fill(pattern, f"{quoted(start)},{quoted(end)}", refs[0])
        row = edge_row(EdgeFact(relation, start, end, properties, refs), None, self.stamp)
        self.sink.edges(STATEMENT, relation, [row] if row else [])
        return None

    def _pattern(self, relation: str, properties: dict[str, Any]) -> Pattern | None:
        """The pattern of edges that say the same; None for the first of them, since most quotes stand in one alone."""
        key = relation, orjson.dumps(properties)
        if key not in self._patterns:
            if len(self._patterns) >= MOST:
                self._patterns.clear()
            self._patterns[key] = None
        elif self._patterns[key] is None:
            row = edge_row(EdgeFact(relation, "", "", properties, [HOLE]), None, self.stamp)
            self._patterns[key] = self.sink.pattern(relation, row or {}, HOLE)
        return self._patterns[key]


def _merged(said: Iterable[Said]) -> dict[EdgeKey, tuple[dict[str, Any], list[str]]]:
    merged: dict[EdgeKey, tuple[dict[str, Any], list[str]]] = {}
    for relation, start, end, properties, ref in said:
        key = relation, start, end
        known = merged.get(key)
        if known is None:
            merged[key] = properties, [ref]
            continue
        if ref not in known[1]:
            known[1].append(ref)
        merged[key] = surest(known[0], properties), known[1]
    return merged
