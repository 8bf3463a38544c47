"""Notes on kept rows, found by column: only rows with something odd are looked at one by one."""

from __future__ import annotations

import polars as pl

from etl.rows.columns_batch import Kept
from etl.rows.columns_codes import inner_org_code
from etl.rows.faults import Fault
from etl.rows.listed import unlisted
from etl.rows.validate import RowValidator
from graph.vocabulary import Label


class Odd:
    """Finds the rows of which ``RowValidator.notes`` has something to say."""

    def __init__(self, label: Label, rows: RowValidator) -> None:
        self._rows = rows
        self._unlisted = unlisted(label)
        self._coded = [p.name for p in label.properties.values() if p.codes is not None and p.check is None]
        self._uscc = next((p.name for p in label.properties.values() if p.check == "uscc"), None)
        self._known: dict[tuple[str, str], bool] = {}

    def notes(self, kept: Kept) -> list[Fault]:
        """The notes on ``kept``, in the order of its rows."""
        tests = [test for name in kept.columns.columns if (test := self._test(name, kept.columns[name])) is not None]
        if not tests:
            return []
        odd = kept.columns.select(pl.any_horizontal(tests).fill_null(value=False)).to_series()
        return [note for record in kept.only(odd).records() for note in self._rows.notes(record)] if odd.any() else []

    def _test(self, name: str, column: pl.Series) -> pl.Expr | None:
        if name == self._uscc:
            return ~inner_org_code(pl.col(name))
        if name not in self._coded:
            return None
        several = isinstance(column.dtype, pl.List)
        met = column.drop_nulls().explode() if several else column.drop_nulls()
        odd = [value for value in met.unique().to_list() if self._odd(name, value)]
        if not odd:
            return None
        return pl.col(name).list.eval(pl.element().is_in(odd)).list.any() if several else pl.col(name).is_in(odd)

    def _odd(self, name: str, value: str) -> bool:
        if (name, value) not in self._known:
            self._known[name, value] = any(True for _ in self._unlisted({name: value}))
        return self._known[name, value]
