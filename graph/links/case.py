"""One candidate before the factors, and what a factor says of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.links.candidates import Candidate
from graph.links.signals import Signals
from graph.words import Words

NAMED = 6  # terms or words that a reason names
Told = tuple[float, Words] | None  # value in [0, 1] and reason; None where the factor says nothing of a candidate


@dataclass(frozen=True, slots=True)
class Case:
    """One candidate before the factors.

    ``document``: the public properties of its best document; ``entries``: the demand's code list entries and steps up.
    """

    signals: Signals
    candidate: Candidate
    document: Mapping[str, Any]
    entries: Mapping[int, int]


def where(case: Case) -> str:
    """The document that the reason speaks of."""
    return case.signals.ground.projection.captions[case.candidate.documents[0]]


def listed_words(names: Sequence[str]) -> Words:
    """Names one after the other, as each language parts them."""
    return Words("、".join(names), ", ".join(names))
