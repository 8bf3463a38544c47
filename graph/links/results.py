"""What each question to the graph is answered with. Every surface renders it as it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from graph.links.model import Entity, Explanation, Path, Step
from graph.words import Words

Bound = Literal["none", "hops", "budget", "first", "conditions"]


@dataclass(frozen=True, slots=True)
class MatchResult:
    """Ranked explanations, or none and the reason why (``abstained``, and the code of that message).

    ``demand`` is what was asked about: a demand or, where demands were looked for (``reverse``), what may answer them.
    """

    demand: Entity
    terms: tuple[Entity, ...]
    explanations: tuple[Explanation, ...]
    load_version: str
    abstained: Words | None = None
    considered: int = 0
    abstained_code: str = ""
    reverse: bool = False


@dataclass(frozen=True, slots=True)
class PathResult:
    """Ranked paths between two entities; when empty or cut, ``bound`` and ``reason`` say what ended the search."""

    start: Entity
    end: Entity
    paths: tuple[Path, ...]
    load_version: str
    truncated: bool = False
    bound: Bound = "none"
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class Connector:
    """What lies on paths between several entities: it ``joins`` those; ``pairs``: of how many pairs it is on paths.

    ``share``: its part of the pairs' paths, by score, the mean over all pairs, in (0, 1].
    """

    entity: Entity
    joins: tuple[Entity, ...]
    pairs: int
    share: float
    sentence: Words


@dataclass(frozen=True, slots=True)
class RelationsResult:
    """How several entities are connected: the best paths of every pair, what joins most of them, and one tree.

    ``tree``: edges that connect them, in the relations' own directions; ``nodes``: all that these edges have as ends.
    ``apart``: entities that no path leads to. When empty or cut, ``bound`` and ``reason`` say what ended the search.
    """

    entities: tuple[Entity, ...]
    pairs: tuple[PathResult, ...]
    connectors: tuple[Connector, ...]
    nodes: tuple[Entity, ...]
    tree: tuple[Step, ...]
    apart: tuple[Entity, ...]
    load_version: str
    truncated: bool = False
    bound: Bound = "none"
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class LinkType:
    """One metapath between two entities: how many simple ``paths``, their DWPC and what that is by chance.

    ``lift`` = ln(dwpc / expected); ``p``: the chance of that DWPC or more between entities of those degrees in random
    graphs; ``q``: the false discovery rate over all metapaths of the pair (Benjamini–Hochberg).
    """

    metapath: str
    caption: Words
    paths: int
    dwpc: float
    expected: float
    lift: float
    p: float
    q: float


@dataclass(frozen=True, slots=True)
class LinkResult:
    """The metapaths that join two entities, the least likely by chance first; ``tested``: how many there are."""

    start: Entity
    end: Entity
    links: tuple[LinkType, ...]
    load_version: str
    tested: int = 0
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class Partner:
    """An indirect partner: whom to meet, who can introduce, and along which paths."""

    target: Entity
    introducers: tuple[Entity, ...]
    paths: tuple[Path, ...]
    score: float
    summary: Words


@dataclass(frozen=True, slots=True)
class PartnerResult:
    """Partners of ``start``, best first; ``reason`` says why there are none or no more."""

    start: Entity
    partners: tuple[Partner, ...]
    load_version: str
    truncated: bool = False
    bound: Bound = "none"
    reason: Words | None = None


@dataclass(frozen=True, slots=True)
class RelationCount:
    """How many edges of a relation an entity has in one direction."""

    relation: str
    forward: bool
    caption: Words
    count: int


@dataclass(frozen=True, slots=True)
class Neighborhood:
    """An entity, its edge counts by relation, and (a page of) its edges with their far ends."""

    center: Entity
    counts: tuple[RelationCount, ...]
    nodes: tuple[Entity, ...]
    steps: tuple[Step, ...]
    load_version: str
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A search hit: the entity, a score > 0 comparable within one answer only, and the text that matched."""

    entity: Entity
    score: float
    snippet: str = ""


@dataclass(frozen=True, slots=True)
class SearchResult:
    """Hits, best first, with the number found per kind."""

    hits: tuple[Hit, ...]
    load_version: str
    truncated: bool = False
    counts: dict[str, int] = field(default_factory=dict)
