"""Proposals, decisions and conflicts about identity on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.markup import escape

from api.render import terminal
from api.render.identity_told import Conflicting, Listing, Told, veiled
from etl.identity.conflicts import Conflict
from etl.identity.decisions import Decision
from etl.identity.merge import Outcome
from etl.identity.reasons import Reason
from graph.words import message

if TYPE_CHECKING:
    from api.cli.desk import Desk


def print_listing(desk: Desk, listed: Listing) -> None:
    """Proposals on a terminal."""
    for one in listed.proposals:
        mark = "[green]✓[/]" if one.sure else "[yellow]?[/]"
        desk.console.print(f"{mark} {one.score:.2f}  " + escape("；".join(desk.text(words) for words in one.reasons)))
        for side in (one.left, one.right):
            desk.console.print(f"   {terminal.entity(desk, side.entity)}  [dim]{escape(side.entity.uid)}[/]")
            for evidence in side.evidence:
                desk.console.print(f"      {escape(terminal.source_line(desk, evidence))}")
    desk.console.print(escape(desk.say("IDENTITY_LISTED", shown=len(listed.proposals), total=listed.total)))


def print_outcome(desk: Desk, outcome: Outcome) -> None:
    """What was decided, and what is to be looked at, on a terminal."""
    for decision in outcome.decisions:
        desk.console.print(escape(_line(desk, decision)))
    desk.console.print(escape(desk.say("IDENTITY_DONE", count=len(outcome.decisions), shown=len(outcome.shown))))
    for conflict in (veiled(desk, conflict) for conflict in outcome.conflicts):
        for line in _conflict(desk, conflict):
            desk.console.print(f"[yellow]![/] {escape(line)}")
    for one in outcome.left:
        desk.console.print(f"[yellow]?[/] {escape(desk.say('IDENTITY_LEFT', left=one.left, right=one.right))}")


def print_history(desk: Desk, found: Sequence[Told]) -> None:
    """Decisions on a terminal, those that don't count struck through."""
    for one in found:
        line = escape(_line(desk, one.decision))
        desk.console.print(line if one.active else f"[strike dim]{line}[/] {escape(desk.say('IDENTITY_TAKEN_BACK'))}")
    if not found:
        desk.console.print(escape(desk.say("IDENTITY_NONE")))


def print_conflicting(desk: Desk, found: Sequence[Conflicting]) -> None:
    """Conflicts on a terminal."""
    for one in found:
        desk.console.print(f"[bold]{escape(one.shown)}[/]")
        for conflict in one.conflicts:
            for line in _conflict(desk, conflict):
                desk.console.print(f"   {escape(line)}")
    if not found:
        desk.console.print(escape(desk.say("IDENTITY_NO_CONFLICTS")))


def _line(desk: Desk, decision: Decision) -> str:
    action = desk.text(message(f"IDENTITY_ACTION_{decision.action.name}"))
    about = decision.undoes if decision.undoes else decision.uids
    front = f" → {decision.canonical}" if decision.canonical else ""
    score = f"  {decision.score:.2f}" if decision.score is not None else ""
    why = "；".join((*(desk.text(Reason.parse(reason).words) for reason in decision.reasons), decision.note)).strip(
        "；"
    )
    return f"{decision.id}  {decision.at}  {decision.by}  {action} {' '.join(about)}{front}{score}  {why}".rstrip()


def _conflict(desk: Desk, conflict: Conflict) -> Iterator[str]:
    for uid, value in conflict.values.items():
        text = value or desk.say("SHOW_HIDDEN", level=conflict.level)
        yield f"{desk.text(conflict.words)}: {text}  {uid}"
