"""When not to answer: nothing of the demand is known, or what was found hardly differs from what lies around."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from graph.links.candidates import Candidate
from graph.links.demand import Demand
from graph.links.signals import Signals
from graph.links.wanted import Wanted
from graph.metapaths.dense import greatest
from graph.words import Words, message

LEAST_MASS = 0.5  # weight of the demand's terms that some document must have: everyday words are no demand
LEAST_SINGLE = 0.65  # the same where it is one term alone
TELLING = 0.5  # weight from which on a term is no everyday word
LEAST_STANDING = 0.4  # coverage of the best candidate × how many times better than the crowd it is
CROWD = (20, 220)  # documents by rank that are the crowd: related by a word or two, but answers to other demands
NAMED = 6


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why no answer is given: the code of the message, and the message."""

    code: str
    words: Words

    @staticmethod
    def of(code: str, **values: object) -> Doubt:
        """The doubt that the message ``code`` tells."""
        return Doubt(code, message(code, **values))


def doubt(signals: Signals, found: Sequence[Candidate], around: float | None = None) -> Doubt | None:
    """Why no answer is given; ``None`` when the best candidate can be trusted.

    ``around``: the demand's ``crowd``, counted from ``signals`` when not given.
    The bars were set on the example demands: of those that the data answers about one in twenty falls below, of those
    that nothing answers three in four.
    """
    demand = signals.demand
    if not demand.terms:
        return Doubt.of("ABSTAIN_NO_TERMS")
    if not found or not max(one.values[1] for one in found):
        return Doubt.of("ABSTAIN_NOT_COVERED", terms=listed([term.name for term in demand.terms]))
    widest = max(found, key=lambda one: (one.values[1], -one.node))
    shared = _common(demand, signals, widest)
    if not demand.bare and widest.values[1] * demand.mass < (LEAST_MASS if len(shared) > 1 else LEAST_SINGLE):
        return _little(demand, shared)
    around = crowd(signals) if around is None else around
    if around > 0 and found[0].values[1] * float(signals.base[found[0].documents[0]]) / around < LEAST_STANDING:
        return Doubt.of("ABSTAIN_WEAK", terms=listed([term.name for term in demand.terms]))
    return None


def crowd(signals: Signals) -> float:
    """The mean base score of documents that lie around the demand: a null made of other documents.

    0 where there are too few documents for a crowd: then any answer stands out.
    """
    if len(signals.ground.projection.documents) < CROWD[1]:
        return 0.0
    return float(signals.base[greatest(signals.base, signals.ground.figures.written, CROWD[1])[CROWD[0] :]].mean())


def _common(demand: Demand, signals: Signals, best: Candidate) -> list[Wanted]:
    had = signals.at_hand.terms(best.documents[0])
    return [term for term in demand.terms if term in had]


def _little(demand: Demand, shared: Sequence[Wanted]) -> Doubt:
    """What to say of a demand of which only ``shared`` is there: everyday words, or one term of several."""
    named, missing = ([term.name for term in terms] for terms in (shared, [t for t in demand.terms if t not in shared]))
    if missing and len(shared) == 1 and shared[0].weight >= TELLING:
        return Doubt.of("ABSTAIN_SINGLE", term=named[0], missing=listed(missing))
    return Doubt.of("ABSTAIN_VAGUE", terms=listed(named))


def listed(names: Sequence[str]) -> Words:
    """The first few of ``names``, as each language parts them."""
    return Words("、".join(names[:NAMED]), ", ".join(names[:NAMED]))
