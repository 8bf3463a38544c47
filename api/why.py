"""Why the graph says what it says of an entity: the rows behind it and its edges, and the decisions that made it one.

The command line and GraphQL both ask here. What a role may not see does not exist for it: a hidden edge, the rows of an
entity that only a hidden edge refers to; those who decided, and their notes, are told to roles that see core values.
The digests of single rows are told to nobody: they cover core values, which could be guessed from them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.entities import entity, sources_of
from api.render.identity_told import Told, history
from etl.identity.decisions import read_log
from etl.identity.standing import standing
from graph.links.bounds import FIRST, within
from graph.links.engine import Engine
from graph.links.model import Entity, Evidence, Step
from graph.links.neighborhood import AFTER
from graph.store.bolt import Store
from graph.vocabulary import Level, Role, Vocabulary


@dataclass(frozen=True, slots=True)
class Asker:
    """Of what is asked, and as whom."""

    store: Store
    engine: Engine
    vocabulary: Vocabulary
    role: Role


@dataclass(frozen=True, slots=True)
class Why:
    """What stands behind an entity: a page of the rows that state it, of its edges with theirs, and of the decisions
    about what it is one with, oldest first; how many there are of each, and whether any of them go on.
    """

    entity: Entity
    sources: tuple[Evidence, ...]
    edges: tuple[Step, ...]
    decisions: tuple[Told, ...]
    source_count: int
    edge_count: int
    decision_count: int
    load_version: str
    truncated: bool


def why(asker: Asker, uid: str, *, first: int = FIRST[1], after: int = 0) -> Why:
    """What stands behind ``uid``: after ``after``, ``first`` of each at most.

    Raises ``NotFoundError`` (UNKNOWN_UID, UNKNOWN_KIND), ``LimitError`` (LIMIT_RANGE), ``StoreError``.
    """
    within("first", first, FIRST)
    within("after", after, AFTER)
    found = entity(asker.store, asker.vocabulary, uid)
    around = asker.engine.neighborhood(found.uid, first=first, after=after, clearance=asker.role.clearance)
    refs = sorted(sources_of(asker.store, found, asker.role))
    decided = decisions(asker, found.uid)
    page, counts = slice(after, after + first), (len(refs), sum(c.count for c in around.counts), len(decided))
    return Why(
        Entity(found.uid, found.kind, found.caption, found.fictitious),
        asker.engine.ground().sources.evidence(refs[page]),
        around.steps,
        decided[page],
        *counts,
        load_version=around.load_version,
        truncated=max(counts) > after + first,
    )


def decisions(asker: Asker, uid: str) -> tuple[Told, ...]:
    """Every decision on what ``uid`` is one with, and what took it back, oldest first. Raises ``StoreError``."""
    log = read_log(asker.store)
    told = history(log, standing(log), uid)
    return told if asker.role.clearance >= Level.CORE else tuple(_nameless(one) for one in told)


def _nameless(told: Told) -> Told:
    return replace(told, decision=replace(told.decision, by="", note=""))
