"""The edges of a part of a load straight to the lines of import files: what ``Writer.edges`` would write, without the
steps between, which cost several times as much for each of millions of edges."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from etl.bulk.cells import BETWEEN, UnsayableError, quoted
from etl.bulk.sheets import Shape
from etl.bulk.sink import BulkSink
from etl.facts.statements import EdgeFact, EdgeKey, sheet_of, surest
from etl.writing.decide import Stamp, digest, edge_row, spelled
from etl.writing.written import Written

Said = tuple[str, str, str, dict[str, Any], str]  # relation, start, end, properties, reference: see ``Spoken``
Merged = tuple[dict[str, Any], list[str]]  # properties, references
HOLE = "\x1e"  # a reference of no row; ``etl.rows.clean`` takes control characters out of texts
CELL = f'"{HOLE}"'
MOST = 10_000  # patterns kept
STATEMENT = "etl_edges"
HASH = "content_hash"
UNIQUE = "quote"  # edges with this property say something of their own


class Pattern(NamedTuple):
    """A row but for its ends: what stands before and after the cell of its reference."""

    shape: Shape
    before: str
    after: str


@dataclass(slots=True)
class EdgeLines:
    """Writes edges to ``sink``. Edges of the same properties have one shape, which is filled in; the many that say the
    same but for ends and row are filled in once."""

    sink: BulkSink
    stamp: Stamp
    _shapes: dict[tuple[object, ...], Shape | None] = field(default_factory=dict)
    _patterns: dict[tuple[str, bytes], Pattern] = field(default_factory=dict)

    def write(self, said: Iterable[Said]) -> Written:
        """Merge what is said of each edge (see ``Facts.relate``) and write it. Raises ``StoreError`` as the sink."""
        merged = _merged(said)
        groups: dict[str, list[tuple[EdgeKey, Merged]]] = defaultdict(list)
        for edge in merged.items():
            groups[edge[0][0]].append(edge)
        for relation in sorted(groups):
            for key, (properties, refs) in groups[relation]:
                self._edge(key, properties, refs)
        stated = Counter(sheet_of(refs[0]) for _, refs in merged.values())
        return Written(edges=len(merged), edges_created=len(merged), stated=stated)

    def _edge(self, key: EdgeKey, properties: dict[str, Any], refs: list[str]) -> None:
        relation, start, end = key
        if len(refs) == 1 and refs[0] and BETWEEN not in refs[0]:
            pattern = self._pattern(relation, properties)
            if pattern is not None:
                shape, before, after = pattern
                line = f"{self.sink.end(start)},{self.sink.end(end)}{before}{quoted(refs[0])}{after}"
                return shape.sheets.put(shape.part, line)
        row = edge_row(EdgeFact(relation, start, end, properties, refs), None, self.stamp)
        self.sink.edges(STATEMENT, relation, [row] if row else [])
        return None

    def _pattern(self, relation: str, properties: dict[str, Any]) -> Pattern | None:
        text = spelled(properties)
        known = self._patterns.get((relation, text))
        if known is not None:
            return known
        shape = self._shape(relation, properties)
        if shape is None:
            return None
        try:
            pieces = shape.template.row({**properties, HASH: digest(text)}).split(CELL)
        except UnsayableError:
            return None
        if len(pieces) != 2:
            return None
        found = Pattern(shape, *pieces)
        if UNIQUE not in properties:
            if len(self._patterns) >= MOST:
                self._patterns.clear()
            self._patterns[relation, text] = found
        return found

    def _shape(self, relation: str, properties: dict[str, Any]) -> Shape | None:
        key = relation, *properties, *map(type, properties.values())
        if key not in self._shapes:
            row = edge_row(EdgeFact(relation, "", "", properties, [HOLE]), None, self.stamp)
            self._shapes[key] = self.sink.shape(relation, row or {}, {HASH, *properties})
        return self._shapes[key]


def _merged(said: Iterable[Said]) -> dict[EdgeKey, Merged]:
    merged: dict[EdgeKey, Merged] = {}
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
