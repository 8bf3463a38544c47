"""Uids for rows, and what their references mean. A row's key may hold a reference (a researcher's employer): kinds
whose keys refer to others come after them, see ``key_order``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from etl.identity.found import Found, Problem
from etl.identity.index import Index, base_label
from etl.identity.resolve import Resolver
from etl.identity.uids import SOURCE, best_uid
from etl.rows.faults import Fault
from etl.rows.records import Record
from graph.vocabulary import Label, Link, Vocabulary


class Faults(Protocol):
    """What takes faults as they are found: a log, a list."""

    def append(self, fault: Fault, /) -> None:
        """Add a fault."""


@dataclass(slots=True)
class Identifier:
    """Gives uids to records and meanings to their references; faults found on the way go to ``faults``."""

    vocabulary: Vocabulary
    index: Index
    faults: Faults
    resolver: Resolver = field(init=False)

    def __post_init__(self) -> None:
        self.resolver = Resolver(self.vocabulary, self.index)

    def uid(self, record: Record) -> str | None:
        """The uid of a record: what it says itself, else its best complete key tier; None when no tier is complete."""
        return record.explicit or best_uid(record.label, self._values(record))

    def owners(self, record: Record) -> list[str]:
        """The uids of what qualifies a record: a researcher's organizations."""
        name = record.label.refer_within
        return [found.uid for found in self.targets(record, name) if found] if name else []

    def targets(self, record: Record, name: str) -> list[Found | None]:
        """What the link ``name`` of a record points to, one for each of its references; None where no edge is made."""
        if name not in record.targets:
            record.targets[name] = []  # a reference that leads back to itself finds nothing
            record.targets[name] = self._find(record, record.label.links[name])
        return record.targets[name]

    def _find(self, record: Record, link: Link) -> list[Found | None]:
        texts = self.resolver.whole(record.links.get(link.name, []), link, record.place.source)
        owner = None
        if link.within is not None and texts:
            owner = next((found.uid for found in self.targets(record, link.within) if found), None)
        return [self._one(record, link, text, owner) for text in texts]

    def _one(self, record: Record, link: Link, text: str, owner: str | None) -> Found | None:
        found = self.resolver.find(text, link, owner, record.place.source)
        problem = found.doubt if isinstance(found, Found) else found
        if problem is not None:
            self._doubt(record, link, text, problem)
        return found if isinstance(found, Found) else None

    def _doubt(self, record: Record, link: Link, text: str, problem: Problem) -> None:
        code, values = problem
        if code == "REFERENCE_EMPLOYER":
            values = {"within": record.label.links[link.within].words if link.within else link.words}
        hidden = link.hidden_when is not None or link.level > 0
        heading = record.headings.get(link.name, link.words.zh)
        words = {"link": link.words, **values}
        self.faults.append(record.place.warning(heading, code, value=None if hidden else text[:80], **words))

    def _values(self, record: Record) -> Callable[[str], str | None]:
        def value(part: str) -> str | None:
            if part == SOURCE:
                return record.place.source
            if part in record.label.links:
                return next((found.uid for found in self.targets(record, part) if found), None)
            plain = record.properties.get(part)
            return None if plain is None else str(plain)

        return value


def key_order(vocabulary: Vocabulary) -> list[str]:
    """The base labels, each after those that keys of its kinds, or what tells them apart, refer to.

    The vocabulary's check refuses keys that lead in a circle.
    """
    needs: dict[str, dict[str, None]] = {}
    for label in vocabulary.labels.values():
        mine = needs.setdefault(base_label(label, vocabulary), {})
        mine.update(dict.fromkeys(_led_to(label, vocabulary)))
    ordered: dict[str, None] = {}
    for name in needs:
        _after(name, needs, ordered, ())
    return list(ordered)


def _led_to(label: Label, vocabulary: Vocabulary) -> list[str]:
    parts = [part for tier in label.keys for part in tier if part in label.links]
    named = [label.links[name] for name in (*parts, label.refer_within) if name is not None]
    within = [label.links[link.within] for link in named if link.within is not None]
    return [base_label(vocabulary.label(link.target), vocabulary) for link in (*named, *within)]


def _after(name: str, needs: dict[str, dict[str, None]], ordered: dict[str, None], above: tuple[str, ...]) -> None:
    if name in ordered or name in above:
        return
    for other in needs.get(name, {}):
        _after(other, needs, ordered, (*above, name))
    ordered[name] = None
