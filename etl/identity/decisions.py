"""The log of decisions about identity: only ever appended to; what holds now is computed from it (``standing.py``).

After the resolver of nomenklatura, whose judgements can be taken back as well.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from graph.store.bolt import Store


class Action(StrEnum):
    """What was decided."""

    MERGE = "merge"  # ``uids`` are one and shown as ``canonical``
    SPLIT = "split"  # each of ``uids`` is by itself again
    KEEP_APART = "keep_apart"  # the two of ``uids`` are never one
    UNDO = "undo"  # the decisions ``undoes`` don't count


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision. ``score`` and ``reasons`` (see ``Reason``) are those it was taken on, if any were computed;
    ``method`` says who decided: ``person``, ``score``, or ``rename`` when an entity only got another uid; ``batch``
    joins those taken at once; ``sequence`` is its place in the log, 0 before it is written.
    """

    id: str
    action: Action
    uids: tuple[str, ...]
    by: str
    at: str
    canonical: str | None = None
    score: float | None = None
    reasons: tuple[str, ...] = ()
    method: str = "person"
    note: str = ""
    undoes: tuple[str, ...] = ()
    batch: str | None = None
    sequence: int = 0

    def row(self) -> dict[str, Any]:
        """The decision as it is stored, its sequence aside, which the store gives."""
        lists = {"uids": list(self.uids), "reasons": list(self.reasons), "undoes": list(self.undoes)}
        plain = {"id": self.id, "by": self.by, "at": self.at, "canonical": self.canonical, "score": self.score}
        told = {"action": str(self.action), "method": self.method, "note": self.note, "batch": self.batch}
        return {**plain, **told, **lists}


def made(action: Action, uids: Sequence[str], *, by: str, **more: Any) -> Decision:
    """A new decision of now; ``more`` are further fields of ``Decision``."""
    return Decision(new_id("d"), action, tuple(uids), by, datetime.now(UTC).isoformat(timespec="seconds"), **more)


def new_id(kind: str) -> str:
    """An id for a decision (``d``) or a batch (``b``)."""
    return f"{kind}{secrets.token_hex(5)}"


def read_log(store: Store) -> list[Decision]:
    """Every decision, oldest first. Raises ``StoreError``."""
    return [_decision(row) for row in store.read("identity_log")]


def append(store: Store, decisions: Sequence[Decision], shown: Mapping[str, str | None]) -> list[Decision]:
    """Write ``decisions`` and as what entities are shown from now on, both or nothing; returns them as written.

    Raises ``StoreError``.
    """
    rows = [{"uid": uid, "canonical": canonical} for uid, canonical in sorted(shown.items())]
    store.write("identity_decide", decisions=[decision.row() for decision in decisions], shown=rows)
    ids = {decision.id for decision in decisions}
    return [decision for decision in read_log(store) if decision.id in ids]


def _decision(row: Mapping[str, Any]) -> Decision:
    lists = {name: tuple(row[name] or ()) for name in ("uids", "reasons", "undoes")}
    plain = {name: row[name] for name in ("id", "by", "at", "canonical", "score", "method", "batch", "sequence")}
    return Decision(action=Action(row["action"]), note=row["note"] or "", **{**plain, **lists})
