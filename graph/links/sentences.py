"""Paths read as sentences, along the direction of each edge, in both languages."""

from __future__ import annotations

from collections.abc import Sequence

from graph.projection.csr import Csr
from graph.vocabulary import Vocabulary
from graph.words import Words, message


def step_sentence(vocabulary: Vocabulary, relation: str, ends: tuple[str, str], *, forward: bool) -> Words:
    """The sentence of a walk from the entity captioned ``ends[0]`` to ``ends[1]``."""
    known = vocabulary.relation(relation)
    return (known.forward if forward else known.backward).fill(a=ends[0], b=ends[1])


def path_sentence(steps: Sequence[Words]) -> Words:
    """The sentences of a path's steps as one."""
    zh = "，".join(step.zh for step in steps)
    en = ", and ".join(step.en for step in steps)
    return Words(f"{zh}。" if zh else "", f"{en[:1].upper()}{en[1:]}." if en else "")


def aged(rows: Csr, near: int, far: int) -> Words | None:
    """Up to which year an edge held and what it still counts for; ``None`` when it counts in full, or is not there."""
    at = rows.place(near, far)
    if at < 0 or not rows.strength[at] < rows.confidence[at]:
        return None
    share = float(rows.strength[at]) / float(rows.confidence[at])
    return message("EDGE_AGED", year=int(rows.last[at]), share=f"{100 * share:.0f}")
