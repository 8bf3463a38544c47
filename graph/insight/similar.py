"""Which entities are like a given one, with what they share."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from graph.insight.results import Shared, Similar, SimilarResult
from graph.links.footing import Footing
from graph.words import Words, message

if TYPE_CHECKING:
    from graph.insight.profiles import Profiles

LEAST = 0.01  # similarity from which it is worth telling
TOLD = 8  # of what two entities share, that is named


def similar(ground: Footing, held: Profiles, node: int, *, kinds: tuple[str, ...], first: int) -> SimilarResult:
    """The ``first`` nodes of ``kinds`` most like ``node``, by the cosine of their profiles in [0, 1].

    ``held``: profiles of all of ``kinds`` and of ``node``. What two of them share adds up to their similarity exactly.
    """
    at = held.at(node)
    center = ground.entity(node)
    if at is None or not held.rows[[at]].nnz:
        return SimilarResult(center, (), ground.version, 0, message("SIMILAR_ALONE"))
    scores = np.asarray((held.rows @ held.rows[[at]].T).todense()).ravel()
    scores[at] = 0.0
    scores[~ground.projection.of_kinds(kinds)[held.nodes]] = 0.0
    found = np.flatnonzero(scores >= LEAST)
    order = found[np.lexsort((found, -scores[found]))][:first]
    shown = tuple(_told(ground, held, at, int(other), float(scores[other])) for other in order)
    reason = None if shown else message("SIMILAR_NONE")
    return SimilarResult(center, shown, ground.version, len(found), reason)


def _told(ground: Footing, held: Profiles, at: int, other: int, score: float) -> Similar:
    both = held.rows[[at]].multiply(held.rows[[other]]).tocoo()
    parts = sorted(zip(both.data.tolist(), both.col.tolist(), strict=True), key=lambda part: (-part[0], part[1]))
    shared = tuple(_shared(ground, held, column, value / score) for value, column in parts[:TOLD])
    return Similar(ground.entity(int(held.nodes[other])), score, shared, len(parts), _summary(shared))


def _shared(ground: Footing, held: Profiles, column: int, share: float) -> Shared:
    move = held.moves[column // held.n]
    relation = ground.vocabulary.relation(move.relation)
    caption = relation.words if move.forward else relation.reverse
    return Shared(ground.entity(column % held.n), move.relation, move.forward, caption, share)


def _summary(shared: tuple[Shared, ...]) -> Words:
    """What is shared, relation by relation, the most telling first."""
    groups: dict[Words, list[str]] = {}
    for one in shared:
        groups.setdefault(one.caption, []).append(one.node.caption)
    return Words("；".join(_listed(groups, "zh")), "; ".join(_listed(groups, "en")))


def _listed(groups: dict[Words, list[str]], lang: str) -> Iterator[str]:
    for caption, names in groups.items():
        yield f"{caption.zh}：{'、'.join(names)}" if lang == "zh" else f"{caption.en}: {', '.join(names)}"
