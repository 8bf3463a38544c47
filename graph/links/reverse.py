"""Match in reverse: the demands that a document, or what somebody made, could answer, and who posted them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

from graph.links.between import tell
from graph.links.bounds import FIRST, within
from graph.links.ground import Ground
from graph.links.match import answered, summary
from graph.links.model import Explanation
from graph.links.offer import Offer
from graph.links.pairs import NEAREST, Pair, compared, in_order, posters, wishes
from graph.links.results import MatchResult
from graph.links.signals import Signals
from graph.links.tell import Teller
from graph.links.trails import Trails
from graph.links.trust import Doubt, crowd, doubt, listed
from graph.projection.projection import View

TRIED = 3  # of the best demands, how many are tried before nothing is answered


def demands_for(ground: Ground, view: View, uid: str, *, targets: Sequence[str] = (), first: int = 10) -> MatchResult:
    """The demands that ``uid`` could answer and who posted them, each with its factors and paths; or why there is none.

    ``targets``: kinds to look for, demands and those who post them when empty. Raises ``NotFoundError`` (UNKNOWN_UID,
    UNKNOWN_KIND), ``LimitError``, ``StoreError``.
    """
    within("first", first, FIRST)
    wanted = ground.projection.of_kinds(targets or ground.scheme.wanting)
    offer = Offer.of(ground, view, uid)
    pairs = compared(offer, wishes(ground, view, offer.nearest(max(NEAREST, first))))
    answers = [pair for pair in in_order([*pairs, *posters(offer, pairs)]) if wanted[pair.target]]
    answers, none = trusted(offer, answers)
    chosen = explain(offer, answers, first=first)
    none = none or (None if chosen else Doubt.of("ABSTAIN_NO_PATH"))
    return answered(ground, offer.demand, chosen, none, len(pairs), reverse=True)


def trusted(offer: Offer, answers: Sequence[Pair]) -> tuple[list[Pair], Doubt | None]:
    """The answers from the first that can be trusted on; when that is none of the best few, why.

    A pair is doubted as it would be from the demand's side: for common words only, or because other documents are
    hardly less close to the demand.
    """
    if not offer.documents:
        return [], Doubt.of("ABSTAIN_NO_DOCUMENTS", name=offer.demand.entity.caption)
    if not offer.demand.terms:
        return [], Doubt.of("ABSTAIN_OFFER_NO_TERMS", name=offer.demand.entity.caption)
    doubts: list[Doubt] = []
    for at, pair in enumerate(answers[:TRIED]):
        why = doubt(pair.signals, [pair.scored.candidate], _crowd(pair.signals))
        if why is None:
            return list(answers[at:]), None
        doubts.append(why)
    if not doubts:
        return [], Doubt.of("ABSTAIN_NO_DEMAND", terms=listed([term.name for term in offer.demand.terms]))
    closest = offer.ground.entity(answers[0].target)
    return [], Doubt.of("ABSTAIN_DEMANDS", name=closest.caption, why=doubts[0].words)


def _crowd(near: Signals) -> float:
    """The crowd around a demand, which takes its signals at all nodes: counted once for all offers."""
    ground, key = near.ground, (near.view.clearance, near.demand.node or 0)
    if key not in ground.figures.crowds:
        ground.figures.crowds[key] = crowd(Signals(ground, near.view, near.demand))
    return ground.figures.crowds[key]


def explain(offer: Offer, answers: Sequence[Pair], *, first: int) -> tuple[Explanation, ...]:
    """The ``first`` best answers with their paths from the offer and their evidence. Raises ``StoreError``."""
    if not answers:
        return ()
    ground, trails = offer.ground, Trails.of(offer.query)
    demands = ground.projection.of_kinds((ground.scheme.demand,))
    walked = ((one, (trails.beyond if demands[one.target] else trails.to)(one.target)) for one in answers)
    chosen = list(islice(((one, paths) for one, paths in walked if paths), first))
    teller = Teller(ground.moves[offer.view.clearance], ground.reader())
    told = iter(tell(teller, [path for _, paths in chosen for path in paths]))
    return tuple(
        Explanation(
            target=ground.entity(one.target),
            score=one.scored.score,
            factors=one.scored.factors,
            paths=tuple(next(told) for _ in paths),
            summary=summary(ground.entity(one.target), one.scored.factors),
        )
        for one, paths in chosen
    )
