"""The record of who made documents: all that they say about a demand together, told as a factor of makers alone."""

from __future__ import annotations

import numpy as np
import pytest

from graph.links.candidates import candidates
from graph.links.demand import typed
from graph.links.engine import Engine
from graph.links.makers import LEAST_VOTE, record
from graph.links.offer import made_by
from graph.links.signals import Signals
from graph.links.weights import MAKER_WEIGHTS, WEIGHTS
from graph.vocabulary import Level

FILM = "寻求一种低成本石墨烯导热膜的制备工艺，要求热导率高"
MAKERS = ("Institution", "Researcher")


def test_a_record_by_hand() -> None:
    told = record(np.array([0.3, 0.2, LEAST_VOTE / 2]))
    assert told.value == pytest.approx((0.3**3 + 0.2**3) ** (1 / 3))
    assert told.heard == 2
    assert record(np.full(9, 0.9)).value == 1
    assert record(np.array([0.01])) == (0, 0)


def test_near_documents_outweigh_many_distant_ones() -> None:
    assert record(np.array([0.5])).value > record(np.full(100, 0.1)).value > record(np.array([0.4])).value


def test_weights_are_shares() -> None:
    assert sum(WEIGHTS.values()) == pytest.approx(1)
    assert sum(MAKER_WEIGHTS.values()) == pytest.approx(0.7)


def test_candidates_have_the_record_of_all_that_they_made(engine: Engine) -> None:
    ground = engine.ground()
    view = ground.view(Level.PUBLIC)
    signals = Signals(ground, view, typed(ground, FILM))
    found = candidates(signals, MAKERS, most=5)
    assert len(found) == 5 * len(MAKERS)
    for one in found:
        told = record(signals.text[np.array(made_by(ground, view, one.node))])
        assert one.record.value == pytest.approx(told.value)
        assert one.record.heard == told.heard


def test_only_makers_have_the_factor_and_scores_add_up(engine: Engine) -> None:
    for one in engine.match(text=FILM, first=40).explanations:
        names = {factor.name for factor in one.factors}
        assert ("record" in names) == (one.target.kind not in ("Patent", "Achievement"))
        assert one.score == pytest.approx(sum(factor.value * factor.weight for factor in one.factors))
