"""What a load changed, counted part by part so that a resumed load can add up what an interrupted one did."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

NUMBERS = (
    "nodes", "edges", "nodes_created", "nodes_updated", "nodes_removed", "edges_created", "edges_updated",
    "edges_removed",
)  # fmt: skip


@dataclass(slots=True)
class Written:
    """Counts of nodes and edges, and per sheet ("source|file|sheet|") of rows by state, stubs, edges.

    ``refused``: rows that the store itself would not take, as (ref, code of the message, its values).
    """

    nodes: int = 0  # that the files state or refer to
    edges: int = 0
    nodes_created: int = 0
    nodes_updated: int = 0
    nodes_removed: int = 0
    edges_created: int = 0
    edges_updated: int = 0
    edges_removed: int = 0
    rows: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    stubs: Counter[str] = field(default_factory=Counter)
    stated: Counter[str] = field(default_factory=Counter)  # edges, by the sheet that states them first
    refused: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)

    @property
    def changes(self) -> int:
        """How many nodes and edges are not as before."""
        nodes = self.nodes_created + self.nodes_updated + self.nodes_removed
        return nodes + self.edges_created + self.edges_updated + self.edges_removed

    def add(self, other: Written) -> None:
        """Add what another part counted."""
        for name in NUMBERS:
            setattr(self, name, getattr(self, name) + getattr(other, name))
        for sheet, counts in other.rows.items():
            self.rows[sheet].update(counts)
        self.stubs.update(other.stubs)
        self.stated.update(other.stated)
        self.refused.extend(other.refused)

    def plain(self) -> dict[str, Any]:
        """As plain data, for a checkpoint."""
        numbers = {name: getattr(self, name) for name in NUMBERS}
        rows = {sheet: dict(counts) for sheet, counts in self.rows.items()}
        return {**numbers, "rows": rows, "stubs": self.stubs, "stated": self.stated, "refused": self.refused}

    @staticmethod
    def parse(plain: dict[str, Any]) -> Written:
        """What ``plain`` gave."""
        one = Written(**{name: plain[name] for name in NUMBERS})
        for sheet, counts in plain["rows"].items():
            one.rows[sheet].update(counts)
        one.stubs.update(plain["stubs"])
        one.stated.update(plain["stated"])
        one.refused = [(ref, code, values) for ref, code, values in plain["refused"]]
        return one
