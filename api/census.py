"""How much there is of each kind and relation, as far as a role sees it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from api.context import Context
from graph.errors import StoreError
from graph.projection.projection import View


@dataclass(frozen=True, slots=True)
class Census:
    """How many entities of each kind and edges of each relation there are, as far as a clearance sees them."""

    version: str | None = None
    total: int = 0
    nodes: Mapping[str, int] = field(default_factory=dict)
    edges: Mapping[str, int] = field(default_factory=dict)


def census(context: Context) -> Census:
    """The census of the load version in force; all zero before the first load. Raises ``StoreError``."""
    try:
        ground = context.engine.ground()
    except StoreError as error:
        if error.code != "STORE_EMPTY":
            raise
        return Census()
    graph, view = ground.projection, ground.view(context.role.clearance)
    own = {kind: high - low for kind in graph.kinds for low, high in (graph.range(kind),)}
    labels = context.vocabulary.labels
    nodes = {name: sum(own.get(kind, 0) for kind in context.vocabulary.family(name)) for name in labels}
    return Census(ground.version, len(graph), nodes, {name: _edges(view, name) for name in view.relations})


def _edges(view: View, relation: str) -> int:
    rows = view.adjacency(relation)
    return len(rows.out.indices) // (2 if rows.symmetric else 1)  # one without direction stands in both rows
