"""Facts to a bulk sink, as a batched load decides what is written for them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby

from etl.bulk.sink import BulkSink
from etl.facts.statements import EdgeFact, NodeFact
from etl.writing.decide import Stamp, edge_row, node_row
from etl.writing.written import Written
from graph.vocabulary import Vocabulary


@dataclass(slots=True)
class BulkWriter:
    """Writes first nodes, then edges, of a load into an empty store; ``stamp`` marks every fact.

    Facts may come in any order and number of calls, each once. ``written`` has the counts.
    """

    sink: BulkSink
    vocabulary: Vocabulary
    stamp: Stamp
    written: Written = field(default_factory=Written)

    def nodes(self, facts: Iterable[NodeFact]) -> None:
        """Write entities. Raises ``NotFoundError`` (UNKNOWN_KIND), ``StoreError`` as the sink."""
        for kind, group in groupby(facts, key=lambda fact: fact.kind):
            label = self.vocabulary.label(kind)
            parts = {"labels": ":".join(reversed(self.vocabulary.chain(kind)))}
            for fact in group:
                _, properties = node_row(fact, label, None, self.stamp)
                self.sink.nodes("etl_nodes", ({"uid": fact.uid, "properties": properties},), parts, now=self.stamp.now)
                self.written.nodes += 1
        self._count()

    def edges(self, facts: Iterable[EdgeFact]) -> None:
        """Write relations, whose ends are among the nodes. Raises ``StoreError`` as the sink."""
        for fact in facts:
            row = edge_row(fact, None, self.stamp)
            if row is not None:
                self.sink.edges("etl_edges", fact.relation, (row,))
                self.written.edges += 1
        self._count()

    def _count(self) -> None:
        """Note what there is now, and what the files could not hold."""
        self.written.nodes_created, self.written.edges_created = self.sink.entities, self.sink.relations
        self.written.refused += self.sink.refusals.told()
