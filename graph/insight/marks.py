"""What groups of nodes are about: the terms and entries of code lists that are theirs more than others'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.insight.results import Mark
from graph.insight.telling import is_telling
from graph.links.footing import Footing
from graph.projection.csr import Ints
from graph.projection.projection import View
from graph.words import Words

FEWEST = 2  # members that have to be linked to what names their community
TOLD = 8
NAMED = 3


@dataclass(frozen=True)
class Subjects:
    """Which subjects each node has: ``links``, n × n of ones, from nodes to terms and entries of code lists."""

    ground: Footing
    links: csr_array[np.float64]

    @staticmethod
    def of(ground: Footing, view: View) -> Subjects:
        """The subjects that ``view`` sees."""
        n = len(ground.projection)
        total = csr_array((n, n), dtype=np.float64)
        for relation in dict.fromkeys((*ground.scheme.mentions, *ground.scheme.listed)):
            if relation in view.relations:
                rows = view.adjacency(relation).out
                total = total + csr_array((rows.confidence.astype(np.float64), rows.indices, rows.indptr), shape=(n, n))
        total.eliminate_zeros()
        return Subjects(ground, csr_array((np.ones(total.nnz), total.indices, total.indptr), shape=(n, n)))

    @cached_property
    def whole(self) -> NDArray[np.float64]:
        """How many nodes have each subject (float64, n)."""
        return np.asarray(self.links.sum(axis=0)).ravel()

    @cached_property
    def having(self) -> Ints:
        """How many subjects each node has (int64, n)."""
        return np.diff(self.links.indptr).astype(np.int64)

    def marks(self, members: NDArray[np.int64]) -> tuple[Mark, ...]:
        """What is most characteristic of ``members``: count · ln(lift), the chief part of a likelihood ratio.

        Dunning, Accurate Methods for the Statistics of Surprise and Coincidence (1993). Everyday words are left out.
        """
        own = self.links[members]
        count = np.bincount(own.indices, minlength=own.shape[1])
        share = int((self.having[members] > 0).sum()) / max(1, int((self.having > 0).sum()))
        found = np.flatnonzero((count >= FEWEST) & (count > self.whole * share))
        lift = count[found] / (self.whole[found] * share)
        order = np.lexsort((found, -count[found] * np.log(lift)))
        told: list[Mark] = []
        for at in order:
            node = self.ground.entity(int(found[at]))
            plain = node.kind in self.ground.scheme.terms and not is_telling(node.caption)
            if not plain and not any(_overlap(node.caption, one.node.caption) for one in told):
                told.append(Mark(node, int(count[found[at]]), int(self.whole[found[at]]), float(lift[at])))
            if len(told) == TOLD:
                break
        return tuple(told)

    def about(self, members: NDArray[np.int64], marks: Sequence[Mark]) -> NDArray[np.float64]:
        """How much each of ``members`` is about what ``marks`` name: Σ ln(lift) over those it has (float64)."""
        weight = np.zeros(self.links.shape[1])
        for one in marks:
            weight[self.ground.projection.id_of(one.node.uid)] = np.log(one.lift)
        return np.asarray(self.links[members] @ weight)


def name(ground: Footing, marks: Sequence[Mark]) -> Words:
    """What a community is called: its most characteristic entry of a code list, and its most characteristic terms."""
    listed = [one for one in marks if one.node.kind in ground.scheme.lists][:1]
    terms = [one for one in marks if one.node.kind not in ground.scheme.lists]
    captions = [one.node.caption for one in (*listed, *terms, *marks)]
    chosen = list(dict.fromkeys(captions))[:NAMED]
    return Words("、".join(chosen), ", ".join(chosen))


def _overlap(one: str, other: str) -> bool:
    """Whether one says what the other says already: 石墨 beside 石墨烯."""
    return one in other or other in one
