"""Compressed sparse rows with entries taken out and put in, while rows and columns are numbered anew."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.projection.kernels import bounds_of
from graph.projection.splice import Ints, Splice


class Cells(NamedTuple):
    """Cells of a sparse matrix by row and column (int64), in this order."""

    rows: Ints
    columns: Ints

    @staticmethod
    def ordered(rows: Ints, columns: Ints) -> Cells:
        """The distinct cells, in order."""
        order = np.lexsort((columns, rows))
        rows, columns = rows[order], columns[order]
        first = np.ones(len(rows), dtype=bool)
        first[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
        return Cells(rows[first], columns[first])


class Rows(NamedTuple):
    """The bounds of rows and the columns of their entries, ascending within a row."""

    indptr: NDArray[Any]
    indices: NDArray[np.int32]

    def places(self, cells: Cells) -> Ints:
        """Where the entries of ``cells`` stand, ascending; cells without an entry are left out."""
        low, high = (self.indptr[cells.rows + side].astype(np.int64) for side in (0, 1))
        at = lower_bounds(self.indices, (low, high), cells.columns)
        there = at < high
        there[there] = self.indices[at[there]] == cells.columns[there]
        return at[there]

    def of(self, rows: Ints) -> Cells:
        """The cells of the entries of some rows, which are ascending."""
        low, high = (self.indptr[rows + side].astype(np.int64) for side in (0, 1))
        places = np.concatenate([np.empty(0, np.int64), *map(np.arange, low.tolist(), high.tolist())])
        return Cells(np.repeat(rows, high - low), self.indices[places].astype(np.int64))

    def spliced(self, numbering: tuple[Splice, Splice], gone: Ints, came: Cells) -> tuple[Rows, Splice]:
        """The rows without the entries at ``gone``, with entries at the cells ``came``, numbered anew.

        ``numbering``: what becomes of the rows and of the columns; entries of rows and columns that are gone are to be
        among ``gone``, ``came`` are in numbers of afterwards. Also returned: what becomes of what belongs to entries.
        """
        rows, columns = numbering
        row, new = rows.former(came.rows)
        low = self.indptr[row].astype(np.int64)
        high = np.where(new, low, self.indptr[np.minimum(row + 1, rows.n)])
        places = lower_bounds(self.indices, (low, high), columns.former(came.columns)[0])
        splice = Splice(len(self.indices), gone, places)
        if columns.idle:
            indices = splice.column(self.indices, came.columns)
        else:
            indices = splice.renumbered(self.indices, columns.numbers, came.columns)
        return Rows(self._bounds(rows, splice, came.rows), indices), splice

    def _bounds(self, rows: Splice, entries: Splice, came: Ints) -> NDArray[Any]:
        """Where the rows begin."""
        if rows.idle and entries.idle:
            return self.indptr
        made = np.empty(len(rows) + 1, dtype=self.indptr.dtype)
        bounds_of(self.indptr, rows.gone, rows.at, entries.gone, came, made)
        return made


def lower_bounds(values: NDArray[Any], spans: tuple[Ints, Ints], wanted: Ints) -> Ints:
    """For each wanted value the first place in its span, where values ascend, that is not below it; else the end."""
    low, high = (bound.copy() for bound in spans)
    while len(open_ := np.flatnonzero(low < high)):
        middle = (low[open_] + high[open_]) // 2
        below = values[middle] < wanted[open_]
        low[open_[below]] = middle[below] + 1
        high[open_[~below]] = middle[~below]
    return low
