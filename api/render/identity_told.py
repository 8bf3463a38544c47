"""Proposals, decisions and conflicts about identity, as data for the role that looks at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from api.entities import EntityRecord, entities_by_uid, sources_of
from api.render.plain import plain
from etl.identity.conflicts import Conflict
from etl.identity.conflicts import conflicts as conflicts_of
from etl.identity.decisions import Decision
from etl.identity.merge import Outcome
from etl.identity.proposals import Proposal
from etl.identity.standing import Standing
from graph.links.evidence import Sources
from graph.links.model import Entity, Evidence
from graph.store.bolt import Store
from graph.vocabulary import Level
from graph.words import Words

if TYPE_CHECKING:
    from api.cli.desk import Desk

ROWS = 3  # source rows of each entity that a list shows


@dataclass(frozen=True, slots=True)
class Side:
    """One entity of a proposal, and some of the rows that state it."""

    entity: Entity
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Listed:
    """A proposal for people. ``sure``: it would be merged without asking."""

    kind: str
    score: float
    sure: bool
    reasons: tuple[Words, ...]
    left: Side
    right: Side


@dataclass(frozen=True, slots=True)
class Listing:
    """The best proposals, and how many there are."""

    proposals: tuple[Listed, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Told:
    """A decision and whether it counts."""

    decision: Decision
    active: bool


@dataclass(frozen=True, slots=True)
class Conflicting:
    """Entities that are shown as ``shown``, and what they disagree on."""

    shown: str
    conflicts: tuple[Conflict, ...]


def listing(desk: Desk, store: Store, proposals: Sequence[Proposal], first: int) -> Listing:
    """The first proposals with what the role may see of their entities. Raises ``StoreError``."""
    chosen = proposals[:first]
    uids = sorted({uid for one in chosen for uid in (one.left, one.right)})
    records = entities_by_uid(store, desk.vocabulary, uids)
    known = Sources.read(store)
    sides = {uid: _side(desk, store, known, record) for uid, record in records.items()}
    made = (_listed(one, sides) for one in chosen if one.left in sides and one.right in sides)
    return Listing(tuple(made), len(proposals))


def _listed(one: Proposal, sides: dict[str, Side]) -> Listed:
    reasons = tuple(reason.words for reason in one.reasons)
    return Listed(one.kind, one.score, one.sure, reasons, sides[one.left], sides[one.right])


def _side(desk: Desk, store: Store, known: Sources, record: EntityRecord) -> Side:
    entity = Entity(record.uid, record.kind, record.caption, record.fictitious)
    return Side(entity, known.evidence(sources_of(store, record, desk.role)[:ROWS]))


def told(desk: Desk, outcome: Outcome) -> dict[str, Any]:
    """What was decided, as JSON-ready data, for the role that looks at it."""
    left = [{"left": o.left, "right": o.right, "score": o.score} for o in outcome.left]
    return {
        "decisions": plain(outcome.decisions),
        "shown": dict(outcome.shown),
        "conflicts": plain([veiled(desk, conflict) for conflict in outcome.conflicts]),
        "left": left,
    }


def history(log: Sequence[Decision], now: Standing, uid: str) -> tuple[Told, ...]:
    """The decisions about ``uid``, about what is or was one with it, and what took them back; oldest first."""
    about = {uid, *now.cluster(uid)}
    for decision in log:
        if about & {*decision.uids, decision.canonical}:
            about.update(decision.uids)
    ids = {decision.id for decision in log if about & set(decision.uids)}
    chosen = (one for one in log if one.id in ids or ids & set(one.undoes))
    return tuple(Told(decision, decision.id in now.active) for decision in chosen)


def conflicting(desk: Desk, store: Store, now: Standing) -> tuple[Conflicting, ...]:
    """Every group whose members disagree. Raises ``StoreError``."""
    found = []
    for group in now.groups():
        records = store.read("identity_entities", uids=list(group))
        if ours := conflicts_of(desk.vocabulary, records):
            found.append(Conflicting(group[0], tuple(veiled(desk, conflict) for conflict in ours)))
    return tuple(found)


def veiled(desk: Desk, conflict: Conflict) -> Conflict:
    """The conflict without values that the role may not see."""
    hidden = Level[conflict.level.upper()] > desk.clearance
    return replace(conflict, values=dict.fromkeys(conflict.values, "")) if hidden else conflict
