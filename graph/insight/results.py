"""What each question about the whole graph is answered with. Every surface renders it as it is."""

from __future__ import annotations

from dataclasses import dataclass

from graph.links.model import Entity
from graph.words import Words


@dataclass(frozen=True, slots=True)
class KindSize:
    """How many entities of a kind there are."""

    kind: str
    caption: Words
    count: int


@dataclass(frozen=True, slots=True)
class Mark:
    """What is characteristic of a community: ``count`` of its members are linked to it, of ``whole`` in the graph.

    ``lift``: how many times more often than members of the whole graph are.
    """

    node: Entity
    count: int
    whole: int
    lift: float


@dataclass(frozen=True, slots=True)
class Community:
    """Entities with more and stronger links among each other than to others, named by what they are about.

    ``inside``: the share of its links' weight that stays within it. ``demands`` and ``supply``: how many of its members
    ask for something, and how many may answer.
    """

    number: int  # by size, from 1; the same in one load version only
    name: Words
    size: int
    sizes: tuple[KindSize, ...]
    marks: tuple[Mark, ...]
    key: tuple[Entity, ...]
    inside: float
    demands: int
    supply: int


@dataclass(frozen=True, slots=True)
class CommunityResult:
    """The largest communities of ``found``; ``modularity`` (Newman 2004) of the whole partition, ``single``: entities
    that belong to none."""

    communities: tuple[Community, ...]
    load_version: str
    found: int = 0
    single: int = 0
    modularity: float = 0.0
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class KeyNode:
    """How central an entity is: ``pagerank`` as a multiple of the mean; ``betweenness`` the share of pairs whose
    shortest paths lead over it, with its standard ``error``; ``core`` the largest k of a k-core it is in."""

    node: Entity
    pagerank: float
    betweenness: float
    error: float
    core: int
    degree: int


@dataclass(frozen=True, slots=True)
class KeyResult:
    """The most central entities by ``measure``; ``relations``: what was walked; ``sources``: from how many of the
    ``ends`` entities with links shortest paths were counted."""

    measure: str
    nodes: tuple[KeyNode, ...]
    load_version: str
    relations: tuple[str, ...] = ()
    sources: int = 0
    ends: int = 0
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class Hub:
    """An entity with so many edges of one relation that having it in common says little.

    ``share`` of all edges of the relation; ``damping`` what a path through it keeps, 1/degree (twice degree^-½);
    ``bits`` what having it in common tells: −log2 of the share of possible neighbours that have it.
    """

    node: Entity
    relation: str
    forward: bool
    caption: Words
    degree: int
    share: float
    damping: float
    bits: float


@dataclass(frozen=True, slots=True)
class HubResult:
    """The hubs with the most edges, of ``found``."""

    hubs: tuple[Hub, ...]
    load_version: str
    found: int = 0
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class Shared:
    """What two entities are both linked to, over which relation; ``share`` of their similarity."""

    node: Entity
    relation: str
    forward: bool
    caption: Words
    share: float


@dataclass(frozen=True, slots=True)
class Similar:
    """An entity like the one asked about: ``score`` in [0, 1], the most telling of what they share, how much there is
    in all (``common``), and that as a sentence."""

    node: Entity
    score: float
    shared: tuple[Shared, ...]
    common: int
    summary: Words


@dataclass(frozen=True, slots=True)
class SimilarResult:
    """What is most like ``center``, of ``found`` that are at all."""

    center: Entity
    similar: tuple[Similar, ...]
    load_version: str
    found: int = 0
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A field where demand and supply miss each other, with some of the ``demands`` and of the ``supply`` in it.

    ``wanted`` demands and ``offered`` supply; ``expected``: how much there would be of the side that is lacking, if it
    were spread over fields as the other side is; ``score``: how surely that is no accident (signed root of the
    likelihood ratio, about a standard score).
    """

    field: Entity
    wanted: int
    offered: int
    expected: float
    score: float
    demands: tuple[Entity, ...]
    supply: tuple[Entity, ...]
    reason: Words


@dataclass(frozen=True, slots=True)
class GapResult:
    """Fields with demand and too little supply (``unmet``), and with supply and too little demand (``unused``), kind by
    kind; ``demands`` and ``supply``: how much of either there is.

    ``left_out``: kinds of field that were not compared, since nothing of one of the sides is linked to them.
    """

    unmet: tuple[Gap, ...]
    unused: tuple[Gap, ...]
    load_version: str
    demands: int = 0
    supply: int = 0
    left_out: tuple[Words, ...] = ()
    reason: Words | None = None
