"""What rows say, one statement after another, on disk: parted by entity and by edge, to be merged part by part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from etl.facts.statements import EdgeKey, Facts, file_of
from etl.identity.found import Found
from etl.rows.records import Record
from etl.staging.stack import Parts
from graph.vocabulary import Label, Vocabulary

REMEMBERED = 200_000  # references that are known to have been noted
STATED, REFERRED = 0, 1


@dataclass(slots=True)
class Spoken:
    """Takes statements as rows make them; ``node_facts`` and ``edge_facts`` merge those of one part."""

    vocabulary: Vocabulary
    nodes: Parts
    edges: Parts
    _noted: set[tuple[str, ...]] = field(default_factory=set)

    def state(self, record: Record, uid: str, ref: str) -> None:
        """A row tells of an entity."""
        self.nodes.add(uid, (STATED, uid, record.label.name, record.properties, ref))

    def refer(self, found: Found, label: Label, ref: str, **more: str) -> None:
        """A row refers to an entity; ``more`` are properties besides those that the reference was made with."""
        noted = (found.uid, file_of(ref), *more.values())
        if noted in self._noted:
            return  # the first row of each file is kept, see ``Facts.refer``
        if len(self._noted) >= REMEMBERED:
            self._noted.clear()
        self._noted.add(noted)
        self.nodes.add(found.uid, (REFERRED, found.uid, label.name, {**found.properties, **more}, ref))

    def relate(self, key: EdgeKey, properties: dict[str, Any], ref: str) -> None:
        """A row states an edge."""
        relation, start, end = key
        if self.vocabulary.relations[relation].symmetric and start > end:
            start, end = end, start
        self.edges.add(edge_text((relation, start, end)), (relation, start, end, properties, ref))


def node_facts(vocabulary: Vocabulary, nodes: Parts, part: int) -> Facts:
    """The merged nodes of one part."""
    facts = Facts(vocabulary)
    for how, uid, kind, properties, ref in nodes[part]:
        (facts.state if how == STATED else facts.refer)(uid, kind, properties, ref)
    return facts


def edge_facts(vocabulary: Vocabulary, edges: Parts, part: int) -> Facts:
    """The merged edges of one part."""
    facts = Facts(vocabulary)
    for relation, start, end, properties, ref in edges[part]:
        facts.relate((relation, start, end), properties, ref)
    return facts


def edge_text(key: EdgeKey) -> str:
    """An edge's key as one text, by which its part is found."""
    return "|".join(key)
