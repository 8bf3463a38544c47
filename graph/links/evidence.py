"""Evidence of what an answer shows: one query for all its edges, joined with what is known of each source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, Protocol

from graph.links.model import Evidence
from graph.sources import SourceRef
from graph.vocabulary import Level
from graph.words import Words

EdgeKey = tuple[str, str, str]  # start uid, relation, end uid, in the relation's direction


class Records(Protocol):
    """Whatever answers the statements of ``queries/cypher`` that read: a store, or what was kept of one."""

    def read(self, name: str, *, parts: Mapping[str, str] | None = None, **params: Any) -> list[dict[str, Any]]:
        """The rows of a statement."""


@dataclass(frozen=True, slots=True)
class EdgeRecord:
    """What the store says of an edge."""

    confidence: float
    method: str
    evidence: tuple[Evidence, ...]
    valid_from: str | None = None
    valid_to: str | None = None


UNRECORDED = EdgeRecord(1.0, "stated", ())


@dataclass(frozen=True, slots=True)
class Sources:
    """The sources and files of one load version, read once."""

    sources: Mapping[str, Mapping[str, Any]]
    checksums: Mapping[str, str]

    @staticmethod
    def read(store: Records) -> Sources:
        """Every source and file in the store. Raises ``StoreError``."""
        sources = {row["id"]: row for row in store.read("links_sources")}
        return Sources(sources, {row["key"]: row["sha256"] for row in store.read("links_files")})

    def evidence(self, refs: Iterable[str], *, named: str = "", quote: str = "") -> tuple[Evidence, ...]:
        """The references of a node or an edge as evidence; ``named``: the property that a text was found in."""
        return tuple(self._one(SourceRef.parse(ref), named, quote) for ref in sorted(refs))

    def _one(self, ref: SourceRef, named: str, quote: str) -> Evidence:
        known = self.sources.get(ref.source, {})
        return Evidence(
            source=ref.source,
            title=Words(known.get("zh", ref.source), known.get("en", ref.source)),
            file=ref.file,
            row=ref.row,
            sheet=ref.sheet,
            sha256=self.checksums.get(f"{ref.source}/{ref.file}", ""),
            licence=known.get("licence", ""),
            url=known.get("url", ""),
            fictitious=bool(known.get("fictitious", False)),
            field=named,
            quote=quote,
        )


@dataclass(slots=True)
class EdgeReader:
    """Collects the edges of one answer and reads them all at once."""

    store: Records
    sources: Sources
    symmetric: frozenset[str]  # relations without direction
    groups: Mapping[str, tuple[str, ...]]  # entities that others are shown as: their uids and those of the others
    wanted: dict[EdgeKey, None] = field(default_factory=dict)

    def want(self, key: EdgeKey) -> None:
        """Ask for an edge."""
        self.wanted.setdefault(key)

    def read(self, clearance: Level = Level.PUBLIC) -> dict[EdgeKey, EdgeRecord]:
        """Everything asked for, by one query. Edges that the store no longer has are missing. Raises ``StoreError``.

        An edge of an entity that others are shown as is each of theirs, as far as ``clearance`` may see them.
        """
        keys = list(self.wanted)
        rows = [
            {"at": at, "start": a, "relation": relation, "end": b, "symmetric": relation in self.symmetric}
            for at, (start, relation, end) in enumerate(keys)
            for a, b in product(self.groups.get(start, (start,)), self.groups.get(end, (end,)))
        ]
        found: dict[EdgeKey, list[Mapping[str, Any]]] = {}
        for row in self.store.read("links_edges", rows=rows) if rows else []:
            if row["level"] <= clearance:
                found.setdefault(keys[row["at"]], []).append(row)
        return {key: self._record(stated) for key, stated in found.items()}

    def _record(self, stated: list[Mapping[str, Any]]) -> EdgeRecord:
        """What equal edges say together: the least hidden, then the most confident of them, with the rows of all."""
        first = min(stated, key=lambda row: (row["level"], -row["confidence"]))
        evidence = [
            self.sources.evidence(row["sources"], named=row["field"], quote=row["quote"])
            for row in sorted(stated, key=lambda row: row is not first)
        ]
        distinct = tuple(dict.fromkeys(one for part in evidence for one in part))
        return EdgeRecord(first["confidence"], first["method"], distinct, first["valid_from"], first["valid_to"])
