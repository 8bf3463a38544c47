"""One entity: its properties as a role sees them, and the source rows behind it and its edges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.markup import escape

from api.disclosure import Shown, reveal
from api.entities import EntityRecord, entity, sources_of
from api.render import terminal
from graph.links.engine import Engine
from graph.links.model import Entity, Evidence, Step
from graph.store.bolt import Store
from graph.vocabulary import Role, Vocabulary

if TYPE_CHECKING:
    from api.cli.desk import Desk

EDGES = 200  # edges that `why` shows at most


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity and what a role may see of it."""

    entity: Entity
    properties: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Where an entity and its edges come from."""

    entity: Entity
    sources: tuple[Evidence, ...]
    edges: tuple[Step, ...]
    truncated: bool


def entry(store: Store, vocabulary: Vocabulary, uid: str, *, role: Role) -> Entry:
    """The entity ``uid`` as ``role`` sees it. Raises ``NotFoundError`` (UNKNOWN_UID), ``StoreError``."""
    found = entity(store, vocabulary, uid)
    return Entry(_named(found), reveal(vocabulary.label(found.kind), found.stored, role))


def reasons(store: Store, engine: Engine, vocabulary: Vocabulary, uid: str, *, role: Role) -> Reasons:
    """Every source row of ``uid`` and of its edges that ``role`` may see. Raises as ``entry``."""
    found = entity(store, vocabulary, uid)
    around = engine.neighborhood(uid, first=EDGES, clearance=role.clearance)
    evidence = engine.ground().sources.evidence(sources_of(store, found, role))
    return Reasons(_named(found), evidence, around.steps, around.truncated)


def print_entry(desk: Desk, shown: Entry) -> None:
    """The properties on a terminal, hidden ones marked."""
    desk.console.print(f"[bold]{terminal.entity(desk, shown.entity)}[/]  [dim]{escape(shown.entity.uid)}[/]")
    for prop in shown.properties:
        if prop.hidden:
            text = f"[yellow]{escape(desk.say('SHOW_HIDDEN', level=prop.level))}[/]"
        else:
            text = escape(prop.value or "、".join(prop.values or ()))
        unit = f" {prop.unit}" if prop.unit and not prop.hidden else ""
        desk.console.print(f"   {escape(desk.text(prop.words))}: {text}{unit}")


def print_reasons(desk: Desk, shown: Reasons) -> None:
    """The source rows on a terminal."""
    desk.console.print(f"[bold]{terminal.entity(desk, shown.entity)}[/]  [dim]{escape(shown.entity.uid)}[/]")
    for evidence in shown.sources:
        desk.console.print(f"   {escape(terminal.source_line(desk, evidence))}")
    for step in shown.edges:
        for line in terminal.step_lines(desk, step):
            desk.console.print(f"   {line}")


def _named(found: EntityRecord) -> Entity:
    return Entity(found.uid, found.kind, found.caption, found.fictitious)
