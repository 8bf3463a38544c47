"""When not to answer: nothing of the demand is known, or what was found is no better than chance."""

from __future__ import annotations

from collections.abc import Sequence

from graph.links.candidates import Candidate
from graph.links.signals import Signals
from graph.words import Words, message

LEAST_TERMS = 0.08  # share of the demand's terms that the best candidate must cover
LEAST_BASE = 0.16  # base score that the best candidate must reach


def doubt(signals: Signals, found: Sequence[Candidate]) -> Words | None:
    """Why no answer is given; ``None`` when the best candidate can be trusted."""
    if not signals.demand.terms:
        return message("ABSTAIN_NO_TERMS")
    names = [term.name for term in signals.demand.terms[:6]]
    listed = Words("、".join(names), ", ".join(names))
    if not found or max(one.values[1] for one in found) < LEAST_TERMS:
        return message("ABSTAIN_NOT_COVERED", terms=listed)
    if found[0].base < LEAST_BASE:
        return message("ABSTAIN_WEAK", terms=listed)
    return None
