"""Rows to records, many at once: the same outcome as ``RowValidator`` row by row, which stays the definition."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.files.manifest import InputFile
from etl.files.read import RawRow
from etl.rows.coded import link_of
from etl.rows.columns_batch import Batch, Kept
from etl.rows.columns_cells import ColumnReader, type_of
from etl.rows.columns_odd import Odd
from etl.rows.headers import Header
from etl.rows.slots import Slot
from etl.rows.validate import SECRET, Refused, RowValidator
from graph.vocabulary import Label, Link, Property

Flags = npt.NDArray[np.bool]


class ColumnValidator:
    """Turns the rows of one table into batches of typed columns.

    Parameters, errors: those of ``RowValidator``. A batch of some 20,000 rows is read fastest; what distinct cells mean
    is remembered from batch to batch. Rows that are not clean are read again row by row, which words their faults.
    """

    def __init__(self, label: Label, header: Header, file: InputFile, sheet: str) -> None:
        self._rows = RowValidator(label, header, file, sheet)
        self._label, self._file = label, file
        self._readers = [ColumnReader(slot, label) for slot in self._rows.slots]
        self._odd = Odd(label, self._rows)
        parts: list[Property | Link] = [*label.properties.values(), *label.links.values()]
        self._required = [part.name for part in parts if part.required]

    def read(self, rows: Sequence[RawRow]) -> Batch:
        """The batch of ``rows``: each is among its records or its refused."""
        columns, bad, odd = self._columns(rows)
        errors = [row.error for row in rows]
        if errors.count(None) < len(errors):
            bad |= np.fromiter((error is not None for error in errors), bool, len(rows))
        for name in self._required:
            filled = [columns[column].is_not_null().to_numpy() for column in columns.columns if link_of(column) == name]
            bad |= ~np.logical_or.reduce(filled) if filled else True
        refused = [self._refused(rows[place]) for place in np.flatnonzero(bad).tolist()]
        remarks = [
            remark for place in np.flatnonzero(odd & ~bad).tolist() for remark in self._rows.remarks(rows[place])
        ]
        if refused:
            rows = [rows[place] for place in np.flatnonzero(~bad).tolist()]
            columns = columns.filter(~bad) if columns.width else columns
        numbers = [row.number for row in rows]
        kept = Kept(self._label, self._file, self._rows.sheet, self._rows.headings, numbers, columns)
        return Batch(kept, refused, [*self._odd.notes(kept), *remarks])

    def _columns(self, rows: Sequence[RawRow]) -> tuple[pl.DataFrame, Flags, Flags]:
        """What the rows say by property, link and uid, and which of them hold a cell that is refused, or an odd one."""
        cells = [row.cells for row in rows]
        texts = [text for reader in self._readers if (text := reader.take(cells)) is not None]
        meant = pl.DataFrame(texts).with_columns(value for reader in self._readers for value in reader.meaning())
        seen = meant.with_columns(test for reader in self._readers for test in reader.sure())
        bad, odd = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
        columns: dict[str, list[pl.Series]] = defaultdict(list)
        for reader in self._readers:
            found = reader.values(seen)
            bad[found.refused] = odd[found.odd] = True
            columns[reader.slot.column.target].append(found.values)
        return pl.DataFrame(list(self._together(columns, len(rows)))), bad, odd

    def _together(self, columns: dict[str, list[pl.Series]], height: int) -> Iterator[pl.Series]:
        constants = {
            slot.column.target: (slot, value) for slot, value in self._rows.constants if value not in (None, [])
        }
        for name, several in columns.items():
            column = several[0] if len(several) == 1 else _joined(several)
            slot, value = constants.pop(name, (None, None))
            yield (column if slot is None else _filled(column, value)).alias(name)
        for name, (slot, value) in constants.items():
            yield _constant(slot, value, self._label).new_from_index(0, height).alias(name)

    def _refused(self, row: RawRow) -> Refused:
        outcome = self._rows.read(row)
        if not isinstance(outcome, Refused):  # would lose the row without a word
            raise TypeError(f"row {row.number}: refused by column, accepted by itself")
        if any(fault.code == SECRET for fault in outcome.faults):
            for reader in self._readers:
                reader.memory.forget()
        return outcome


def _joined(several: Sequence[pl.Series]) -> pl.Series:
    """Several columns that fill one property: the first that says something, of lists all that they say."""
    named = [column.alias(str(place)) for place, column in enumerate(several)]
    frame = pl.DataFrame(named)
    if not isinstance(named[0].dtype, pl.List):
        return frame.select(pl.coalesce(frame.columns)).to_series()
    none = pl.lit([], dtype=named[0].dtype)
    whole = pl.concat_list(pl.col(name).fill_null(none) for name in frame.columns)
    return frame.select(pl.when(whole.list.len() > 0).then(whole)).to_series()


def _filled(column: pl.Series, value: Any) -> pl.Series:
    """``column`` with ``value`` where it is null."""
    constant = pl.Series([value], dtype=column.dtype)
    places = np.where(column.is_null().to_numpy(), len(column), np.arange(len(column)))
    return pl.concat([column, constant]).gather(places)


def _constant(slot: Slot, value: Any, label: Label) -> pl.Series:
    return pl.Series([value], dtype=type_of(slot, label))
