"""GraphQL types that answers are made of: words, entities, steps, paths, evidence."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any

import strawberry

from api.context import Context
from graph.links import model
from graph.words import Words as Both

if TYPE_CHECKING:
    pass


Info = strawberry.Info[Context, None]


@strawberry.type(description="The same text in Chinese and English.")
class Words:
    zh: str
    en: str


@strawberry.enum(description="Which way a relation is followed.")
class Direction(Enum):
    OUT = "out"
    IN = "in"
    BOTH = "both"


def words_of_kind(root: model.Entity, info: Info) -> Both:
    """The kind's name in both languages."""
    label = info.context.vocabulary.labels.get(root.kind)
    return label.words if label else Both(root.kind, root.kind)


@strawberry.type(description="A node as an answer names it.")
class Ref:
    uid: strawberry.ID
    kind: str
    caption: str
    fictitious: bool = strawberry.field(description="Every source that tells of it is fictitious.")
    kind_words: Any = strawberry.field(resolver=words_of_kind, graphql_type=Words)


@strawberry.type(description="Where one fact stands: a source file and its row.")
class Evidence:
    source: str
    title: Words
    file: str
    sheet: str
    row: int = strawberry.field(description="1-based, as a person sees it; a header is row 1.")
    sha256: str
    licence: str
    url: str
    fictitious: bool
    field: str = strawberry.field(description="The property in whose text the fact was found.")
    quote: str


def words_of_step(root: model.Step, info: Info) -> Both:
    """The relation's name in the direction of the walk."""
    relation = info.context.vocabulary.relations.get(root.relation)
    if relation is None:
        return Both(root.relation, root.relation)
    return relation.words if root.forward else relation.reverse


@strawberry.type(description="One edge of a path, in walking order.")
class Step:
    start: strawberry.ID
    end: strawberry.ID
    relation: str
    forward: bool = strawberry.field(description="Whether the walk goes in the relation's own direction.")
    sentence: Words
    confidence: float
    method: str
    evidence: list[Evidence]
    valid_from: str | None
    valid_to: str | None
    age: Words | None = strawberry.field(
        description="From which year the edge is and what it still counts for; null where it counts in full."
    )
    words: Any = strawberry.field(resolver=words_of_step, graphql_type=Words)


@strawberry.type(description="A simple path with its score (PDP^(1/hops)) and its share of the pair's DWPC.")
class Path:
    nodes: list[Ref]
    steps: list[Step]
    metapath: str
    score: float
    share: float
    sentence: Words
