"""Key nodes: which entities hold the graph together, by four measures of centrality."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from graph.errors import InputError
from graph.insight.between import Betweenness, betweenness
from graph.insight.compact import cores
from graph.insight.net import Net
from graph.insight.pagerank import pagerank
from graph.insight.results import KeyNode, KeyResult
from graph.insight.telling import is_telling
from graph.links.footing import Footing
from graph.projection.csr import Ints
from graph.projection.projection import View
from graph.words import message

MEASURES = ("pagerank", "betweenness", "core", "degree")


@dataclass(frozen=True)
class Centrality:
    """The measures of all nodes over one set of ``relations``, each made when it is first needed."""

    relations: tuple[str, ...]
    net: Net

    @staticmethod
    def of(view: View, relations: Sequence[str]) -> Centrality:
        """The centrality over ``relations`` as ``view`` sees them."""
        return Centrality(tuple(relations), Net.of(view, relations))

    @cached_property
    def pagerank(self) -> NDArray[np.float64]:
        """PageRank as a multiple of the mean (float64, n)."""
        return pagerank(self.net) * len(self.net)

    @cached_property
    def between(self) -> Betweenness:
        """Betweenness with its errors."""
        return betweenness(self.net)

    @cached_property
    def core(self) -> Ints:
        """The largest k of a k-core that each node is in (int64, n)."""
        return cores(self.net) if self.net.edges else np.zeros(len(self.net), np.int64)

    def measure(self, name: str) -> NDArray[np.float64]:
        """The values of one of ``MEASURES`` (float64, n). Raises ``InputError`` (INSIGHT_MEASURE)."""
        if name not in MEASURES:
            raise InputError("INSIGHT_MEASURE", measure=name, known=", ".join(MEASURES))
        if name == "pagerank":
            return self.pagerank
        if name == "betweenness":
            return self.between.value
        return np.asarray(self.core if name == "core" else self.net.degree, dtype=np.float64)


def key_nodes(ground: Footing, centrality: Centrality, *, kinds: Sequence[str], measure: str, first: int) -> KeyResult:
    """The ``first`` nodes of ``kinds`` by a measure, then by PageRank; entities without links are left out, and
    terms that are everyday words."""
    by, net, between = centrality.measure(measure), centrality.net, centrality.between
    found = np.flatnonzero((net.degree > 0) & ground.projection.of_kinds(kinds))
    ranked = found[np.lexsort((found, -centrality.pagerank[found], -by[found]))].tolist()
    order = islice((node for node in ranked if _named(ground, node)), first)
    nodes = tuple(
        KeyNode(
            ground.entity(node),
            float(centrality.pagerank[node]),
            float(between.value[node]),
            float(between.error[node]),
            int(centrality.core[node]),
            int(net.degree[node]),
        )
        for node in order
    )
    reason = None if nodes else message("KEY_NONE")
    ends = int((net.degree > 0).sum())
    return KeyResult(measure, nodes, ground.version, centrality.relations, between.sources, ends, reason)


def _named(ground: Footing, node: int) -> bool:
    return not ground.is_term[node] or is_telling(ground.projection.captions[node])
