"""Root fields about the graph as a whole: communities, key nodes, hubs, what is alike, gaps."""

from __future__ import annotations

from typing import Annotated

import strawberry

from api.context import Context
from api.schema.insight_types import CommunityResult, Detail, GapResult, HubResult, KeyResult, Measure, SimilarResult
from graph.insight import results
from graph.links.model import Entity

Info = strawberry.Info[Context, None]
Kinds = Annotated[list[str] | None, strawberry.argument(description="Kinds of entity; subkinds are meant too.")]


@strawberry.type
class InsightQuery:
    @strawberry.field(
        graphql_type=CommunityResult,
        description="Groups of closely linked entities, named by what they are about, the largest first.",
    )
    def communities(
        self, info: Info, kinds: Kinds = None, detail: Detail = Detail.USUAL, first: int = 10
    ) -> results.CommunityResult:
        context = info.context
        return context.insight.communities(
            kinds=kinds or (), detail=detail.value, first=first, clearance=context.role.clearance
        )

    @strawberry.field(graphql_type=KeyResult, description="The entities that hold the graph together.")
    def key_nodes(
        self, info: Info, kinds: Kinds = None, by: Measure = Measure.PAGERANK, first: int = 20
    ) -> results.KeyResult:
        context = info.context
        found = context.insight.key(kinds=kinds or (), measure=by.value, first=first, clearance=context.role.clearance)
        _want(context, [one.node for one in found.nodes])
        return found

    @strawberry.field(
        graphql_type=HubResult, description="Entities with so many edges that paths through them say little."
    )
    def hubs(self, info: Info, kinds: Kinds = None, first: int = 20) -> results.HubResult:
        found = info.context.insight.hubs(kinds=kinds or (), first=first, clearance=info.context.role.clearance)
        _want(info.context, [one.node for one in found.hubs])
        return found

    @strawberry.field(
        graphql_type=SimilarResult,
        description="Entities like the given one – of its own kind, unless told otherwise – with what they share.",
    )
    def similar(self, info: Info, uid: strawberry.ID, kinds: Kinds = None, first: int = 10) -> results.SimilarResult:
        context = info.context
        found = context.insight.similar(uid, kinds=kinds or (), first=first, clearance=context.role.clearance)
        _want(context, [one.node for one in found.similar])
        return found

    @strawberry.field(
        graphql_type=GapResult,
        description="Fields where demand and supply miss each other; at most `first` of each kind of field.",
    )
    def gaps(self, info: Info, kinds: Kinds = None, first: int = 5) -> results.GapResult:
        context = info.context
        found = context.insight.gaps(kinds=kinds or (), first=first, clearance=context.role.clearance)
        _want(context, [one.field for one in (*found.unmet, *found.unused)])
        return found


def _want(context: Context, nodes: list[Entity]) -> None:
    context.lookup.want(node.uid for node in nodes)
