"""The one entry to every question: match, paths, partners, neighbourhood, search, policies."""

from __future__ import annotations

from collections.abc import Sequence

from graph.errors import InputError
from graph.links import between, counterfactual, joined, neighborhood, partners, policies, related, search
from graph.links.bounds import Bounds, within
from graph.links.demand import stored, typed
from graph.links.grounds import Grounds
from graph.links.match import match
from graph.links.model import Counterfactual, Explanation
from graph.links.offer import in_reverse
from graph.links.results import (
    LinkResult,
    MatchResult,
    Neighborhood,
    PartnerResult,
    PathResult,
    RelationsResult,
    SearchResult,
)
from graph.links.reverse import demands_for
from graph.vocabulary import Level

__all__ = ["Bounds", "Engine"]

DEFAULT = Bounds()
TEXT = (0, 20_000)  # characters of a demand typed by hand


class Engine(Grounds):
    """Answers questions over one store. Safe to share among threads.

    Each answer stands on one load version, named in it; when a newer load is complete the next answer stands on that.
    An edge whose level is above the caller's ``clearance`` does not exist for the caller. ``cache``: where projections
    are kept. Every method raises ``StoreError`` (STORE_EMPTY before the first load), ``NotFoundError`` for unknown
    uids, kinds and relations, and ``LimitError`` (LIMIT_RANGE) for numbers out of range.
    """

    def match(
        self,
        *,
        demand: str | None = None,
        text: str | None = None,
        targets: Sequence[str] = (),
        first: int = 10,
        clearance: Level = Level.PUBLIC,
    ) -> MatchResult:
        """The best answers to a demand, given by uid or – one of the two – as ``text``. ``targets``: kinds to look for.

        Of what may itself answer demands, such as a patent or a researcher, the demands are found that it could answer
        (see ``in_reverse``). Raises ``InputError`` (MATCH_ONE_OF) when not exactly one of the two is given.
        """
        if (demand is None) == (text is None):
            raise InputError("MATCH_ONE_OF")
        within("text", len(text or ""), TEXT)
        ground = self.ground()
        view = ground.view(clearance)
        if demand is not None and in_reverse(ground, view, demand, targets):
            return demands_for(ground, view, demand, targets=targets, first=first)
        asked = typed(ground, text or "") if demand is None else stored(ground, view, demand)
        return match(ground, view, asked, targets=targets, first=first)

    def counterfactuals(
        self,
        target: Explanation,
        *,
        demand: str | None = None,
        text: str | None = None,
        without: Sequence[str] = (),
        clearance: Level = Level.PUBLIC,
    ) -> tuple[Counterfactual, ...]:
        """What the score of one answer of ``match`` would be without each thing it hangs on, the greatest fall first.

        ``demand`` or ``text``: what was asked, as for ``match``; ``without``: these entities only, whatever the fall.
        Raises ``InputError`` (COUNTERFACTUAL_SELF).
        """
        ground = self.ground()
        again = counterfactual.recount(ground, ground.view(clearance), target.target.uid, demand=demand, text=text)
        if without:
            return counterfactual.without(ground, again, without)
        return counterfactual.counterfactuals(ground, again, target)

    def paths(
        self, start: str, end: str, *, bounds: Bounds = DEFAULT, first: int = 10, clearance: Level = Level.PUBLIC
    ) -> PathResult:
        """The best simple paths between two entities."""
        return between.between(self.ground(), (start, end), bounds=bounds, first=first, clearance=clearance)

    def relations(
        self, uids: Sequence[str], *, bounds: Bounds = DEFAULT, first: int = 3, clearance: Level = Level.PUBLIC
    ) -> RelationsResult:
        """How two to five entities are connected: ``first`` paths of each pair, what joins most, one small tree."""
        return related.related(self.ground(), uids, bounds=bounds, first=first, clearance=clearance)

    def links(
        self, start: str, end: str, *, length: int = 4, first: int = 20, clearance: Level = Level.PUBLIC
    ) -> LinkResult:
        """Over which metapaths two entities are linked, with path counts, expectations and p-values."""
        return joined.joined(self.ground(), (start, end), length=length, first=first, clearance=clearance)

    def prepare(self, clearance: Level = Level.PUBLIC) -> int:
        """Make the random graphs that ``links`` compares with, where there are none yet; of how many relations."""
        ground = self.ground()
        ground.nulls[clearance].drawn.make(ground.projection.relations)
        return len(ground.projection.relations)

    def partners(
        self, uid: str, *, bounds: Bounds = DEFAULT, first: int = 10, clearance: Level = Level.PUBLIC
    ) -> PartnerResult:
        """Who can help an entity, and who can introduce them."""
        return partners.partners(self.ground(), uid, bounds=bounds, first=first, clearance=clearance)

    def neighborhood(  # noqa: PLR0913 - each names one choice of the caller's
        self,
        uid: str,
        *,
        relation: str | None = None,
        forward: bool | None = None,
        first: int = 50,
        after: int = 0,
        clearance: Level = Level.PUBLIC,
    ) -> Neighborhood:
        """Counts of an entity's edges, and a page of them."""
        return neighborhood.neighborhood(
            self.ground(), uid, relation=relation, forward=forward, first=first, after=after, clearance=clearance
        )

    def search(
        self,
        query: str,
        *,
        kinds: Sequence[str] = (),
        first: int = 20,
        clearance: Level = Level.PUBLIC,  # noqa: ARG002
    ) -> SearchResult:
        """Entities by their captions and public texts, which are the same for every ``clearance``."""
        ground = self.ground()
        return search.search(ground, query, kinds=kinds, first=first)

    def policies_for(self, uid: str, *, first: int = 10, clearance: Level = Level.PUBLIC) -> MatchResult:
        """Policies that concern an entity."""
        ground = self.ground()
        return policies.policies_for(ground, ground.view(clearance), uid, first=first)
