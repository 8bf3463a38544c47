"""The top k of ranked paths that do not all say the same: maximal marginal relevance on shared nodes.

Carbonell & Goldstein, The Use of MMR, Diversity-Based Reranking, SIGIR 1998.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.links.meeting import Found

RELEVANCE = 0.7  # λ: how much the score counts against the likeness to paths chosen before


def diverse(found: Sequence[Found], first: int) -> list[Found]:
    """``first`` of ``found`` (best first), each chosen for its score less its likeness to those chosen before."""
    rest = list(found)
    best = max((one.score for one in rest), default=1.0)
    worth = {one: RELEVANCE * one.score / best for one in rest}
    likeness = dict.fromkeys(rest, 0.0)
    chosen: list[Found] = []
    while rest and len(chosen) < first:
        pick = min(rest, key=lambda one: (-(worth[one] - (1 - RELEVANCE) * likeness[one]), one.key))
        rest.remove(pick)
        chosen.append(pick)
        for one in rest:
            likeness[one] = max(likeness[one], alike(pick, one))
    return chosen


def alike(a: Found, b: Found) -> float:
    """Share of the nodes between the ends that both paths have (Jaccard); 1 for two paths over the same nodes."""
    inner, other = set(a.nodes[1:-1]), set(b.nodes[1:-1])
    if not inner and not other:
        return 1.0
    return len(inner & other) / len(inner | other)
