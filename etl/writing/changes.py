"""What a load changes, noted in the store with it, so that projections can be brought up to date without a rebuild.

Each transaction names the entities and edges that it changes in a ``Change`` node of its own: what is noted and what is
done are there both or not at all, whoever is killed, and a server on another machine sees it too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.store.bolt import Statement, Store

MOST = 100_000  # entities and edges that one load names; building a projection anew is quicker when more changed
KEPT = 400_000  # and that the notes of all loads in the store name together
NOTE = 100  # of these that a note counts besides, since it takes room by itself
UNSEEN = ("etl_edges_sources", "etl_edges_noted")  # statements that change nothing of what a projection holds


@dataclass(slots=True)
class ChangeLog:
    """Notes of one load. ``whole``: anything may have changed; nothing is named any more."""

    load: str
    whole: bool = False
    named: int = 0

    def note(self, name: str, rows: Sequence[Mapping[str, Any]], parts: Mapping[str, str] | None) -> Statement | None:
        """The note on a statement that changes the entities with the ``uid`` of each row, or the edges of the relation
        in ``parts`` from ``start`` to ``end``; ``None`` when there is nothing to note."""
        if self.whole or name in UNSEEN or not rows:
            return None
        self.named += len(rows)
        if self.named > MOST:
            self.whole = True
            return self.mark()
        if "uid" in rows[0]:
            return self._statement(uids=[row["uid"] for row in rows])
        ends = {"starts": [row["start"] for row in rows], "ends": [row["end"] for row in rows]}
        return self._statement(relation=(parts or {})["relation"], **ends)

    def mark(self) -> Statement:
        """The note on where a load begins or ends."""
        return self._statement()

    def _statement(self, **named: object) -> Statement:
        none: dict[str, object] = {"uids": [], "relation": "", "starts": [], "ends": []}
        return Statement("etl_change", {"load": self.load, "whole": self.whole, **none, **named})


def drop_old(store: Store) -> None:
    """Drop the notes that no projection can make use of: those before a load after which all is new, and all but the
    newest when there are too many. Raises ``StoreError``."""
    total, whole = 0, False
    for row in store.read("etl_changes_sizes"):
        total += row["size"] + NOTE
        if whole or total > KEPT:
            store.write("etl_changes_drop", last=row["sequence"])
            return
        whole = bool(row["whole"])
