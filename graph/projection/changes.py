"""What changed since a projection was made, and where one asks how things are now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Protocol

from graph.projection.facts import EdgeFact, NodeFact

EdgeKey = tuple[str, str, str]  # start, relation, end


@dataclass(frozen=True, slots=True)
class Changed:
    """The uids of entities, and the edges, that may be new, different or gone; more than that does no harm."""

    uids: frozenset[str] = field(default_factory=frozenset)
    edges: frozenset[EdgeKey] = field(default_factory=frozenset)

    def __len__(self) -> int:
        return len(self.uids) + len(self.edges)


class Facts(Protocol):
    """The facts of now, asked for bit by bit."""

    def nodes(self, uids: Collection[str]) -> Iterable[NodeFact]:
        """Those of ``uids`` that there are."""

    def shown_as(self, uids: Collection[str]) -> Iterable[str]:
        """The uids of entities whose ``canonical`` is one of ``uids``."""

    def edges_at(self, uids: Collection[str]) -> Iterable[EdgeFact]:
        """All edges of some entities; one between two of them may come twice."""

    def edges(self, keys: Collection[EdgeKey]) -> Iterable[EdgeFact]:
        """Those of ``keys`` that there are."""
