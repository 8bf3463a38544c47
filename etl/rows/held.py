"""Rows that were refused this time and keep what they said before, four bytes each."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable

from etl.rows.table import Gathered


class Held:
    """All refused rows of some tables but the secret ones, as ``source|file|sheet|row|``."""

    def __init__(self, tables: Iterable[Gathered]) -> None:
        self._rows = {table.report.at: array("I", sorted(table.refused)) for table in tables if table.refused}

    def __bool__(self) -> bool:
        return bool(self._rows)

    def __contains__(self, row: str) -> bool:
        """Whether ``row``, written as above, is among them."""
        sheet, _, number = row[:-1].rpartition("|")
        rows = self._rows.get(f"{sheet}|")
        if rows is None:
            return False
        place = bisect_left(rows, int(number))
        return place < len(rows) and rows[place] == int(number)
