"""A helping process of ``readings``: reads its share of the rows, and ends with the process that started it."""

from __future__ import annotations

import marshal
import os
import pickle
import signal
import sys
from typing import BinaryIO

from etl.facts.readings import stripes
from etl.staging.spool import LENGTH


def main(number: int, of: int) -> None:
    """Write what the reader makes of every ``of``-th stripe, from the ``number``-th; both are read from stdin."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it hears of it, too, and ends it
    try:
        _read(number, of, sys.stdin.buffer, sys.stdout.buffer)
    except BrokenPipeError:
        os._exit(0)  # nobody listens


def _read(number: int, of: int, work: BinaryIO, out: BinaryIO) -> None:
    sheets, reader = pickle.load(work)  # noqa: S301 - from the process that started us
    for at, stripe in enumerate(stripes(sheets)):
        if at % of == number:
            data = marshal.dumps([reader(*row) for row in stripe])
            out.write(LENGTH.pack(len(data)) + data)
            out.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
