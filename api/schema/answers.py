"""GraphQL types of answers: they name fields of ``graph.links.model``, whose objects are returned as they are."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from api.context import Context
from api.entities import EntityRecord
from graph.links import model
from graph.words import Words as Both

if TYPE_CHECKING:
    from api.schema.kinds import Entity

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
    words: Any = strawberry.field(resolver=words_of_step, graphql_type=Words)


@strawberry.type(description="A simple path with its score (PDP^(1/hops)) and its share of the pair's DWPC.")
class Path:
    nodes: list[Ref]
    steps: list[Step]
    metapath: str
    score: float
    share: float
    sentence: Words


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


@strawberry.type(description="Ranked explanations, or none and the reason why.")
class MatchResult:
    demand: Ref
    terms: list[Ref]
    explanations: list[Explanation]
    load_version: str
    abstained: Words | None
    considered: int


@strawberry.type(description="Ranked paths; when empty or cut, `bound` and `reason` say what ended the search.")
class PathResult:
    start: Ref
    end: Ref
    paths: list[Path]
    load_version: str
    truncated: bool
    bound: str
    reason: Words | None


@strawberry.type(description="Whom to meet, who can introduce, and along which paths.")
class Partner:
    target: Ref
    introducers: list[Ref]
    paths: list[Path]
    score: float
    summary: Words


@strawberry.type(description="Indirect partners, best first.")
class PartnerResult:
    start: Ref
    partners: list[Partner]
    load_version: str
    truncated: bool
    bound: str
    reason: Words | None


def words_of_count(root: model.RelationCount) -> Both:
    """The relation's name in its direction."""
    return root.caption


@strawberry.type(description="How many edges of a relation an entity has in one direction.")
class RelationCount:
    relation: str
    forward: bool
    count: int
    words: Any = strawberry.field(resolver=words_of_count, graphql_type=Words)


@strawberry.type(description="An entity, its edges by relation, and a page of them with their far ends.")
class Neighborhood:
    center: Ref
    counts: list[RelationCount]
    nodes: list[Ref]
    steps: list[Step]
    load_version: str
    truncated: bool


@strawberry.type(description="A search hit and the text that matched.")
class Hit:
    entity: Ref
    score: float
    snippet: str


@strawberry.type(description="How many hits a kind has.")
class KindCount:
    kind: str
    count: int


def counts_by_kind(root: model.SearchResult) -> list[KindCount]:
    """Hits per kind, most first."""
    return [KindCount(kind=k, count=n) for k, n in sorted(root.counts.items(), key=lambda item: (-item[1], item[0]))]


@strawberry.type(description="Hits, best first.")
class SearchResult:
    hits: list[Hit]
    load_version: str
    truncated: bool
    counts: list[KindCount] = strawberry.field(resolver=counts_by_kind)
