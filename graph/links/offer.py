"""What is offered: a document, or all that a person or an organization made, and the demands that lie near to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from graph.links.candidates import DOCUMENTS
from graph.links.demand import SPOKEN, Demand, Texts, said
from graph.links.ground import Ground
from graph.links.near import Spot
from graph.links.signals import Signals
from graph.links.weights import WEIGHTS
from graph.projection.projection import View

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Offer:
    """What ``node`` offers to demands; ``documents``: itself, or what it made, ascending."""

    ground: Ground
    view: View
    node: int
    documents: tuple[int, ...]
    texts: Texts | None = None  # properties of its documents by uid, where they were read before

    @staticmethod
    def of(ground: Ground, view: View, uid: str, texts: Texts | None = None) -> Offer:
        """The offer of the entity ``uid``. Raises ``NotFoundError`` (UNKNOWN_UID)."""
        node = ground.projection.id_of(uid)
        documents = (node,) if ground.is_written(node) else made_by(ground, view, node)
        return Offer(ground, view, node, documents, texts)

    @property
    def is_document(self) -> bool:
        """Whether it is offered by what it says itself."""
        return self.documents == (self.node,)

    @cached_property
    def best(self) -> tuple[int, ...]:
        """Those of its documents that cover most of some demand, at most 200, the best first."""
        most = np.asarray(self._covered.max(axis=1).todense()).ravel() if len(self.documents) else np.empty(0)
        order = np.lexsort((np.array(self.documents), -most))[:DOCUMENTS]
        return tuple(self.documents[int(at)] for at in order)

    @cached_property
    def query(self) -> Signals:
        """What it offers, read like a demand: what its best documents say together. Raises ``StoreError``."""
        spoken = (self.node,) if self.is_document else (self.node, *self.best[:SPOKEN])
        return Signals(self.ground, self.view, said(self.ground, self.view, spoken, self.texts))

    @cached_property
    def demand(self) -> Demand:
        """The same as a demand. Raises ``StoreError``."""
        return self.query.demand

    @cached_property
    def spot(self) -> Spot:
        """Its nodes: itself, and what speaks for it."""
        return Spot(self.ground, self.view, np.array(sorted({self.node, *self.best}), dtype=np.int32))

    def nearest(self, count: int) -> list[int]:
        """At most ``count`` demands with terms or words in common, by a rough score, best first. Raises ``StoreError``.

        The score: the share of the demand's terms, by rarity, that its edges and one document have in common, and BM25
        of the demand for what the documents say.
        """
        if not self.documents:
            return []
        rough = WEIGHTS["text"] * self.query.text
        rough[self._demands] += WEIGHTS["terms"] * np.asarray(self._covered.max(axis=0).todense()).ravel()
        rough[self.node] = 0.0
        nodes = self._demands[rough[self._demands] > 0]
        return [int(node) for node in nodes[np.lexsort((nodes, -rough[nodes]))][:count]]

    @cached_property
    def _demands(self) -> Ints:
        return np.flatnonzero(self.ground.projection.of_kinds((self.ground.scheme.demand,)))

    @cached_property
    def _covered(self) -> sparse.csr_array:
        """Documents × demands: the share of the demand's terms, by rarity, that both have edges to."""
        mine = self._terms(np.array(self.documents, dtype=np.int64))
        theirs = self._terms(self._demands)
        rarity = self.ground.figures.rarities
        mass = theirs @ rarity
        weighted = theirs.multiply(rarity[None, :]).multiply(np.divide(1, mass, where=mass > 0, out=mass * 0)[:, None])
        return sparse.csr_array(mine @ sparse.csr_array(weighted).T)

    def _terms(self, nodes: Ints) -> sparse.csr_array:
        """Nodes × all nodes: 1 for every edge to a term, by any relation that mentions terms."""
        rows, columns = [np.empty(0, np.int64)], [np.empty(0, np.int64)]
        for relation in set(self.ground.scheme.mentions) & set(self.view.relations):
            out = self.view.adjacency(relation).out
            position, edges = out.expand(nodes.astype(np.int32))
            keep = self.ground.is_term[out.indices[edges]] & (out.confidence[edges] > 0)
            rows.append(position[keep])
            columns.append(out.indices[edges][keep].astype(np.int64))
        at = np.unique(np.stack((np.concatenate(rows), np.concatenate(columns))), axis=1)
        shape = (len(nodes), len(self.ground.projection))
        return sparse.csr_array((np.ones(at.shape[1]), (at[0], at[1])), shape=shape)


def made_by(ground: Ground, view: View, node: int) -> tuple[int, ...]:
    """The documents that somebody made, or those who work there, ascending."""
    makers = {node}
    for relation in ground.scheme.employed:
        makers |= set(view.neighbours(relation, node, forward=False).tolist())
    found = {
        far for r in ground.scheme.made for who in makers for far in view.neighbours(r, who, forward=True).tolist()
    }
    supply = ground.projection.of_kinds(ground.scheme.supply)
    return tuple(sorted(int(one) for one in found if supply[one]))


def in_reverse(ground: Ground, view: View, uid: str, targets: Sequence[str]) -> bool:
    """Whether a match of ``uid`` looks for demands rather than for answers.

    It does for documents that may answer demands, and for actors who posted none, unless kinds of answers are asked
    for; for actors who posted some when demands are asked for by name. Raises ``NotFoundError`` (UNKNOWN_UID).
    """
    scheme, node = ground.scheme, ground.projection.id_of(uid)
    kind, known = ground.projection.kind(node), ground.vocabulary.labels
    mine = set(ground.vocabulary.chain(kind)) if kind in known else set()

    def within(kinds: Sequence[str]) -> bool:
        return all(one in known and set(ground.vocabulary.chain(one)) & set(kinds) for one in targets)

    if scheme.demand in scheme.supply or not mine & {*scheme.supply, *scheme.actors}:
        return False
    posts = any(len(view.neighbours(r, node, forward=True)) for r in scheme.posted)
    return within(scheme.wanting) if not posts else bool(targets) and within((scheme.demand,))
