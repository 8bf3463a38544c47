"""One entity: its properties as a role sees them, and on a terminal also what stands behind it (``api.why``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.markup import escape

from api.disclosure import Shown, reveal
from api.entities import EntityRecord, entity
from api.render import identity, terminal
from graph.links.model import Entity
from graph.store.bolt import Store
from graph.vocabulary import Role, Vocabulary

if TYPE_CHECKING:
    from api.cli.desk import Desk
    from api.why import Why


@dataclass(frozen=True, slots=True)
class Entry:
    """An entity and what a role may see of it."""

    entity: Entity
    properties: tuple[Shown, ...]


def entry(store: Store, vocabulary: Vocabulary, uid: str, *, role: Role) -> Entry:
    """The entity ``uid`` as ``role`` sees it. Raises ``NotFoundError`` (UNKNOWN_UID), ``StoreError``."""
    found = entity(store, vocabulary, uid)
    return Entry(_named(found), reveal(vocabulary.label(found.kind), found.stored, role))


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


def print_reasons(desk: Desk, shown: Why) -> None:
    """The source rows and decisions on a terminal."""
    desk.console.print(f"[bold]{terminal.entity(desk, shown.entity)}[/]  [dim]{escape(shown.entity.uid)}[/]")
    for evidence in shown.sources:
        desk.console.print(f"   {escape(terminal.source_line(desk, evidence))}")
    for step in shown.edges:
        for line in terminal.step_lines(desk, step):
            desk.console.print(f"   {line}")
    if shown.decisions:
        identity.print_history(desk, shown.decisions)
    if shown.truncated:
        counts = {"sources": shown.source_count, "edges": shown.edge_count, "decisions": shown.decision_count}
        desk.remark("WHY_MORE", **counts)


def _named(found: EntityRecord) -> Entity:
    return Entity(found.uid, found.kind, found.caption, found.fictitious)
