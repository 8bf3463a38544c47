"""A question whose answers are known: a graph to search in, and texts that each have one right answer there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from graph.links.footing import Footing
from graph.projection.csr import Nodes

SEED = 7


class Query(NamedTuple):
    """A text that is asked for, and the uid of its one right answer."""

    text: str
    answer: str


@dataclass(frozen=True)
class Task:
    """``queries`` over the graph of ``footing``; whatever is of the kind ``target`` can be an answer.

    ``texts``: for each possible answer, by uid, the text that methods without a graph know it by; ``properties``: of
    the documents, by uid, as a store would have them.
    """

    name: str
    target: str
    footing: Footing
    texts: Mapping[str, str]
    properties: Mapping[str, Mapping[str, Any]]
    queries: Sequence[Query]

    @property
    def asks_for_documents(self) -> bool:
        """Whether answers have texts of their own; else they are who made the documents."""
        return self.target in self.footing.scheme.supply

    @property
    def answers(self) -> Nodes:
        """The ids of the possible answers, in the order of ``texts``."""
        return np.array([self.footing.projection.id_of(uid) for uid in self.texts], np.int32)

    def of(self, queries: Sequence[Query]) -> Task:
        """The same graph asked other queries."""
        return replace(self, queries=queries)

    def drawn(self, most: int) -> Task:
        """The same with at most ``most`` queries, drawn by chance, always the same ones."""
        chosen = np.sort(np.random.default_rng(SEED).permutation(len(self.queries))[:most])
        return self.of([self.queries[at] for at in chosen])


class Split(NamedTuple):
    """A task twice: with the queries that defaults may be chosen on, and with those held out for measuring."""

    development: Task
    test: Task
