"""How well every node of the graph answers a demand, measured three ways at once: by text, by terms, by links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.links.demand import Demand, Wanted
from graph.links.dwpc import spread
from graph.links.ground import Ground
from graph.links.metapath import Metapath
from graph.links.null import expected
from graph.links.walks import DAMPING
from graph.projection.projection import View
from graph.text.segment import fold

Row = NDArray[np.float64]

FULL_TEXT = 0.35  # share of the highest possible BM25 score that counts as 1
FULL_LIFT = 1000.0  # a link so many times stronger than chance counts as 1
LEVELS = 3  # of a code list that are compared: an entry, what is above it, what is above that
IN_TEXT = 0.8  # a term that a text has, though no edge says so, counts so much


@dataclass(frozen=True)
class Signals:
    """Values in [0, 1] for every node (float64 arrays, one value per node), for one demand at one clearance."""

    ground: Ground
    view: View
    demand: Demand

    @cached_property
    def text(self) -> Row:
        """BM25 as a share of what a document with all the demand's words would have."""
        documents = self.ground.projection.documents
        value = np.zeros(len(self.ground.projection))
        best = documents.best(self.demand.words) * FULL_TEXT
        if best > 0:
            value[documents.nodes] = np.minimum(1.0, documents.bm25(self.demand.words) / best)
        return value

    @cached_property
    def coverage(self) -> Row:
        """Share of the demand's terms, by weight, that a node has: mentioned, or in its text."""
        total = sum(term.weight for term in self.demand.terms)
        value = np.zeros(len(self.ground.projection))
        for term in self.demand.terms:
            value += term.weight * self.having(term)
        return value / total if total else value

    def having(self, term: Wanted) -> Row:
        """For every node how surely it has one term, in [0, 1]."""
        documents = self.ground.projection.documents
        value = np.zeros(len(self.ground.projection))
        rows, _ = documents.column(fold(term.name))
        value[documents.nodes[rows]] = IN_TEXT
        if term.node is not None:
            for relation in set(self.ground.scheme.mentions) & set(self.view.relations):
                back = self.view.adjacency(relation).back
                span = slice(int(back.indptr[term.node]), int(back.indptr[term.node + 1]))
                far = back.indices[span]
                value[far] = np.maximum(value[far], back.confidence[span])
        return value

    def listed(self, node: int, kinds: Sequence[str]) -> dict[int, int]:
        """The entries of code lists that a node is put under, and those above them, with the steps up (0, 1, …)."""
        scheme, wanted = self.ground.scheme, set(kinds)
        seen: dict[int, int] = {}
        level = {
            int(entry)
            for relation in scheme.listed
            for entry in self.view.neighbours(relation, node, forward=True)
            if self.ground.projection.kind(int(entry)) in wanted
        }
        for steps in range(LEVELS):
            seen.update({entry: steps for entry in level if entry not in seen})
            level = {
                int(up) for entry in level for r in scheme.above for up in self.view.neighbours(r, entry, forward=True)
            }
        return seen

    @cached_property
    def lifts(self) -> dict[Metapath, Row]:
        """How many times stronger than chance the links to every node are, by metapath: DWPC / E[DWPC]."""
        return {path: self._lift(path) for path in self._metapaths()}

    @cached_property
    def link(self) -> Row:
        """ln of the greatest lift, as a share of ln 1000."""
        value = np.ones(len(self.ground.projection))
        for lift in self.lifts.values():
            value = np.maximum(value, lift)
        share: Row = np.log(value) / np.log(FULL_LIFT)
        return np.minimum(1.0, share)

    def _metapaths(self) -> Iterator[Metapath]:
        """demand–term–document, and from there to who made the document, and to where they work."""
        scheme, kind = self.ground.scheme, self.demand.entity.kind
        for relation in scheme.mentions[:1]:
            for document in scheme.supply:
                base = Metapath((kind, scheme.terms[0], document), ((relation, True), (relation, False)))
                if kind != document:
                    yield base
                    yield from self._onward(base)

    def _onward(self, base: Metapath) -> Iterator[Metapath]:
        scheme, relations = self.ground.scheme, self.ground.vocabulary.relations
        for made in scheme.made:
            for actor in (a for a in relations[made].start if base.kinds[-1] in relations[made].end):
                one = Metapath((*base.kinds, actor), (*base.steps, (made, False)))
                yield one
                for employed in (e for e in scheme.employed if actor in relations[e].start):
                    for place in (p for p in relations[employed].end if p in scheme.actors):
                        yield Metapath((*one.kinds, place), (*one.steps, (employed, True)))

    def _lift(self, path: Metapath) -> Row:
        """The demand's edges to terms are the seed, so that a typed text and a stored demand are treated alike."""
        seed = np.zeros(len(self.ground.projection))
        rows = self.view.adjacency(path.steps[0][0]).back if path.steps[0][0] in self.view.relations else None
        if rows is None or not self.demand.linked:
            return seed
        for term, sure in self.demand.linked.items():
            degree = max(1, int(rows.indptr[term + 1] - rows.indptr[term]))
            seed[term] = sure * (len(self.demand.linked) * degree) ** -DAMPING
        found = spread(self.view, Metapath(path.kinds[1:], path.steps[1:]), seed)
        if self.demand.node is not None:
            found[self.demand.node] = 0.0
        chance = expected(self.view, path, len(self.demand.linked))
        return np.divide(found, chance, out=np.zeros_like(found), where=chance > 0)
