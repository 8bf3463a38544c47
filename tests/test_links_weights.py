"""Weights from past transfers: fitted to the earlier ones, measured on the later ones, refused when there are few."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.random import default_rng

from graph.errors import InputError
from graph.links.engine import Engine
from graph.links.learn import LEAST, held, learn
from graph.links.transfers import Sample, samples, transfers
from graph.links.weights import WEIGHTS
from graph.vocabulary import Level

NAMES = list(WEIGHTS)


def made(demands: int, telling: str) -> list[Sample]:
    """Demands with one answer among six documents, which only the factor ``telling`` tells from the others."""
    dice, found = default_rng(7), []
    for demand in range(demands):
        for at in range(6):
            values = dice.random(len(NAMES)) * 0.5
            values[NAMES.index(telling)] += 0.4 * (at == 0)
            found.append(Sample(demand, 2000 + demand * 20 // demands, values, answered=at == 0))
    return found


@pytest.mark.parametrize("telling", ["terms", "field"])
def test_the_factor_that_tells_weighs_most(telling: str) -> None:
    learned = learn(made(120, telling))
    assert max(learned.weights, key=lambda name: learned.weights[name]) == telling
    assert sum(learned.weights.values()) == pytest.approx(1, abs=1e-3)
    assert min(learned.weights.values()) >= 0
    assert learned.held.auc > 0.9
    assert learned.held.mrr >= learned.held_default.mrr
    assert (learned.fitted, learned.later, learned.split) == (84, 36, 2014)
    assert learned.default == WEIGHTS


def test_figures_by_hand() -> None:
    """Two demands: one answered by the first of three, one by the second: AUC 5 of 6 pairs … and MRR (1 + ½)/2."""
    rows = [(0, 0.9, True), (0, 0.4, False), (0, 0.3, False), (1, 0.6, False), (1, 0.5, True)]
    found = [Sample(d, 2020, np.eye(len(NAMES))[0] * value, answered) for d, value, answered in rows]
    told = held(found, np.eye(len(NAMES))[0])
    assert told.auc == pytest.approx((3 + 2) / 6)
    assert told.mrr == pytest.approx((1 + 1 / 2) / 2)


def test_too_few_transfers_are_refused(engine: Engine) -> None:
    ground = engine.ground()
    past = transfers(ground, ground.view(Level.PUBLIC))
    assert len(past) < LEAST
    for few in (list(samples(ground, ground.view(Level.PUBLIC), past)), made(40, "terms"), []):
        with pytest.raises(InputError, match="WEIGHTS_TOO_FEW"):
            learn(few)
