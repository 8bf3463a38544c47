"""Which demands and which supply lie in each field: a term, an industry, a class, a discipline, a region."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, reduce

import numpy as np
from scipy.sparse import csr_array

from graph.insight.matrices import Mask, Ones, added, empty, linked, ones, only
from graph.insight.telling import is_telling
from graph.links.footing import Footing
from graph.projection.csr import Nodes
from graph.projection.projection import View

STEPS = 6  # from an entry of a code list up and across to those it belongs to


@dataclass(frozen=True)
class Side:
    """Demands, or what may answer them: ``nodes`` (int32, ascending), and ``within``: nodes × n, 1 where one of them
    lies in a field."""

    nodes: Nodes
    within: Ones

    def inside(self, node: int) -> Nodes:
        """Those in a field, ascending."""
        column = self.columns
        return self.nodes[column.indices[column.indptr[node] : column.indptr[node + 1]]]

    @cached_property
    def columns(self) -> csr_array[np.float64]:
        """``within`` turned: the rows of fields."""
        turned = csr_array(self.within.T)
        turned.sort_indices()
        return turned


@dataclass(frozen=True)
class Fields:
    """The fields of one load version as ``view`` sees them.

    A document lies in the terms it mentions, in the entries of code lists it is listed under, and in those above these
    or that they map to. Where no document of its kind tells of a code list, it lies where those lie who made or posted
    it – whose edges are visible.
    """

    ground: Footing
    view: View
    _texts: dict[int, Nodes] = field(default_factory=dict, repr=False)

    @cached_property
    def demands(self) -> Side:
        """The demands."""
        return self._side((self.ground.scheme.demand,), self.ground.scheme.posted)

    @cached_property
    def supply(self) -> Side:
        """What may answer demands."""
        return self._side(self.ground.scheme.supply, self.ground.scheme.made)

    def saying(self, term: int) -> Nodes:
        """The documents that have a term in their public texts, by any of its names, ascending."""
        if term not in self._texts:
            documents = self.ground.projection.documents
            names = self.ground.names.get(term, (self.ground.projection.captions[term],))
            rows = [documents.having(name)[0] for name in names]
            self._texts[term] = documents.nodes[np.unique(np.concatenate(rows))].astype(np.int32)
        return self._texts[term]

    @cached_property
    def named(self) -> Mask:
        """Which nodes are no everyday words (bool, n); of entries of code lists all."""
        value = np.ones(len(self.ground.projection), dtype=bool)
        for node in np.flatnonzero(self.ground.is_term).tolist():
            value[node] = is_telling(self.ground.projection.captions[node])
        return value

    def depth(self, node: int) -> int:
        """How many entries of code lists a field belongs to: the more, the narrower it is."""
        return int(np.diff(self._above.indptr)[node])

    def _side(self, kinds: tuple[str, ...], by: tuple[str, ...]) -> Side:
        parts = [self._of_kind(kind, by) for kind in kinds]
        n = len(self.ground.projection)
        nodes = np.concatenate([nodes for nodes, _ in parts]) if parts else np.empty(0, np.int32)
        rows = reduce(added, (rows for _, rows in parts), csr_array((n, n), dtype=np.float64))
        order = np.sort(nodes).astype(np.int32)
        return Side(order, csr_array(rows[order]))

    def _of_kind(self, kind: str, by: tuple[str, ...]) -> tuple[Nodes, Ones]:
        """The documents of a kind and, n × n, the fields of each."""
        here = self.ground.projection.of_kinds([kind])
        own = only(self._direct, here)
        lists = [one for one in self.ground.scheme.lists if not own[:, self.ground.projection.of_kinds([one])].nnz]
        for one in lists:
            own = own + self._by_makers(here, by, one)
        return np.flatnonzero(here).astype(np.int32), ones(own)

    def _by_makers(self, here: Mask, by: tuple[str, ...], kind: str) -> Ones:
        """The entries of a code list that the makers of documents are listed under."""
        there = self.ground.projection.of_kinds([kind])
        made = reduce(added, (self._back(name) for name in by if name in self.view.relations), empty(len(here)))
        far = ones(only(made, here) @ self._direct)
        return csr_array(far.multiply(there.astype(np.float64)))

    @cached_property
    def _direct(self) -> Ones:
        """The fields that each node is linked to, and those that these belong to."""
        scheme, seen = self.ground.scheme, set(self.view.relations)
        named = [name for name in dict.fromkeys((*scheme.mentions, *scheme.listed)) if name in seen]
        total = reduce(added, (self._out(name) for name in named), empty(len(self.ground.projection)))
        return ones(total + total @ self._above)

    @cached_property
    def _above(self) -> Ones:
        """The entries of code lists that each entry belongs to, directly or not."""
        seen = (name for name in self.ground.scheme.above if name in self.view.relations)
        step = reduce(added, (self._out(name) for name in seen), empty(len(self.ground.projection)))
        total = level = step
        for _ in range(STEPS - 1):
            level = ones(level @ step)
            total = added(total, level)
        return total

    def _out(self, relation: str) -> Ones:
        return linked(self.view.adjacency(relation).out)

    def _back(self, relation: str) -> Ones:
        return linked(self.view.adjacency(relation).back)
