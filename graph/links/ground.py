"""What an answer stands on: one load version's projection, its sources, and the store that has the rest."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.links.evidence import EdgeReader, Records, Sources
from graph.links.footing import Footing
from graph.projection.united import united


@dataclass(frozen=True)
class Ground(Footing):
    """A footing with the store that tells properties and evidence of what is ranked."""

    store: Records
    sources: Sources

    def properties(self, uids: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """The properties of entities as the store has them, by uid: of every level. Raises ``StoreError``.

        Those of entities that others are shown as are what all of them say together.
        """
        groups = {uid: self.projection.groups.get(uid, (uid,)) for uid in uids}
        wanted = list(dict.fromkeys(member for group in groups.values() for member in group))
        rows = self.store.read("links_nodes", uids=wanted) if wanted else []
        stored = {row["uid"]: row["properties"] for row in rows}
        return {uid: self._united(group, stored) for uid, group in groups.items() if uid in stored}

    def _united(self, group: Sequence[str], stored: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
        front, *others = (stored[uid] for uid in group if uid in stored)
        if not others:
            return front
        node = self.projection.find(group[0])
        label = self.vocabulary.labels.get(self.projection.kind(node)) if node is not None else None
        return united(label, front, others)

    def reader(self) -> EdgeReader:
        """A reader for the edges of one answer."""
        return EdgeReader(self.store, self.sources, self.symmetric, self.projection.groups)
