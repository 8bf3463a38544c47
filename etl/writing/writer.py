"""Facts into the store: batches of nodes, then of edges, in an order that cannot deadlock; only what changed."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.facts.facts import EdgeFact, Facts, NodeFact, sheet_of
from etl.identity.index import batches
from etl.reports.progress import Step, unheard
from etl.writing.decide import Stamp, edge_row, node_row
from etl.writing.known import Known, existing
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

NODES, EDGES = 2_000, 5_000  # rows per transaction
CHARACTERS = 4_000_000  # of the nodes of one transaction, since full texts are long


@dataclass(slots=True)
class Written:
    """What a load changed. ``rows``: per sheet ("source|file|sheet|") and state, the rows that stated the nodes."""

    nodes_created: int = 0
    nodes_updated: int = 0
    nodes_removed: int = 0
    edges_created: int = 0
    edges_updated: int = 0
    edges_removed: int = 0
    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))

    @property
    def changes(self) -> int:
        """How many nodes and edges are not as before."""
        nodes = self.nodes_created + self.nodes_updated + self.nodes_removed
        return nodes + self.edges_created + self.edges_updated + self.edges_removed


@dataclass(slots=True)
class Writer:
    """Writes the facts of one load; may be run again after a crash at any point, with the same outcome."""

    store: Store
    vocabulary: Vocabulary
    known: Known
    stamp: Stamp
    written: Written = field(default_factory=Written)
    step: Step = unheard  # told of each write of ``retract``

    def nodes(self, facts: Facts, step: Step) -> None:
        """Write every node that is new or changed, kind by kind, in the order of uids."""
        done = 0
        for kind, group in _grouped(facts.nodes.values(), lambda fact: fact.kind).items():
            for batch in _bounded(sorted(group, key=lambda fact: fact.uid)):
                self._nodes(kind, batch)
                done += len(batch)
                step(done)

    def _nodes(self, kind: str, batch: Sequence[NodeFact]) -> None:
        label = self.vocabulary.label(kind)
        have = existing(self.store, self.known, [fact.uid for fact in batch])
        rows = []
        for fact in batch:
            state, properties = node_row(fact, label, have.get(fact.uid), self.stamp)
            if fact.stated:
                self._count_rows(fact, state)
            if properties:
                rows.append({"uid": fact.uid, "properties": properties})
        if rows:
            labels = ":".join(reversed(self.vocabulary.chain(kind)))
            done = self.store.write("etl_nodes", parts={"labels": labels}, rows=rows, now=self.stamp.now)
            self.written.nodes_created += done.nodes_created
            self.written.nodes_updated += len(rows) - done.nodes_created

    def _count_rows(self, fact: NodeFact, state: str) -> None:
        for ref in fact.refs:
            self.written.rows[sheet_of(ref)][state] += 1

    def edges(self, facts: Facts, step: Step) -> None:
        """Write every edge that is new or changed, relation by relation, in the order of their ends."""
        done = 0
        for relation, group in _grouped(facts.edges.values(), lambda fact: fact.relation).items():
            for batch in batches(sorted(group, key=lambda fact: (fact.start, fact.end)), EDGES):
                self._edges(relation, batch)
                done += len(batch)
                step(done)

    def _edges(self, relation: str, batch: Sequence[EdgeFact]) -> None:
        known = self.known.edges
        rows = [edge_row(fact, known.get((relation, fact.start, fact.end)), self.stamp) for fact in batch]
        changed = [row for row in rows if row is not None]
        if changed:
            parts = {"relation": relation}
            done = self.store.write("etl_edges", parts=parts, rows=changed, files=sorted(self.known.files))
            self.written.edges_created += done.relationships_created
            self.written.edges_updated += len(changed) - done.relationships_created


def _bounded(facts: Sequence[NodeFact]) -> Iterator[list[NodeFact]]:
    """Batches of at most ``NODES`` facts and about ``CHARACTERS`` characters."""
    batch: list[NodeFact] = []
    size = 0
    for fact in facts:
        batch.append(fact)
        size += sum(len(value) for value in fact.properties.values() if isinstance(value, str))
        if len(batch) == NODES or size > CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _grouped(facts: Iterable[Any], key: Callable[[Any], str]) -> dict[str, list[Any]]:
    groups: dict[str, list[Any]] = defaultdict(list)
    for fact in facts:
        groups[key(fact)].append(fact)
    return dict(sorted(groups.items()))
