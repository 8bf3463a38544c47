"""Faults of one sort: how many there are, and what the first of them look like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from etl.rows.faults import Fault

EXAMPLES = 3  # faults of a sort that are kept

Key = tuple[str, str, str, str, str, str]


@dataclass(slots=True)
class Sort:
    """The faults of one rule in one column of one sheet, which are alike but for row and value."""

    examples: list[Fault] = field(default_factory=list)
    count: int = 0

    @property
    def first(self) -> Fault:
        """The first of them."""
        return self.examples[0]

    @property
    def at(self) -> str:
        """``source|file|sheet|`` of them all."""
        return f"{self.first.source}|{self.first.file}|{self.first.sheet}|"

    def add(self, fault: Fault) -> None:
        """Count ``fault``, and keep it when it is among the first."""
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(fault)

    def plain(self) -> dict[str, Any]:
        """As plain data: the first fault, the rows and values of the first few, and the count."""
        told = asdict(self.first)
        del told["row"], told["value"]
        rows, values = [one.row for one in self.examples], [one.value for one in self.examples if one.value is not None]
        return told | {"count": self.count, "rows": rows, "values": values}


def key_of(fault: Fault) -> Key:
    """What faults of one sort have in common."""
    return fault.source, fault.file, fault.sheet, fault.column, fault.code, fault.severity


def share(counts: Iterable[int], limit: int) -> int:
    """How many faults of each sort may be listed, so that ``limit`` in all are not passed and no sort is left out."""
    ordered = sorted(counts)
    for at, count in enumerate(ordered):
        each = limit // (len(ordered) - at)
        if count > each:
            return max(1, each)
        limit -= count
    return ordered[-1] if ordered else 0
