"""What an answer is made of: evidence, steps, paths, factors, explanations. Every surface renders them as they are."""

from __future__ import annotations

from dataclasses import dataclass

from graph.words import Words


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where one fact stands: a source file and row, whose it is, and whether it is fictitious."""

    source: str  # id of the source, as its manifest declares it
    title: Words
    file: str
    row: int  # 1-based line of the file (or sheet) as a person sees it, the header being row 1
    sheet: str = ""
    sha256: str = ""
    licence: str = ""
    url: str = ""
    fictitious: bool = False
    field: str = ""  # the property in whose text the fact was found
    quote: str = ""  # the piece of that text


@dataclass(frozen=True, slots=True)
class Entity:
    """A node as an answer names it. ``text`` nodes (a demand typed by hand) have a uid that starts with ``text:``."""

    uid: str
    kind: str  # most specific label, e.g. "Institution"
    caption: str
    fictitious: bool = False  # every source that tells of it is fictitious


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a path, walked from ``start`` to ``end``; ``forward``: the walk goes in the relation's direction."""

    start: str
    end: str
    relation: str
    forward: bool
    sentence: Words
    confidence: float
    method: str
    evidence: tuple[Evidence, ...]
    valid_from: str | None = None
    valid_to: str | None = None
    age: Words | None = None  # from which year it is and what it still counts for, where that is less than in full


@dataclass(frozen=True, slots=True)
class Path:
    """A simple path. ``score`` is PDP^(1/hops) in (0, 1]; ``share`` its part of the pair's DWPC over its metapath."""

    nodes: tuple[Entity, ...]
    steps: tuple[Step, ...]
    metapath: str  # e.g. "Demand>MENTIONS>Term<MENTIONS<Patent"
    score: float
    share: float
    sentence: Words


@dataclass(frozen=True, slots=True)
class Factor:
    """One summand of a score: ``contribution`` = weight · value, value in [0, 1]."""

    name: str
    caption: Words
    value: float
    weight: float
    reason: Words

    @property
    def contribution(self) -> float:
        """``weight · value``: what this factor adds to the score."""
        return self.weight * self.value


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """What the score of an answer would be without an entity (``node``) or an edge (``step``): one of the two is set.

    ``score`` is 0 where nothing is left to answer with; ``fall``: by how much it is lower than now.
    """

    node: Entity | None
    step: Step | None
    score: float
    fall: float
    sentence: Words


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why ``target`` answers the demand: its score is the sum of its factors, its paths carry the evidence.

    ``counterfactuals`` are counted when asked for only.
    """

    target: Entity
    score: float
    factors: tuple[Factor, ...]
    paths: tuple[Path, ...]
    summary: Words
    counterfactuals: tuple[Counterfactual, ...] = ()
