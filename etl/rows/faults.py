"""What is wrong with a row or a reference, as one line of the error table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from graph.errors import InputError
from graph.words import Words, message

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One line of the error table.

    ``error``: the row is refused; ``warning``: the row is loaded without what the line names.
    ``row`` as in ``SourceRef``. ``value`` is None when the column may hold core information or a state secret.
    """

    source: str
    file: str
    sheet: str
    row: int
    column: str
    code: str
    words: Words
    severity: Severity = "error"
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a row stands, for the faults found in it."""

    source: str
    file: str
    sheet: str
    row: int

    def fault(self, column: str, error: InputError, *, value: str | None = None) -> Fault:
        """The error-table line for ``error`` in ``column`` of this row; the row is refused."""
        return Fault(self.source, self.file, self.sheet, self.row, column, error.code, error.words, "error", value)

    def warning(self, column: str, code: str, *, value: str | None = None, **values: object) -> Fault:
        """The error-table line for message ``code`` in ``column`` of this row; the row stays."""
        words = message(code, **values)
        return Fault(self.source, self.file, self.sheet, self.row, column, code, words, "warning", value)
