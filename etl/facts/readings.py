"""What a reader makes of every row of some tables: by helping processes when there are many rows."""

from __future__ import annotations

import marshal
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import islice
from typing import Any

from etl.staging.spool import LENGTH, Spool
from graph.vocabulary import Label

ENOUGH = 10_000  # rows from which helpers earn the second that they take to start
MOST = 4  # helpers; each has the dictionaries in memory
STRIPE = 64  # rows that one helper reads before the next one's turn

Sheet = tuple[Label, Spool]  # rows as ``etl.rows.table`` lays them down
Reader = Callable[[Label, Mapping[str, Any]], Any]  # from a row's kind and properties; gives plain data
Row = tuple[Label, Mapping[str, Any]]


def readings(sheets: Sequence[Sheet], reader: Reader, *, helpers: int) -> Generator[Any]:
    """What ``reader`` makes of each row of ``sheets``, in order. Close it to end the helpers early.

    ``reader`` is pickled; each process calls its own. A helper that is gone, for want of memory say, is done without.
    """
    with ExitStack() as stack:
        work = pickle.dumps((sheets, reader)) if helpers else b""
        crew = [stack.enter_context(Helper(number, helpers, work)) for number in range(helpers)]
        rows = stripes(sheets)
        read = 0  # stripes taken from ``rows``
        for number in range(-(-sum(len(spool) for _, spool in sheets) // STRIPE)):
            found = crew[number % helpers].take() if crew else None
            if found is None:
                found = [reader(*row) for row in next(islice(rows, number - read, None))]
                read = number + 1
            yield from found


def crew_for(rows: int) -> int:
    """How many helpers that many rows are worth on this machine."""
    cores = os.cpu_count() or 1
    return min(MOST, cores) if rows >= ENOUGH and cores > 1 and sys.executable else 0


def stripes(sheets: Sequence[Sheet]) -> Iterator[list[Row]]:
    """The rows of ``sheets``, in order, ``STRIPE`` at a time."""
    rows = ((label, properties) for label, spool in sheets for _, _, properties, _ in spool)
    while stripe := list(islice(rows, STRIPE)):
        yield stripe


class Helper:
    """A process that reads every ``of``-th stripe, from the ``number``-th; it ends when nobody listens any more."""

    def __init__(self, number: int, of: int, work: bytes) -> None:
        command = [sys.executable, "-P", "-m", "etl.facts.helper", str(number), str(of)]
        seen = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        pipe = subprocess.PIPE
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=seen)
        assert self._process.stdin is not None  # noqa: S101 - a pipe
        try:
            with self._process.stdin as stream:
                stream.write(work)
        except BrokenPipeError:
            pass  # it ended: ``take`` finds nothing

    def __enter__(self) -> Helper:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process.wait()

    def take(self) -> list[Any] | None:
        """What it read from its next stripe; None when it is gone."""
        assert self._process.stdout is not None  # noqa: S101 - a pipe
        stream = self._process.stdout
        head = stream.read(LENGTH.size)
        if len(head) < LENGTH.size:
            return None
        size = LENGTH.unpack(head)[0]
        data = stream.read(size)
        return marshal.loads(data) if len(data) == size else None  # noqa: S302 - from a process of ours
