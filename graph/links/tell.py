"""Paths of numbers told as paths of entities, sentences and evidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from graph.links.evidence import UNRECORDED, EdgeKey, EdgeReader, EdgeRecord
from graph.links.meeting import Found
from graph.links.metapath import Metapath
from graph.links.model import Entity, Path, Step
from graph.links.moves import Moves
from graph.links.sentences import aged, path_sentence, step_sentence
from graph.links.walks import Walks


@dataclass(frozen=True, slots=True)
class Guest:
    """An entity outside the graph – a demand typed by hand – with its edges' records; its id is one past the last.

    ``walks``: its edges as walks of one step.
    """

    entity: Entity
    edges: Mapping[EdgeKey, EdgeRecord]
    walks: Walks


@dataclass(slots=True)
class Teller:
    """Tells paths. Ask it to ``prepare`` all paths of an answer first: then their evidence is read by one query."""

    moves: Moves
    reader: EdgeReader
    guest: Guest | None = None
    records: dict[EdgeKey, EdgeRecord] = field(default_factory=dict)

    def entity(self, node: int) -> Entity:
        """The entity of an id."""
        graph = self.moves.view.projection
        if self.guest is not None and node == len(graph):
            return self.guest.entity
        return Entity(graph.uids[node], graph.kind(node), graph.captions[node], bool(graph.fictitious[node]))

    def prepare(self, found: Iterable[Found]) -> None:
        """Read the evidence of every edge of ``found``. Raises ``StoreError``."""
        own = self.guest.edges if self.guest else {}
        for key in (key for path in found for key in self._keys(path)):
            if key not in own:
                self.reader.want(key)
        self.records = {**self.reader.read(self.moves.view.clearance), **own}

    def metapath(self, found: Found) -> Metapath:
        """The types of a path."""
        steps = tuple((self.moves.all[s].relation, self.moves.all[s].forward) for s in found.steps)
        return Metapath(tuple(self.entity(node).kind for node in found.nodes), steps)

    def path(self, found: Found, share: float) -> Path:
        """One path, prepared before; ``share``: its part of its metapath's DWPC."""
        nodes = tuple(self.entity(node) for node in found.nodes)
        keys = self._keys(found)
        steps = tuple(self._step(nodes[i : i + 2], found, i, keys[i]) for i in range(len(found.steps)))
        metapath = self.metapath(found).text(self.moves.view.projection.vocabulary)
        return Path(nodes, steps, metapath, found.score, share, path_sentence([step.sentence for step in steps]))

    def _step(self, ends: Sequence[Entity], found: Found, at: int, key: EdgeKey) -> Step:
        move = self.moves.all[found.steps[at]]
        record = self.records.get(key, UNRECORDED)
        vocabulary = self.moves.view.projection.vocabulary
        a, b = ends
        return Step(
            start=a.uid,
            end=b.uid,
            relation=move.relation,
            forward=move.forward,
            sentence=step_sentence(vocabulary, move.relation, (a.caption, b.caption), forward=move.forward),
            confidence=record.confidence,
            method=record.method,
            evidence=record.evidence,
            valid_from=record.valid_from,
            valid_to=record.valid_to,
            age=aged(move.rows, *found.nodes[at : at + 2]),
        )

    def _keys(self, found: Found) -> list[EdgeKey]:
        keys: list[EdgeKey] = []
        for number, near, far in zip(found.steps, found.nodes[:-1], found.nodes[1:], strict=True):
            move = self.moves.all[number]
            a, b = (near, far) if move.forward else (far, near)
            keys.append((self.entity(a).uid, move.relation, self.entity(b).uid))
        return keys
