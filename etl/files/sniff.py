"""Which character separates the columns of a delimited text."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence

DELIMITERS = (",", "\t", ";", "|", "，")


def delimiter(head: Sequence[str]) -> str:
    """The delimiter of a text's first lines: the one that splits most of them into the same number of columns.

    A comma when none does (a single column).
    """
    best, score = ",", (0, 0)
    for mark in DELIMITERS:
        agreement = _agreement(head, mark)
        if agreement > score:
            best, score = mark, agreement
    return best


def _agreement(head: Sequence[str], mark: str) -> tuple[int, int]:
    """How many records have the commonest number of columns above one, and that number."""
    widths = Counter(len(cells) for cells in csv.reader(head, delimiter=mark) if len(cells) > 1)
    if not widths:
        return (0, 0)
    width, records = widths.most_common(1)[0]
    return (records, width)
