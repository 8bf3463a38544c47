"""What a reader makes of every row of some tables: by helping processes when there are many rows."""

from __future__ import annotations

import marshal
import os
import pickle
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import IO, Any

from etl.staging.beside import Beside
from etl.staging.spool import LENGTH, Spool, parsed
from graph.vocabulary import Label

ENOUGH = 10_000  # rows from which helpers earn the second that they take to start
MOST = 4  # helpers; each has the dictionaries in memory
AHEAD = 1 << 20  # bytes that a helper works ahead
STRIPE = 64  # rows that one helper reads before the next one's turn

Sheet = tuple[Label, Spool]  # rows as ``etl.rows.table`` lays them down
Reader = Callable[[Label, Mapping[str, Any]], Any]  # from a row's kind and properties; gives plain data
Row = tuple[Label, bytes]  # a row as it lies in its spool


class Crew:
    """Helping processes, which read for as many readers as come, one after another. A context manager: leaving, or
    ``close``, ends them. One that is gone, for want of memory say, is done without."""

    def __init__(self, helpers: int) -> None:
        self._helpers = [Helper(number, helpers) for number in range(helpers)]

    def read(self, sheets: Sequence[Sheet], reader: Reader) -> Iterator[Any]:
        """What ``reader`` makes of each row of ``sheets``, in order; to be taken to the end before the next call.

        The helpers begin at once. ``reader`` is pickled; each process calls its own.
        """
        if self._helpers:
            work = pickle.dumps((list(sheets), reader))
            for helper in self._helpers:
                helper.give(work)
        return self._taken(sheets, reader)

    def close(self) -> None:
        """End the helpers."""
        for helper in self._helpers:
            helper.end()
        self._helpers = []

    def __enter__(self) -> Crew:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:  # a load that fails forgets its helpers
        self.close()

    def _taken(self, sheets: Sequence[Sheet], reader: Reader) -> Iterator[Any]:
        rows, crew = stripes(sheets), self._helpers
        read_on = 0  # stripes taken from ``rows``
        for number in range(-(-sum(len(spool) for _, spool in sheets) // STRIPE)):
            found = crew[number % len(crew)].take() if crew else None
            if found is None:
                found = read(next(islice(rows, number - read_on, None)), reader)
                read_on = number + 1
            yield from found


def crew_for(rows: int) -> int:
    """How many helpers that many rows are worth on this machine."""
    cores = os.cpu_count() or 1
    return min(MOST, cores) if rows >= ENOUGH and cores > 1 and sys.executable else 0


def stripes(sheets: Sequence[Sheet]) -> Iterator[list[Row]]:
    """The rows of ``sheets``, in order, ``STRIPE`` at a time."""
    rows = ((label, data) for label, spool in sheets for data in spool.raw())
    while stripe := list(islice(rows, STRIPE)):
        yield stripe


def read(stripe: Sequence[Row], reader: Reader) -> list[Any]:
    """What ``reader`` makes of the rows of a stripe."""
    return [reader(label, parsed(data)[2]) for label, data in stripe]


class Helper(Beside):
    """A process that reads every ``of``-th stripe, from the ``number``-th; it ends when nobody listens any more.

    What it is given are sheets and a reader, as they are pickled.
    """

    def __init__(self, number: int, of: int) -> None:
        super().__init__("etl.facts.helper", str(number), str(of))
        _widen(self.tells)

    def take(self) -> list[Any] | None:
        """What it read from its next stripe; None when it is gone."""
        head = self.tells.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return None
        size = LENGTH.unpack(head)[0]
        data = self.tells.read(size)
        return marshal.loads(data) if len(data) == size else None  # noqa: S302 - from a process of ours


def _widen(stream: IO[bytes]) -> None:
    """Let a helper work ahead of whoever listens; Linux alone has wider pipes."""
    if sys.platform == "linux":
        import fcntl  # noqa: PLC0415 - Windows has none

        with suppress(OSError):  # the user has too many already
            fcntl.fcntl(stream.fileno(), fcntl.F_SETPIPE_SZ, AHEAD)
