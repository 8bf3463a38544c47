"""The rows of a submission with what they say, as far as a role may see it, and their faults."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from etl.collect.queue import Queue
from etl.collect.review import Judged
from etl.collect.review_state import State
from etl.collect.submission_kept import kept_tables
from etl.collect.submission_tables import HandedTable
from etl.files.read import RawRow
from etl.rows.coded import link_of
from etl.rows.faults import Fault
from etl.rows.headers import UID
from etl.rows.records import Record
from etl.rows.validate import RowValidator
from graph.vocabulary import Level, Role, Vocabulary

LONGEST = 2_000  # characters of a cell that are shown


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a row. ``value`` is None when it is ``hidden`` from the role."""

    heading: str
    target: str
    value: str | None
    level: str = "public"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row with its state, its cells that hold anything, and its faults; of a secret row there is only its number."""

    sheet: str
    row: int
    kind: str
    state: State
    cells: tuple[Cell, ...] = ()
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """Which rows are shown: in these states (none named: all), after that many, so many."""

    states: Collection[State] = ()
    after: int = 0
    first: int = 50


def shown_rows(
    queue: Queue, judged: Judged, vocabulary: Vocabulary, role: Role, window: Window
) -> tuple[list[ShownRow], bool]:
    """The rows of a submission that ``window`` frames, and whether there are more.

    Raises ``InputError`` when what was kept can no longer be read.
    """
    states = {(row.sheet, row.number): (row.kind, state) for row, state in judged.rows}
    wanted = [at for at, (_, state) in states.items() if not window.states or state in window.states]
    page = wanted[window.after : window.after + window.first]
    read = {}
    for table in kept_tables(queue, judged.line.submission, vocabulary):
        validator = table.validator()
        numbers = {at[1] for at in page if at[0] == table.sheet and states[at][1] is not State.SECRET}
        for row in table.rows():
            if row.number in numbers:
                read[table.sheet, row.number] = _shown(table, row, validator, role)
    rows = [ShownRow(*at, *states[at], *read.get(at, ((), ()))) for at in page]
    return rows, len(wanted) > window.after + window.first


def _shown(
    table: HandedTable, row: RawRow, validator: RowValidator, role: Role
) -> tuple[tuple[Cell, ...], tuple[Fault, ...]]:
    result = validator.read(row)
    faults = [*validator.notes(result), *validator.remarks(row)] if isinstance(result, Record) else [*result.faults]
    return tuple(_cells(table, row, role)), tuple(faults)


def _cells(table: HandedTable, row: RawRow, role: Role) -> Iterator[Cell]:
    for column in table.header.columns:
        cell = row.cells[column.index] if column.index < len(row.cells) else None
        if cell is None or cell == "" or column.again:
            continue
        level = max(_level(table, target) for target in column.choices or (column.target,))
        hidden = level > role.clearance
        yield Cell(column.heading, column.target, None if hidden else _text(cell), level.name.lower(), hidden)


def _text(cell: object) -> str:
    text = "；".join(map(str, cell)) if isinstance(cell, list) else str(cell)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _level(table: HandedTable, target: str) -> Level:
    """From which level on a column may be seen; a link that a row can hide is shown to those who see hidden ones."""
    if target == UID:
        return Level.PUBLIC
    if (prop := table.label.properties.get(target)) is not None:
        return prop.level
    link = table.label.links[link_of(target)]
    return Level.CORE if link.hidden_when is not None else link.level
