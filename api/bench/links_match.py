"""What a match of a free text takes on a generated graph, from the text to the ranked answers and their paths."""

from __future__ import annotations

from api.bench.links_texts import questions
from api.bench.timing import Latency, latency
from graph.links.demand import typed
from graph.links.footing import Footing
from graph.links.match import LOOKED_AT, looked_for, scoring, walked
from graph.links.scored import Scored, ranked
from graph.links.signals import Signals
from graph.links.trails import Trails
from graph.projection.projection import Projection
from graph.vocabulary import Level

FIRST = 10


def measure_match(graph: Projection, rounds: int) -> dict[str, Latency]:
    """Milliseconds of ``rounds`` matches, whole and up to the ranking, each of a free text that was not asked before.

    Left out is what a store would be read for: the properties of the sixty candidates, and the evidence of the edges
    of the ten that are shown.
    """
    footing = Footing(graph)
    asked = questions(graph, 2 * rounds + 3)
    for text in asked[:3]:  # lexicon, dictionary and what is counted once for all questions
        matched(footing, text)
    return {
        "match_ranked": latency(lambda text: ranking(footing, text), asked[3 : rounds + 3]),
        "match": latency(lambda text: matched(footing, text), asked[rounds + 3 :]),
    }


def ranking(footing: Footing, text: str) -> tuple[Signals, list[Scored]]:
    """The answers to a free text by score, none where none can be trusted, and the signals they were scored by."""
    signals = Signals(footing, footing.view(Level.PUBLIC), typed(footing, text))
    found, doubt = looked_for(signals, ())
    return signals, [] if doubt else ranked(signals, found[:LOOKED_AT], scoring(signals), {})


def matched(footing: Footing, text: str) -> list[tuple[str, float, int]]:
    """The best answers with their paths, as uid, score and number of paths."""
    signals, scored = ranking(footing, text)
    chosen = walked(Trails.of(signals), scored, first=FIRST)
    uids = footing.projection.uids
    return [(uids[one.candidate.node], one.score, len(paths)) for one, paths in chosen]
