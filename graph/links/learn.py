"""Weights learned from past transfers: a logistic regression, fitted to earlier ones and measured on later ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.errors import InputError
from graph.links.transfers import Sample
from graph.links.weights import WEIGHTS

Row = NDArray[np.float64]

LEAST = 50  # answered demands to fit to; fewer say more about themselves than about demands to come
LEAST_LATER = 20  # and to measure on
EARLIER = 0.7  # share of the demands that are fitted to: those answered first
RIDGE = 1.0  # strength of the L2 penalty, in samples


@dataclass(frozen=True, slots=True)
class Held:
    """How weights order the later transfers.

    ``auc``: the chance that a document which answered a demand is above one that did not, over all demands; ``mrr``:
    the mean of 1/rank of the first that did.
    """

    auc: float
    mrr: float


@dataclass(frozen=True, slots=True)
class Learned:
    """Weights by factor, learned and default, each with its figures; ``fitted`` and ``later``: how many demands."""

    weights: dict[str, float]
    default: dict[str, float]
    held: Held
    held_default: Held
    fitted: int
    later: int
    split: int  # the first year that was measured on


def learn(found: Sequence[Sample], *, least: int = LEAST, least_later: int = LEAST_LATER) -> Learned:
    """Weights ≥ 0 that sum to 1, fitted to the earlier demands of ``found``.

    Weights below 0 would make a reason count against what it speaks for. Raises ``InputError`` (WEIGHTS_TOO_FEW) when
    the earlier demands are fewer than ``least`` or the later ones than ``least_later``.
    """
    years = {one.demand: one.year for one in found if one.answered}
    ordered = sorted(years.values())
    split = ordered[int(len(ordered) * EARLIER)] if ordered else 0
    early = [one for one in found if one.demand in years and years[one.demand] < split]
    late = [one for one in found if one.demand in years and years[one.demand] >= split]
    fitted, later = len({one.demand for one in early}), len({one.demand for one in late})
    if fitted < least or later < least_later:
        raise InputError("WEIGHTS_TOO_FEW", fitted=fitted, later=later, least=least, least_later=least_later)
    weights = _fit(np.stack([one.values for one in early]), np.array([one.answered for one in early], dtype=float))
    default = np.array(list(WEIGHTS.values()))
    named = dict(zip(WEIGHTS, (round(float(w), 4) for w in weights), strict=True))
    return Learned(named, dict(WEIGHTS), held(late, weights), held(late, default), fitted, later, split)


def held(found: Sequence[Sample], weights: Row) -> Held:
    """How ``weights`` (one per factor, in the order of ``WEIGHTS``) order samples."""
    scores = np.array([one.values @ weights for one in found])
    good = np.array([one.answered for one in found])
    above = scores[good][:, None] - scores[~good][None, :]
    ranks = []
    for demand in {one.demand for one in found}:
        mine = np.array([one.demand == demand for one in found])
        best = scores[mine & good].max(initial=-np.inf)
        ranks.append(1 + int((scores[mine & ~good] >= best).sum()))
    auc = float(((above > 0) + 0.5 * (above == 0)).mean()) if above.size else float("nan")
    return Held(auc, float(np.mean([1 / rank for rank in ranks])))


def _fit(values: Row, answered: Row) -> Row:
    """The logistic regression with an L2 penalty and weights ≥ 0, scaled to sum 1.

    scipy's L-BFGS-B takes the bounds, which scikit-learn's does not, and is a dependency already.
    """
    from scipy.optimize import minimize  # noqa: PLC0415 - its import takes long and only this needs it

    def loss(point: Row) -> tuple[float, Row]:
        margin = values @ point[:-1] + point[-1]
        excess = 1 / (1 + np.exp(-margin)) - answered
        total = float(np.logaddexp(0, margin).sum() - answered @ margin + RIDGE / 2 * point[:-1] @ point[:-1])
        return total, np.append(values.T @ excess + RIDGE * point[:-1], excess.sum())

    count = values.shape[1]
    found = minimize(
        loss, np.zeros(count + 1), jac=True, method="L-BFGS-B", bounds=[(0, None)] * count + [(None, None)]
    )
    weights: Row = found.x[:-1]
    return weights / weights.sum() if weights.sum() > 0 else np.full(count, 1 / count)
