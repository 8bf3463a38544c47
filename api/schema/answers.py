"""GraphQL types of answers: they name fields of ``graph.links.results``, whose objects are returned as they are."""

from __future__ import annotations

from typing import Any

import strawberry

from api.schema.explanations import Explanation
from api.schema.parts import Path, Ref, Step, Words
from graph.links import results
from graph.words import Words as Both


@strawberry.type(description="Ranked explanations, or none and the reason why.")
class MatchResult:
    demand: Ref = strawberry.field(description="What was asked about: a demand, or what may answer one (`reverse`).")
    terms: list[Ref]
    explanations: list[Explanation]
    load_version: str
    abstained: Words | None
    considered: int
    abstained_code: str = strawberry.field(description="The code of `abstained`; empty when there are answers.")
    reverse: bool = strawberry.field(description="Whether demands were looked for.")


@strawberry.type(description="A metapath between two entities: simple paths, their DWPC, lift = ln(dwpc / expected).")
class LinkType:
    metapath: str
    caption: Words
    paths: int
    dwpc: float
    expected: float
    lift: float
    p: float = strawberry.field(description="Chance of that DWPC or more in random graphs with the same degrees.")
    q: float = strawberry.field(description="False discovery rate over all metapaths of the pair.")


@strawberry.type(description="The metapaths that join two entities, the least likely by chance first.")
class LinkResult:
    start: Ref
    end: Ref
    links: list[LinkType]
    load_version: str
    tested: int
    reason: Words | None


@strawberry.type(description="Ranked paths; when empty or cut, `bound` and `reason` say what ended the search.")
class PathResult:
    start: Ref
    end: Ref
    paths: list[Path]
    load_version: str
    truncated: bool
    bound: str
    reason: Words | None


@strawberry.type(description="What lies on paths between several entities.")
class Connector:
    entity: Ref
    joins: list[Ref]
    pairs: int = strawberry.field(description="Of how many pairs it is on paths.")
    share: float = strawberry.field(description="Its part of the pairs' paths, by score: the mean over all pairs.")
    sentence: Words


@strawberry.type(description="How several entities are connected.")
class RelationsResult:
    entities: list[Ref]
    pairs: list[PathResult] = strawberry.field(description="The best paths of every pair.")
    connectors: list[Connector] = strawberry.field(description="What joins most of the pairs, that first.")
    nodes: list[Ref] = strawberry.field(description="The ends of the edges of `tree`.")
    tree: list[Step] = strawberry.field(
        description="Edges that connect them, at most 2(1 − 1/k) times as costly as the cheapest in the paths found."
    )
    apart: list[Ref] = strawberry.field(description="Entities that no path leads to.")
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


def words_of_count(root: results.RelationCount) -> Both:
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


def counts_by_kind(root: results.SearchResult) -> list[KindCount]:
    """Hits per kind, most first."""
    return [KindCount(kind=k, count=n) for k, n in sorted(root.counts.items(), key=lambda item: (-item[1], item[0]))]


@strawberry.type(description="Hits, best first.")
class SearchResult:
    hits: list[Hit]
    load_version: str
    truncated: bool
    counts: list[KindCount] = strawberry.field(resolver=counts_by_kind)
