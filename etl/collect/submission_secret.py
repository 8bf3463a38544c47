"""State secrets in a file that is handed in: by the grade in a column of any sheet, or by the mark of a document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from etl.collect.submission_tables import HandedTable
from etl.files.read import Cell, RawRow, Table
from etl.rows.clean import line
from etl.rows.codes import not_secret
from etl.rows.headers import normal
from graph.errors import InputError
from graph.vocabulary import Vocabulary

CHECK = "not_secret"
# A grade and, after a star, how long it holds: GB/T 9704-2012, 7.2.2.
MARK = re.compile(r"(?:绝密|机密|秘密)\s*★\s*(?:\d|[一二三四五六七八九十]|长期|$)")


def marked(cells: Iterable[Cell]) -> bool:
    """Whether a cell bears the mark of a secret document (``机密★5年``)."""
    return any(MARK.search(text) for cell in cells if (text := str(cell)) and "密" in text)


def headings(vocabulary: Vocabulary) -> frozenset[str]:
    """The headings, normalised, under which any kind of the vocabulary tells a grade of secrecy."""
    found = [p for label in vocabulary.labels.values() for p in label.properties.values() if p.check == CHECK]
    return frozenset(normal(text) for p in found for text in (p.name, p.words.zh, p.words.en, *p.headers))


def graded(titles: Sequence[Cell], known: frozenset[str]) -> list[int]:
    """The columns of a header that tell a grade of secrecy."""
    return [index for index, title in enumerate(titles) if normal(title) in known]


def secret(row: RawRow, columns: Sequence[int]) -> bool:
    """Whether a row is a state secret: a grade other than public in ``columns``, or a mark anywhere in it."""
    return marked(row.cells) or any(_closed(row.cells[at]) for at in columns if at < len(row.cells))


def headed(table: HandedTable) -> bool:
    """Whether what stands above or in the header marks the whole table as secret."""
    return any(marked(row.cells) for row in table.table.head if row.number <= table.header.row)


def suspect(table: Table, known: frozenset[str]) -> bool:
    """Whether a table of no kind holds anything secret."""
    columns: list[int] = []
    for row in table.rows:
        if secret(row, columns):
            return True
        columns = columns or graded(row.cells, known)
    return False


def _closed(cell: Cell) -> bool:
    try:
        text = line(cell)
        if text is not None:
            not_secret(text)
    except InputError:
        return True
    return False
