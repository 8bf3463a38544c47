"""Matches of every demand, or of every document that may answer demands, as rows of a table.

The same candidates, factors, scores and refusals as one match at a time gives; paths are not told, only known to exist.
Properties are read for many questions at once, and nothing is kept longer than for those, but for what is read of
demands (at most ``KEPT``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Literal

import numpy as np

from graph.links.bounds import FIRST, within
from graph.links.candidates import Candidate
from graph.links.demand import Demand
from graph.links.ground import Ground
from graph.links.match import LOOKED_AT, looked_for, scoring
from graph.links.near import Near, Spot
from graph.links.offer import Offer
from graph.links.pairs import NEAREST, compared, wishes
from graph.links.reverse import trusted
from graph.links.scored import Scored, properties, ranked
from graph.links.signals import Signals
from graph.links.table import Row, weighed_columns
from graph.links.trails import Trails
from graph.links.trust import Doubt
from graph.projection.projection import View

Side = Literal["achievements", "demands"]  # what is looked for
Progress = Callable[[int, int], None]  # questions done, questions in all

TOGETHER = 32  # questions whose properties are read at once
KEPT = 4_096  # demands that are kept as they were read


@dataclass
class Batch:
    """Every question of one side on one ground; ``rows`` gives the answers, a few questions at a time.

    ``targets``: kinds of answers – those that are looked for, or where ``to`` is "demands" those that are asked about.
    """

    ground: Ground
    view: View
    to: Side
    targets: Sequence[str] = ()
    first: int = 10
    _read: dict[int, Demand] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Raises ``LimitError`` (LIMIT_RANGE), ``NotFoundError`` (UNKNOWN_KIND)."""
        within("first", self.first, FIRST)
        self.ground.projection.of_kinds(self.targets)

    @cached_property
    def asked(self) -> list[int]:
        """The ids of everything that is asked about, ascending."""
        scheme, graph = self.ground.scheme, self.ground.projection
        sides = graph.of_kinds(scheme.supply if self.to == "demands" else (scheme.demand,))
        if self.to == "demands" and self.targets:
            sides &= graph.of_kinds(self.targets)
        return [int(node) for node in np.flatnonzero(sides)]

    def rows(self, progress: Progress) -> Iterator[list[Row]]:
        """The rows of a few questions after the other, in the order of their ids. Raises ``StoreError``."""
        progress(0, len(self.asked))
        for low in range(0, len(self.asked), TOGETHER):
            yield self.answers(self.asked[low : low + TOGETHER])
            progress(min(len(self.asked), low + TOGETHER), len(self.asked))

    def answers(self, nodes: Sequence[int]) -> list[Row]:
        """The rows of a few of those asked about. Raises ``StoreError``."""
        answer = self._offers if self.to == "demands" else self._demands
        return [row for rows in answer(nodes) for row in rows]

    def _demands(self, nodes: Sequence[int]) -> Iterator[list[Row]]:
        """Answers to some demands: their texts are read together, then the properties of all candidates."""
        found = [(demand, *self._candidates(demand)) for demand in wishes(self.ground, self.view, nodes)]
        texts = properties(self.ground, [one for _, some, _ in found for one in some])
        for demand, some, doubt in found:
            near = self._near(demand, some)
            scored = ranked(near, some, scoring(near), texts)
            trails = Trails.of(near)
            shown = (one for one in scored if _shares(near, one.candidate) or trails.to(one.candidate.node))
            answers = [(one.candidate.node, one) for one in islice(shown, self.first)]
            yield self._told(demand.node or 0, answers, doubt, turned=False)

    def _candidates(self, demand: Demand) -> tuple[list[Candidate], Doubt | None]:
        """A demand's candidates, or why there is none; its signals at all nodes are let go of."""
        found, doubt = looked_for(Signals(self.ground, self.view, demand), self.targets)
        return [] if doubt else found[: max(LOOKED_AT, self.first)], doubt

    def _near(self, demand: Demand, some: Sequence[Candidate]) -> Near:
        """A demand's signals at its candidates and the documents that these stand on."""
        nodes = sorted({node for one in some for node in (one.node, *one.documents)})
        return Near(self.ground, self.view, demand, spot=Spot(self.ground, self.view, np.array(nodes, dtype=np.int32)))

    def _offers(self, nodes: Sequence[int]) -> Iterator[list[Row]]:
        """Demands that some documents could answer: the documents are read together, demands as they are needed."""
        uids = [self.ground.projection.uids[node] for node in nodes]
        texts = self.ground.properties(uids)
        for node, uid in zip(nodes, uids, strict=True):
            offer = Offer.of(self.ground, self.view, uid, texts)
            pairs = compared(offer, self._wished(offer.nearest(max(NEAREST, self.first))))
            pairs, doubt = trusted(offer, pairs)
            trails = Trails.of(offer.query)
            shown = (one for one in pairs if _shares(one.signals, one.scored.candidate) or trails.to(one.target))
            answers = [(one.target, one.scored) for one in islice(shown, self.first)]
            yield self._told(node, answers, doubt, turned=True)

    def _wished(self, nodes: Sequence[int]) -> list[Demand]:
        if len(self._read) > KEPT:
            self._read.clear()
        missing = [node for node in nodes if node not in self._read]
        found = zip(missing, wishes(self.ground, self.view, missing), strict=True)
        self._read.update(found)
        return [self._read[node] for node in nodes]

    def _told(
        self, asked: int, answers: Sequence[tuple[int, Scored]], doubt: Doubt | None, *, turned: bool
    ) -> list[Row]:
        """One row per answer, or one that says why there is none; ``turned``: it was an answer that was asked about."""
        names = ("answer", "demand") if turned else ("demand", "answer")
        own = {**self._entity(names[0], asked), "load_version": self.ground.version}
        if not answers:
            return [{**own, "abstained": doubt.code if doubt else "ABSTAIN_NO_PATH"}]
        return [
            {**own, **self._entity(names[1], node), "rank": rank, "score": one.score, **weighed_columns(one.factors)}
            for rank, (node, one) in enumerate(answers, 1)
        ]

    def _entity(self, name: str, node: int) -> Row:
        entity = self.ground.entity(node)
        return {f"{name}_uid": entity.uid, f"{name}_kind": entity.kind, f"{name}_caption": entity.caption}


def _shares(signals: Signals, one: Candidate) -> bool:
    """Whether a document of a candidate and the demand have edges to one term: then there is a path."""
    linked = [node for node, sure in signals.demand.linked.items() if sure > 0]
    view = signals.view
    return any(
        len(np.intersect1d(view.neighbours(relation, document, forward=True), linked)) > 0
        for relation in signals.ground.scheme.mentions
        for document in one.documents
    )
