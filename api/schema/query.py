"""The root fields. Each hands over to the engine or to ``api.entities`` and returns what they give."""

from __future__ import annotations

from typing import Annotated

import strawberry
from strawberry.schema.config import StrawberryConfig

from api.browse import Browse, Page, browse
from api.conditions import Condition
from api.context import Asked, Context
from api.entities import EntityRecord, entity
from api.schema import overview
from api.schema.answers import (
    LinkResult,
    MatchResult,
    Neighborhood,
    PartnerResult,
    PathResult,
    RelationsResult,
    SearchResult,
)
from api.schema.browse_types import EntityConnection, Filter
from api.schema.insight import InsightQuery
from api.schema.kinds import Entity, kind_types
from api.schema.parts import Direction
from api.schema.review import Mutation, ReviewQuery
from api.schema.review_sources import SourceQuery
from api.schema.why import WhyQuery
from graph.errors import InputError
from graph.links import results
from graph.links.bounds import Bounds
from graph.vocabulary import Vocabulary

Info = strawberry.Info[Context, None]

DEFAULT = Bounds()
FORWARD = {Direction.OUT: True, Direction.IN: False, Direction.BOTH: None}


@strawberry.type
class Query(InsightQuery, ReviewQuery, SourceQuery, WhyQuery):
    @strawberry.field(description="Kinds, relations, levels and roles with their words.")
    def vocabulary(self, info: Info) -> overview.Vocabulary:
        return overview.vocabulary_of(info.context)

    @strawberry.field(description="The load version, the caller's role, the size of the graph.")
    def status(self, info: Info) -> overview.Status:
        return overview.status_of(info.context)

    @strawberry.field(graphql_type=Entity | None, description="An entity by uid. Unknown: error UNKNOWN_UID.")
    def node(self, info: Info, uid: strawberry.ID) -> EntityRecord:
        return entity(info.context.store, info.context.vocabulary, uid)

    @strawberry.field(
        graphql_type=EntityConnection,
        description="Entities of one kind, filtered and sorted by properties that the role may see.",
    )
    def entities(  # noqa: PLR0913, PLR0917 - arguments of the field
        self,
        info: Info,
        kind: str,
        where: list[Filter] | None = None,
        order_by: str | None = None,
        descending: bool = False,
        first: int = 20,
        after: str | None = None,
    ) -> Page:
        context = info.context
        conditions = tuple(Condition(f.property, f.op.value, f.value) for f in where or ())
        wanted = Browse(kind, conditions, order_by, descending, first, after)
        return browse(context.store, context.vocabulary, context.signer, wanted, role=context.role)

    @strawberry.field(graphql_type=SearchResult, description="Entities by their public text; `kind:words` narrows.")
    def search(self, info: Info, query: str, kinds: list[str] | None = None, first: int = 20) -> results.SearchResult:
        return info.context.engine.search(query, kinds=kinds or (), first=first, clearance=info.context.role.clearance)

    @strawberry.field(
        graphql_type=MatchResult,
        description="Answers to a demand, by uid or as typed text; for what may answer demands, by uid: those demands.",
    )
    def match(  # noqa: PLR0913, PLR0917 - arguments of the field
        self,
        info: Info,
        demand: strawberry.ID | None = None,
        text: str | None = None,
        targets: list[str] | None = None,
        first: int = 10,
        uid: Annotated[
            strawberry.ID | None, strawberry.argument(description="As `demand`, for uids of other kinds too.")
        ] = None,
    ) -> results.MatchResult:
        context, one = info.context, demand if uid is None else uid
        if demand is not None and uid is not None:
            raise InputError("MATCH_ONE_OF")
        found = context.engine.match(
            demand=one, text=text, targets=targets or (), first=first, clearance=context.role.clearance
        )
        context.asked.update({id(one_of): Asked(one_of, one, text) for one_of in found.explanations})
        context.lookup.want(explanation.target.uid for explanation in found.explanations)
        return found

    @strawberry.field(graphql_type=PathResult, description="The most informative simple paths between two entities.")
    def paths(  # noqa: PLR0913, PLR0917 - arguments of the field
        self,
        info: Info,
        from_: Annotated[strawberry.ID, strawberry.argument(name="from")],
        to: strawberry.ID,
        max_hops: int = 4,
        via: list[strawberry.ID] | None = None,
        avoid: list[strawberry.ID] | None = None,
        relations: list[str] | None = None,
        first: int = 10,
        kinds: Annotated[
            list[str] | None, strawberry.argument(description="What may stand between the ends, besides `via`.")
        ] = None,
        since: Annotated[
            int | None, strawberry.argument(description="Year from which on edges must have held; undated ones do.")
        ] = None,
        until: Annotated[int | None, strawberry.argument(description="Year up to which edges must have begun.")] = None,
        budget: Annotated[int, strawberry.argument(description="How many edges may be looked at.")] = DEFAULT.budget,
    ) -> results.PathResult:
        bounds = Bounds(
            max_hops=max_hops,
            via=tuple(via or ()),
            avoid=tuple(avoid or ()),
            relations=tuple(relations) if relations else None,
            kinds=tuple(kinds) if kinds else None,
            budget=budget,
            since=since,
            until=until,
        )
        return info.context.engine.paths(from_, to, bounds=bounds, first=first, clearance=info.context.role.clearance)

    @strawberry.field(
        graphql_type=RelationsResult, description="How two to five entities are connected: paths, what joins most."
    )
    def relations(  # noqa: PLR0913, PLR0917 - arguments of the field
        self,
        info: Info,
        uids: list[strawberry.ID],
        max_hops: int = 4,
        relations: list[str] | None = None,
        kinds: list[str] | None = None,
        since: int | None = None,
        until: int | None = None,
        budget: int = DEFAULT.budget,
        first: int = 3,
    ) -> results.RelationsResult:
        bounds = Bounds(
            max_hops=max_hops,
            relations=tuple(relations) if relations else None,
            kinds=tuple(kinds) if kinds else None,
            budget=budget,
            since=since,
            until=until,
        )
        return info.context.engine.relations(uids, bounds=bounds, first=first, clearance=info.context.role.clearance)

    @strawberry.field(
        graphql_type=LinkResult, description="Over which metapaths two entities are linked, with p-values."
    )
    def links(
        self,
        info: Info,
        from_: Annotated[strawberry.ID, strawberry.argument(name="from")],
        to: strawberry.ID,
        length: int = 4,
        first: int = 20,
    ) -> results.LinkResult:
        clearance = info.context.role.clearance
        return info.context.engine.links(from_, to, length=length, first=first, clearance=clearance)

    @strawberry.field(graphql_type=PartnerResult, description="Indirect partners and who can introduce them.")
    def partners(self, info: Info, uid: strawberry.ID, max_hops: int = 4, first: int = 10) -> results.PartnerResult:
        return info.context.engine.partners(
            uid, bounds=Bounds(max_hops=max_hops), first=first, clearance=info.context.role.clearance
        )

    @strawberry.field(
        graphql_type=Neighborhood,
        description="An entity's edges: counts by relation, and a page of one relation or all, after `after` edges.",
    )
    def neighborhood(  # noqa: PLR0913, PLR0917 - arguments of the field
        self,
        info: Info,
        uid: strawberry.ID,
        relation: str | None = None,
        direction: Direction = Direction.BOTH,
        first: int = 50,
        after: int = 0,
    ) -> results.Neighborhood:
        bounds = {"first": first, "after": after}
        return info.context.engine.neighborhood(
            uid, relation=relation, forward=FORWARD[direction], clearance=info.context.role.clearance, **bounds
        )

    @strawberry.field(graphql_type=MatchResult, description="Policies that concern an entity.")
    def policies_for(self, info: Info, uid: strawberry.ID, first: int = 10) -> results.MatchResult:
        context = info.context
        found = context.engine.policies_for(uid, first=first, clearance=context.role.clearance)
        context.lookup.want(explanation.target.uid for explanation in found.explanations)
        return found


def build_schema(vocabulary: Vocabulary) -> strawberry.Schema:
    """The schema over ``vocabulary``: the fixed root fields and one type per kind."""
    config = StrawberryConfig(auto_camel_case=True)
    fixed = strawberry.Schema(Query, Mutation, config=config)._schema.type_map
    return strawberry.Schema(Query, Mutation, types=kind_types(vocabulary, taken=fixed), config=config)
