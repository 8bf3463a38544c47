"""The product's own ranking: a typed text's terms, signals, candidates and factors, as a match has them."""

from __future__ import annotations

from api.evaluate.lexical import Ranker
from api.evaluate.scores import HUNDRED
from api.evaluate.task import Task
from graph.links.candidates import candidates
from graph.links.demand import typed
from graph.links.scored import Scoring, ranked
from graph.links.signals import Signals
from graph.links.weights import WEIGHTS
from graph.vocabulary import Level


def ours(task: Task) -> Ranker:
    """Rank as ``kezhuan match TEXT`` does, without the paths and without abstaining."""
    view = task.footing.view(Level.PUBLIC)

    def rank(text: str) -> list[int]:
        signals = Signals(task.footing, view, typed(task.footing, text))
        found = candidates(signals, (task.target,), most=HUNDRED)
        return [one.candidate.node for one in ranked(signals, found, Scoring(WEIGHTS, {}), task.properties)]

    return rank
