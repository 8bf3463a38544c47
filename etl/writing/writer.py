"""Facts into the store: batches of nodes, then of edges; only what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from etl.facts.statements import EdgeKey, Facts, NodeFact, sheet_of
from etl.identity.index import batches
from etl.identity.uids import called
from etl.writing.behind import Task
from etl.writing.decide import Stamp, edge_row, node_row
from etl.writing.known import Known, Mine
from etl.writing.sink import Sink
from etl.writing.written import Written
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

NODES, EDGES = 2_000, 5_000  # rows per transaction
CHARACTERS = 4_000_000  # of the nodes of one transaction, since full texts are long


@dataclass(slots=True)
class Writer:
    """Writes the facts of one part of a load; run again after a crash at any point, it ends the same."""

    store: Store
    vocabulary: Vocabulary
    known: Known
    stamp: Stamp
    sink: Sink
    written: Written = field(default_factory=Written)
    told: Callable[[str, list[str]], None] | None = None  # hears what new and changed entities are called

    def nodes(self, facts: Facts, former: Mapping[str, Mine]) -> Iterator[Task]:
        """What writes every node that is new or changed, a batch each: kind by kind, in the order of uids.

        ``former``: what the store has of those that the files told of before.
        """
        self.written.nodes += len(facts.nodes)
        for kind, group in _grouped(facts.nodes.values(), lambda fact: fact.kind).items():
            for batch in _bounded(sorted(group, key=lambda fact: fact.uid)):
                yield self._nodes(kind, batch, self.known.existing(self.store, [fact.uid for fact in batch], former))

    def _nodes(self, kind: str, batch: Sequence[NodeFact], have: Mapping[str, Mine]) -> Task:
        label = self.vocabulary.label(kind)
        found = [(fact, *node_row(fact, label, have.get(fact.uid), self.stamp)) for fact in batch]
        rows = [{"uid": fact.uid, "properties": properties} for fact, _, properties in found if properties]
        labels = ":".join(reversed(self.vocabulary.chain(kind)))

        def write() -> None:
            refused = self.sink.nodes("etl_nodes", rows, {"labels": labels}, now=self.stamp.now) if rows else ()
            for fact, state, _ in found:
                if fact.uid not in refused:
                    self._count(fact, state, is_term=label.vocabulary)

        return write

    def _count(self, fact: NodeFact, state: str, *, is_term: bool) -> None:
        self.written.nodes_created += state == "created"
        self.written.nodes_updated += state == "updated"
        if fact.stated:
            self._count_rows(fact, state)
            if self.told is not None and state != "unchanged":
                self.told(
                    self.vocabulary.chain(fact.kind)[-1],
                    [text for _, text in called(self.vocabulary.label(fact.kind), fact.properties)],
                )
        elif not is_term:
            self.written.stubs[sheet_of(fact.refs[0])] += 1

    def _count_rows(self, fact: NodeFact, state: str) -> None:
        """The first row that states an entity counts as what became of it, further ones as merged into it."""
        first, *more = fact.told
        self.written.rows[sheet_of(first)][state] += 1
        for ref in more:
            self.written.rows[sheet_of(ref)]["merged"] += 1

    def edges(self, facts: Facts, former: Mapping[EdgeKey, Mine]) -> Iterator[Task]:
        """What writes every edge that is new or changed: relation by relation, in the order of their ends."""
        self.written.edges += len(facts.edges)
        self.written.stated.update(sheet_of(fact.refs[0]) for fact in facts.edges.values())
        for relation, group in _grouped(facts.edges.values(), lambda fact: fact.relation).items():
            for batch in batches(sorted(group, key=lambda fact: (fact.start, fact.end)), EDGES):
                rows = [edge_row(fact, former.get((relation, fact.start, fact.end)), self.stamp) for fact in batch]
                yield partial(self._edges, relation, [row for row in rows if row is not None])

    def _edges(self, relation: str, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            before = self.sink.edges("etl_edges", relation, rows, files=sorted(self.known.files))
            self.written.edges_created += len(rows) - before
            self.written.edges_updated += before


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
