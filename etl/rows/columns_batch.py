"""What validation made of many rows: typed columns of the rows that are kept, records on demand, the refused rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, repeat
from typing import Any

import polars as pl

from etl.files.manifest import InputFile
from etl.rows.coded import DOT, folded, link_of
from etl.rows.faults import Fault, Place
from etl.rows.headers import UID
from etl.rows.records import Record
from etl.rows.validate import Refused
from graph.vocabulary import Label


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that passed: ``numbers`` in the file, ``columns`` one per property, link or uid that the table fills.

    Texts, dates, codes are String, amounts Float64, whole numbers Int64, links and lists List(String); null: not said.
    """

    label: Label
    file: InputFile
    sheet: str
    headings: dict[str, str]
    numbers: Sequence[int]
    columns: pl.DataFrame

    def records(self) -> Iterator[Record]:
        """The rows one by one, in their order."""
        properties = [name for name in self.columns.columns if name in self.label.properties]
        links = [name for name in self.columns.columns if link_of(name) in self.label.links]
        coded = any(DOT in name for name in links)
        uids = self.columns[UID].to_list() if UID in self.columns.columns else repeat(None)
        source, name = self.file.source.id, self.file.name
        for number, uid, said, pointed in zip(
            self.numbers, uids, self._rows(properties), self._rows(links), strict=False
        ):
            place = Place(source, name, self.sheet, number)
            values = {key: value for key, value in zip(properties, said, strict=True) if value is not None}
            refs = {key: value for key, value in zip(links, pointed, strict=True) if value is not None}
            yield Record(self.label, place, values, folded(refs) if coded else refs, self.headings, uid)

    def only(self, those: pl.Series) -> Kept:
        """The rows where ``those`` (Boolean) is true."""
        numbers = [self.numbers[place] for place in those.arg_true()]
        return replace(self, numbers=numbers, columns=self.columns.filter(those))

    def _rows(self, names: Sequence[str]) -> Iterator[tuple[Any, ...]]:
        if not names:
            return repeat(())
        return zip(*(_listed(self.columns[name]) for name in names), strict=True)


@dataclass(frozen=True, slots=True)
class Batch:
    """The rows of a batch that are kept, those refused, and what is odd about kept ones, each in the rows' order."""

    kept: Kept
    refused: list[Refused]
    notes: list[Fault]

    def __len__(self) -> int:
        return len(self.kept.numbers)

    def records(self) -> Iterator[Record]:
        """The kept rows as records, made one by one."""
        return self.kept.records()


def _listed(column: pl.Series) -> list[Any]:
    """The values of a column; a list of its own for each row. Polars takes ten times as long to make nested lists."""
    if not isinstance(column.dtype, pl.List):
        return column.to_list()
    sizes = column.list.len().fill_null(0).to_list()
    flat = column.drop_nulls().explode().to_list()
    return [flat[end - size : end] if size else None for size, end in zip(sizes, accumulate(sizes), strict=True)]
