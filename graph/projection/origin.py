"""Where in the history of a store a projection stands, and what changed since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.errors import StoreError
from graph.projection.changes import Changed
from graph.store.bolt import Store

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Origin:
    """What a projection was made from: the ``version``, with the newest ``load`` and its ``sequence``, and the number
    of the newest decision about identity; the note of changes up to which it holds all (``since``, 0 for none, and the
    ``token`` of that note); ``vocabulary``: the digest of what it was read with.

    It may hold more than that, of loads that ran when it was read; what those noted is then read again.
    """

    version: str
    load: str
    sequence: int
    decided: int
    since: int
    token: str
    vocabulary: str


def current_origin(store: Store, vocabulary: str) -> Origin:
    """Where the store stands now; to be asked before it is read. Raises ``StoreError``: STORE_EMPTY."""
    rows = store.read("load_version")
    if not rows or not rows[0]["version"]:
        raise StoreError("STORE_EMPTY")
    now = rows[0]
    at = store.read("projection_position")[0]
    numbers = int(now["sequence"]), int(now["decided"]), int(at["since"])
    return Origin(now["version"], now["load"], *numbers, at["token"] or "", vocabulary)


def changed_since(store: Store, former: Origin, now: Origin) -> tuple[Changed, Origin] | None:
    """What changed from ``former`` to ``now``, and ``now`` with the note up to which that goes.

    ``None`` when it cannot be told: the notes do not reach back so far, the store has another history, or somebody
    changed it without a note, or too much to name. Raises ``StoreError``.
    """
    if former.vocabulary != now.vocabulary or not _reaches(store, former, now):
        return None
    rows = store.read("projection_changes", since=former.since)
    if former.since:
        if not rows or (rows[0]["sequence"], rows[0]["token"]) != (former.since, former.token):
            return None
        rows = rows[1:]
    if [row["sequence"] for row in rows] != list(range(former.since + 1, former.since + 1 + len(rows))):
        return None
    open_ = next((at for at, row in enumerate(rows) if row["running"]), len(rows))
    closed = [row for row in rows if not row["running"]]
    if any(row["whole"] for row in closed) or not _decided(closed, former.decided, now.decided):
        return None
    since, token = (rows[open_ - 1]["sequence"], rows[open_ - 1]["token"]) if open_ else (former.since, former.token)
    return _named(closed), replace(now, since=since, token=token)


def same_history(store: Store, former: Origin) -> bool:
    """Whether what ``former`` knew last stands in the store, as far as that can be told. Raises ``StoreError``."""
    rows = store.read("projection_note", sequence=former.since)
    return not rows or rows[0]["token"] == former.token


def _reaches(store: Store, former: Origin, now: Origin) -> bool:
    """Whether the load of ``former`` is one of the store's, and all since then noted what they changed."""
    loads = store.read("projection_loads", since=former.sequence)
    if not loads or loads[0]["id"] != former.load or now.sequence < former.sequence:
        return False
    return all(row["idle"] or row["noted"] for row in loads[1:])


def _decided(rows: Sequence[Row], before: int, after: int) -> bool:
    """Whether the notes stand for every decision from one number to another."""
    spans = (row["decisions"] for row in rows if row["decisions"])
    noted = {number for first, last in spans for number in range(first, last + 1)}
    return before <= after and noted.issuperset(range(before + 1, after + 1))


def _named(rows: Sequence[Row]) -> Changed:
    uids = frozenset(uid for row in rows for uid in row["uids"])
    ends = ((row["relation"], pair) for row in rows for pair in zip(row["starts"], row["ends"], strict=True))
    return Changed(uids, frozenset((start, relation, end) for relation, (start, end) in ends))
