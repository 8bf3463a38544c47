"""Why rows were refused, found again in the log of faults by their number."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np

from etl.reports.fault_log import FaultLog
from etl.rows.faults import Fault
from etl.rows.validate import SECRET


@dataclass(slots=True)
class Reasons:
    """The errors in one sheet, by row: twelve bytes of memory each. ``note`` them all, then ask."""

    log: FaultLog
    _rows: array[int] = field(default_factory=lambda: array("I"))
    _places: array[int] = field(default_factory=lambda: array("Q"))

    def note(self, row: int, place: int) -> None:
        """There is an error of ``row`` at that place of the log."""
        self._rows.append(row)
        self._places.append(place)

    def sort(self) -> None:
        """Put them in the order of rows, those of one row in the order found."""
        order = np.argsort(np.frombuffer(self._rows, np.uint32), kind="stable")
        self._rows = array("I", np.frombuffer(self._rows, np.uint32)[order].tobytes())
        self._places = array("Q", np.frombuffer(self._places, np.uint64)[order].tobytes())

    def of(self, row: int) -> list[Fault]:
        """The errors of ``row``; none when it was not refused."""
        first, last = bisect_left(self._rows, row), bisect_right(self._rows, row)
        return [self.log.at(self._places[at]) for at in range(first, last)]


def reasons_by_sheet(log: FaultLog) -> dict[str, Reasons]:
    """The errors of every sheet ("source|file|sheet|") that has any; of secret rows nothing is told."""
    found: dict[str, Reasons] = defaultdict(lambda: Reasons(log))
    for place, fault in log.placed():
        if fault.severity == "error" and fault.code != SECRET:
            found[f"{fault.source}|{fault.file}|{fault.sheet}|"].note(fault.row, place)
    for reasons in found.values():
        reasons.sort()
    return dict(found)
