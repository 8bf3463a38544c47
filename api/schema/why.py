"""The root field ``why``: the rows and decisions behind an entity."""

from __future__ import annotations

from typing import Any

import strawberry

from api import why as behind
from api.context import Context
from api.render.identity_told import Told
from api.schema.parts import Evidence, Ref, Step, Words
from etl.identity.reasons import Reason
from graph.words import Words as Both

Info = strawberry.Info[Context, None]


def _of_decision(name: str) -> Any:
    def resolve(root: Told) -> Any:
        return getattr(root.decision, name)

    return resolve


def _or_null(name: str) -> Any:
    def resolve(root: Told) -> Any:
        return getattr(root.decision, name) or None

    return resolve


def reasons(root: Told) -> list[Both]:
    """What the score was given for."""
    return [Reason.parse(text).words for text in root.decision.reasons]


@strawberry.type(description="A decision that entities are one, or are not; decisions are only ever added.")
class IdentityDecision:
    id: strawberry.ID = strawberry.field(resolver=_of_decision("id"))
    action: str = strawberry.field(resolver=_of_decision("action"), description="merge, split, keep_apart or undo.")
    uids: list[strawberry.ID] = strawberry.field(resolver=_of_decision("uids"))
    canonical: strawberry.ID | None = strawberry.field(
        resolver=_of_decision("canonical"), description="The entity that they are shown as."
    )
    at: str = strawberry.field(resolver=_of_decision("at"))
    by: str | None = strawberry.field(resolver=_or_null("by"), description="Told to roles that see core values.")
    note: str | None = strawberry.field(resolver=_or_null("note"), description="Told to roles that see core values.")
    method: str = strawberry.field(resolver=_of_decision("method"), description="person or score.")
    score: float | None = strawberry.field(resolver=_of_decision("score"))
    reasons: Any = strawberry.field(resolver=reasons, graphql_type=list[Words])
    undoes: list[strawberry.ID] = strawberry.field(resolver=_of_decision("undoes"))
    active: bool = strawberry.field(description="Whether it counts, and was not taken back.")


@strawberry.type(description="A page of the rows and decisions behind an entity: of each list `first`, after `after`.")
class WhyResult:
    entity: Ref
    sources: list[Evidence] = strawberry.field(description="Rows that state the entity itself.")
    edges: list[Step] = strawberry.field(description="Its edges with the rows that state them.")
    decisions: list[IdentityDecision] = strawberry.field(description="About what it is one with, oldest first.")
    source_count: int
    edge_count: int
    decision_count: int
    load_version: str
    truncated: bool = strawberry.field(description="Whether any of the lists goes on.")


@strawberry.type
class WhyQuery:
    @strawberry.field(
        graphql_type=WhyResult, description="Every source row and every decision behind an entity and its edges."
    )
    def why(self, info: Info, uid: strawberry.ID, first: int = 50, after: int = 0) -> behind.Why:
        context = info.context
        asker = behind.Asker(context.store, context.engine, context.vocabulary, context.role)
        return behind.why(asker, uid, first=first, after=after)
