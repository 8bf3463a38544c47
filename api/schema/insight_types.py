"""GraphQL types of insight: they name fields of ``graph.insight.results``, whose objects are returned as they are."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Annotated, Any

import strawberry

from api.context import Context
from api.entities import EntityRecord
from api.schema.parts import Ref, Words
from graph.insight import results

if TYPE_CHECKING:
    from api.schema.kinds import Entity

Info = strawberry.Info[Context, None]


@strawberry.enum(description="By what key nodes are ranked.")
class Measure(Enum):
    PAGERANK = "pagerank"
    BETWEENNESS = "betweenness"
    CORE = "core"
    DEGREE = "degree"


@strawberry.enum(description="How finely communities are told apart.")
class Detail(Enum):
    COARSE = "coarse"
    USUAL = "usual"
    FINE = "fine"


def entity_of_node(root: results.KeyNode | results.Hub | results.Similar, info: Info) -> EntityRecord | None:
    """The node with its properties; those of one answer are read together."""
    return info.context.lookup.get(root.node.uid)


def entity_of_field(root: results.Gap, info: Info) -> EntityRecord | None:
    """The field with its properties; those of one answer are read together."""
    return info.context.lookup.get(root.field.uid)


Disclosed = Annotated["Entity", strawberry.lazy("api.schema.kinds")] | None
OF_NODE = "The node with its properties, as the caller may see them."


@strawberry.type(description="How many members of a kind a community has.")
class KindSize:
    kind: str
    caption: Words
    count: int


@strawberry.type(description="What is characteristic: `count` members are linked to it, of `whole` in the graph.")
class Mark:
    node: Ref
    count: int
    whole: int
    lift: float = strawberry.field(description="How many times more often than members of the whole graph are.")


@strawberry.type(description="Entities with more and stronger links among each other than to others.")
class Community:
    number: int = strawberry.field(description="By size, from 1; the same in one load version only.")
    name: Words
    size: int
    sizes: list[KindSize]
    marks: list[Mark]
    key: list[Ref] = strawberry.field(description="Who and what stands for it: makers, supply, demands.")
    inside: float = strawberry.field(description="The share of its links' weight that stays within it.")
    demands: int
    supply: int


@strawberry.type(description="Communities by size, or by their members of the kinds asked for.")
class CommunityResult:
    communities: list[Community]
    load_version: str
    found: int
    single: int = strawberry.field(description="Entities that belong to none.")
    modularity: float
    reason: Words | None


@strawberry.type(description="How central an entity is, by four measures.")
class KeyNode:
    node: Ref
    pagerank: float = strawberry.field(description="As a multiple of the mean.")
    betweenness: float = strawberry.field(description="Share of all pairs whose shortest paths lead over it.")
    error: float = strawberry.field(description="Standard error of `betweenness`, which is counted from a sample.")
    core: int = strawberry.field(description="The largest k of a k-core it is in.")
    degree: int
    entity: Any = strawberry.field(resolver=entity_of_node, graphql_type=Disclosed, description=OF_NODE)


@strawberry.type(description="The most central entities by `measure`, over `relations`.")
class KeyResult:
    measure: str
    nodes: list[KeyNode]
    load_version: str
    relations: list[str]
    sources: int = strawberry.field(description="From how many of the `ends` shortest paths were counted.")
    ends: int = strawberry.field(description="Entities with any of these relations.")
    reason: Words | None


@strawberry.type(description="An entity that so many have in common over a relation that it says little.")
class Hub:
    node: Ref
    relation: str
    forward: bool
    caption: Words
    degree: int
    share: float = strawberry.field(description="Of all edges of the relation.")
    damping: float = strawberry.field(description="What a path through it keeps: 1/degree.")
    bits: float = strawberry.field(description="What having it in common tells.")
    entity: Any = strawberry.field(resolver=entity_of_node, graphql_type=Disclosed, description=OF_NODE)


@strawberry.type(description="Hubs, those with the most edges first.")
class HubResult:
    hubs: list[Hub]
    load_version: str
    found: int
    reason: Words | None


@strawberry.type(description="What two entities are both linked to; `share` of their similarity.")
class Shared:
    node: Ref
    relation: str
    forward: bool
    caption: Words
    share: float


@strawberry.type(description="An entity like the one asked about, with the most telling of what they share.")
class Similar:
    node: Ref
    score: float = strawberry.field(description="Cosine of what both are linked to, rare things weighing most.")
    shared: list[Shared]
    common: int = strawberry.field(description="How much they share in all.")
    summary: Words
    entity: Any = strawberry.field(resolver=entity_of_node, graphql_type=Disclosed, description=OF_NODE)


@strawberry.type(description="What is most like `center`.")
class SimilarResult:
    center: Ref
    similar: list[Similar]
    load_version: str
    found: int
    reason: Words | None


@strawberry.type(description="A field where demand and supply miss each other, with some of either.")
class Gap:
    field: Ref
    wanted: int = strawberry.field(description="Demands in it.")
    offered: int = strawberry.field(description="Achievements and patents in it.")
    expected: float = strawberry.field(description="Of the side that is lacking, by the shares of the whole.")
    score: float = strawberry.field(description="Signed root of the likelihood ratio; > 0: supply is lacking.")
    demands: list[Ref]
    supply: list[Ref]
    reason: Words
    entity: Any = strawberry.field(resolver=entity_of_field, graphql_type=Disclosed, description=OF_NODE)


@strawberry.type(description="Fields with too little supply, and with too little demand.")
class GapResult:
    unmet: list[Gap]
    unused: list[Gap]
    load_version: str
    demands: int
    supply: int
    left_out: list[Words] = strawberry.field(description="Kinds of field that one side is not linked to.")
    reason: Words | None
