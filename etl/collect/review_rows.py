"""Which rows a reviewer means: ``3-20,25``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.errors import InputError

LONGEST = 2_000  # characters
ALL = "all"
FORM = re.compile(r"(\d{1,7})(?:\s*[-–]\s*(\d{1,7}))?")


class RowSet:
    """Row numbers as ranges. Made from text; raises ``InputError`` (ROWS_FORM) for text that is not of the form."""

    def __init__(self, text: str) -> None:
        self._ranges: list[tuple[int, int]] | None = None
        if text.strip().casefold() == ALL:
            return
        if len(text) > LONGEST:
            raise InputError("ROWS_FORM", value=text[:40])
        found = [FORM.fullmatch(piece.strip()) for piece in re.split(r"[,，;；]", text)]
        if not all(found):
            raise InputError("ROWS_FORM", value=text[:40])
        self._ranges = [(int(m[1]), int(m[2] or m[1])) for m in found if m]

    def __contains__(self, number: int) -> bool:
        return self._ranges is None or any(low <= number <= high for low, high in self._ranges)


def ranges(numbers: Iterable[int]) -> str:
    """Row numbers as text, in order: ``3-20,25``."""
    pieces: list[list[int]] = []
    for number in sorted(set(numbers)):
        if pieces and number == pieces[-1][1] + 1:
            pieces[-1][1] = number
        else:
            pieces.append([number, number])
    return ",".join(str(low) if low == high else f"{low}-{high}" for low, high in pieces)
