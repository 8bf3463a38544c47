"""The faults of a load, on disk as they are found: memory does not grow with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import IO, Any, ClassVar

from etl.reports.fault_sorts import Key, Sort, key_of, share
from etl.rows.faults import Fault
from etl.staging.journal import Journal
from graph.words import Words


class FaultLog:
    """Faults in the order found, and how many there are of each sort, with the first few of it.

    Parameters: ``path`` – the file that takes them (None: a temporary one). See ``Journal`` on what may become of it.
    """

    __hash__: ClassVar[None]  # type: ignore[assignment]

    def __init__(self, path: Path | None = None) -> None:
        self._journal = Journal(path)
        self._numbers: dict[Key, int] = {}
        self.sorts: list[Sort] = []  # in the order of their first

    @classmethod
    def of(cls, faults: Iterable[Fault]) -> FaultLog:
        """A log of those faults, in a temporary file."""
        log = cls()
        log.extend(faults)
        return log

    def append(self, fault: Fault) -> None:
        """Add a fault."""
        number = self._numbers.setdefault(key_of(fault), len(self.sorts))
        if number == len(self.sorts):
            self.sorts.append(Sort())
        sort = self.sorts[number]
        sort.add(fault)
        words = None if fault.words == sort.first.words else (fault.words.zh, fault.words.en)
        self._journal.add((number, fault.row, fault.value, words))

    def extend(self, faults: Iterable[Fault]) -> None:
        """Add several."""
        for fault in faults:
            self.append(fault)

    def __len__(self) -> int:
        return sum(sort.count for sort in self.sorts)

    def __iter__(self) -> Iterator[Fault]:
        """All faults, in order."""
        return (self._fault(value) for _, value in self._journal)

    def __eq__(self, other: object) -> bool:
        """Whether ``other`` is a log or a list of the same faults in the same order."""
        if not isinstance(other, FaultLog | list):
            return NotImplemented
        return len(self) == len(other) and all(mine == its for mine, its in zip(self, other, strict=True))

    def placed(self) -> Iterator[tuple[int, Fault]]:
        """All faults, each with its place: what ``at`` finds it by."""
        return ((place, self._fault(value)) for place, value in self._journal)

    def at(self, place: int) -> Fault:
        """The fault at a place."""
        return self._fault(self._journal[place])

    def some(self, limit: int) -> Iterator[Fault]:
        """At most ``limit`` faults, in order: the first of every sort, alike many of each as far as it has them."""
        each, seen = share((sort.count for sort in self.sorts), limit), Counter[int]()

        def early() -> Iterator[Fault]:
            for _, value in self._journal:
                seen[value[0]] += 1
                if seen[value[0]] <= each:
                    yield self._fault(value)

        return islice(early(), limit)

    def pour(self, stream: IO[bytes]) -> None:
        """Copy the faults to the end of ``stream``, where ``attach`` finds them."""
        self._journal.pour(stream)

    def attach(self, path: Path, begin: int) -> None:
        """Read from now on what was poured into the file ``path`` at byte ``begin``. Raises ``OSError``."""
        self._journal.attach(path, begin)

    def _fault(self, value: tuple[Any, ...]) -> Fault:
        number, row, shown, words = value
        one = self.sorts[number].first
        told = one.words if words is None else Words(*words)
        return Fault(one.source, one.file, one.sheet, row, one.column, one.code, told, one.severity, shown)
