"""The score of one answer counted again on a graph that something was taken out of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Protocol

import numpy as np

from graph.links.candidates import Candidate, judged, sole
from graph.links.cut import NOTHING, Cut, asked_without, unknown_term
from graph.links.demand import Demand, Texts, stored
from graph.links.ground import Ground
from graph.links.match import scoring
from graph.links.near import Near, Spot
from graph.links.offer import Offer
from graph.links.pairs import NEAREST, Pair, compared, in_order, posters, wishes
from graph.links.scored import Scored, properties, weighed
from graph.links.signals import Signals
from graph.projection.projection import View


class Recount(Protocol):
    """One answer to one question, scored with something taken out."""

    @property
    def asked(self) -> int | None:
        """The id of what was asked about; ``None`` for a typed text."""

    def pair(self, cut: Cut = NOTHING) -> Pair | None:
        """The answer with its factors without ``cut``; ``None`` when nothing is left to answer with.

        Raises ``StoreError``.
        """


@dataclass(frozen=True)
class Answer:
    """``target`` as the answer to a demand. A document's values depend on nothing but itself; who made documents is
    judged by those among the demand's best, so that all are looked at again."""

    ground: Ground
    view: View
    demand: Demand
    target: int
    _read: dict[str, Texts] = field(default_factory=dict, repr=False)

    @property
    def asked(self) -> int | None:
        """See ``Recount``."""
        return self.demand.node

    def pair(self, cut: Cut = NOTHING) -> Pair | None:
        """See ``Recount``."""
        view, demand = cut.of(self.view), asked_without(self.ground, self.demand, cut)
        if demand.node is not None and not self.ground.is_written(demand.node):
            demand = stored(self.ground, view, demand.entity.uid)
        having = unknown_term(demand, cut)
        if self.ground.is_written(self.target):
            signals: Signals = Near(self.ground, view, demand, having, spot=replace(self._spot, view=view))
            said_at = float(signals.text[self.target] + signals.coverage[self.target])
            one = judged(signals, self.target, (self.target,)) if said_at > 0 else None
        else:
            signals = Signals(self.ground, view, demand, having)
            one = sole(signals, self.target)
        if one is None:
            return None
        return Pair(self.target, signals, Scored(one, weighed(signals, one, scoring(signals), self._texts(one))))

    @cached_property
    def _spot(self) -> Spot:
        return Spot(self.ground, self.view, np.array([self.target], dtype=np.int32))

    def _texts(self, one: Candidate) -> Texts:
        uid = self.ground.projection.uids[one.documents[0]]
        if uid not in self._read:
            self._read[uid] = properties(self.ground, [one])
        return self._read[uid]


@dataclass(frozen=True)
class Wish:
    """``target`` – a demand, or who posted demands – as what ``offer`` could answer."""

    offer: Offer
    target: int

    @property
    def asked(self) -> int | None:
        """See ``Recount``."""
        return self.offer.node

    def pair(self, cut: Cut = NOTHING) -> Pair | None:
        """See ``Recount``."""
        ground, whole = self.offer.ground, self.offer
        offer = whole if cut == NOTHING else Offer.of(ground, cut.of(whole.view), ground.projection.uids[whole.node])
        if not offer.documents:
            return None
        found = compared(offer, self._demands, cut)
        pairs = in_order([*found, *posters(offer, found)])
        return next((pair for pair in pairs if pair.target == self.target), None)

    @cached_property
    def _demands(self) -> Sequence[Demand]:
        """The target itself, or the demands near to the offer that it posted."""
        ground, view = self.offer.ground, self.offer.view
        if ground.is_written(self.target):
            return wishes(ground, view, (self.target,))
        posted = {int(d) for r in ground.scheme.posted for d in view.neighbours(r, self.target, forward=True)}
        return wishes(ground, view, [one for one in self.offer.nearest(NEAREST) if one in posted])
