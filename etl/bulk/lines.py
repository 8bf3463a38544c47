"""The edges of a part of a load straight to the lines of import files: what ``Writer.edges`` would write, without the
steps between, which cost several times as much for each of millions of edges."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from etl.bulk.cells import BETWEEN, quoted
from etl.bulk.sheets import Shape
from etl.bulk.sink import BulkSink
from etl.facts.statements import EdgeFact, EdgeKey, sheet_of, surest
from etl.writing.decide import Stamp, digest, edge_row, spelled
from etl.writing.written import Written

Said = tuple[str, str, str, dict[str, Any], str]  # relation, start, end, properties, reference: see ``Spoken``
Pattern = tuple[str, str]  # of a row but for its ends: what stands before and after the cell of its reference
Merged = tuple[dict[str, Any], list[str]]  # properties, references
HOLE = "\x1e"  # a reference of no row; ``etl.rows.clean`` takes control characters out of texts
CELL = f'"{HOLE}"'
MOST = 10_000  # patterns kept
STATEMENT = "etl_edges"
HASH, SOURCES = "content_hash", "sources"
PLAIN = frozenset({str, int, float, bool, type(None)})  # values that every shape can hold
UNIQUE = "quote"  # edges with this property say something of their own


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
        for key, (properties, refs) in merged.items():
            if len(refs) > 1 or not self._filled(key, properties, refs[0]):
                row = edge_row(EdgeFact(*key, properties, refs), None, self.stamp)
                self.sink.edges(STATEMENT, key[0], [row] if row else [])
        for shape in self._shapes.values():
            if shape is not None:
                shape.flush()
        return Written(edges=len(merged), edges_created=len(merged), stated=_stated(merged.values()))

    def _filled(self, key: EdgeKey, properties: dict[str, Any], ref: str) -> bool:
        """Whether an edge of one reference could be written by its shape."""
        relation, start, end = key
        shape = self._shape(relation, properties)
        if shape is None or not ref or BETWEEN in ref:
            return False
        text, cell = spelled(properties), self.sink.end
        if UNIQUE in properties:
            row = shape.template.row({**properties, HASH: digest(text), SOURCES: ref})
            shape.put(f"{cell(start)},{cell(end)}{row}")
            return True
        pattern = self._patterns.get((relation, text)) or self._pattern(shape, properties, (relation, text))
        shape.put(f"{cell(start)},{cell(end)}{pattern[0]}{quoted(ref)}{pattern[1]}")
        return True

    def _pattern(self, shape: Shape, properties: dict[str, Any], key: tuple[str, bytes]) -> Pattern:
        if len(self._patterns) >= MOST:
            self._patterns.clear()
        row = shape.template.row({**properties, HASH: digest(key[1]), SOURCES: HOLE})
        before, _, after = row.rpartition(CELL)
        self._patterns[key] = before, after
        return before, after

    def _shape(self, relation: str, properties: dict[str, Any]) -> Shape | None:
        """The shape of edges with such properties; None when they are to be given to the sink one by one."""
        key = relation, *properties, *map(type, properties.values())
        if key not in self._shapes:
            row = edge_row(EdgeFact(relation, "", "", properties, [HOLE]), None, self.stamp)
            plain = PLAIN.issuperset(map(type, properties.values()))
            self._shapes[key] = self.sink.shape(relation, row, {HASH, SOURCES, *properties}) if row and plain else None
        return self._shapes[key]


def _stated(edges: Iterable[Merged]) -> Counter[str]:
    """How many edges each sheet states first."""
    found: Counter[str] = Counter()
    for sheet, count in Counter(refs[0].rsplit("|", 2)[0] for _, refs in edges).items():
        found[sheet_of(sheet)] += count
    return found


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
