"""GraphQL types of what explains an answer: its factors, its paths, what it hangs on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from api.context import Context
from api.entities import EntityRecord
from api.schema.parts import Path, Ref, Step, Words
from graph.links import model

if TYPE_CHECKING:
    from api.schema.kinds import Entity

Info = strawberry.Info[Context, None]


@strawberry.type(description="One summand of a score: contribution = weight · value.")
class Factor:
    name: str
    caption: Words
    value: float
    weight: float
    contribution: float
    reason: Words


def entity_of_explanation(root: model.Explanation, info: Info) -> EntityRecord | None:
    """The target with its properties; those of one answer are read together."""
    return info.context.lookup.get(root.target.uid)


def counterfactuals_of_explanation(
    root: model.Explanation, info: Info, without: list[strawberry.ID] | None = None
) -> tuple[model.Counterfactual, ...]:
    """What the score would be without each thing it hangs on; nothing for answers to other questions than matches."""
    context, asked = info.context, info.context.asked.get(id(root))
    if asked is None:
        return ()
    return context.engine.counterfactuals(
        root, demand=asked.uid, text=asked.text, without=without or (), clearance=context.role.clearance
    )


@strawberry.type(description="What the score of an answer would be without an entity (`node`) or an edge (`step`).")
class Counterfactual:
    node: Ref | None
    step: Step | None
    score: float
    fall: float = strawberry.field(description="By how much the score would be lower than it is.")
    sentence: Words


@strawberry.type(description="Why the target answers the demand: the score is the sum of its factors.")
class Explanation:
    target: Ref
    score: float
    factors: list[Factor]
    paths: list[Path]
    summary: Words
    entity: Any = strawberry.field(
        resolver=entity_of_explanation,
        graphql_type=Annotated["Entity", strawberry.lazy("api.schema.kinds")] | None,
        description="The target with its properties, as the caller may see them.",
    )
    counterfactuals: Any = strawberry.field(
        resolver=counterfactuals_of_explanation,
        graphql_type=list[Counterfactual],
        description="Of a match: its score without each thing it hangs on, counted anew; or `without` these entities.",
    )
