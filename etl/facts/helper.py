"""A helping process of ``readings``: reads its share of the rows, and ends with the process that started it."""

from __future__ import annotations

import marshal
import os
import pickle
import signal
import sys
from typing import BinaryIO

from etl.facts.readings import Reader, Sheet, read, stripes
from etl.staging.spool import LENGTH


def main(number: int, of: int) -> None:
    """Write what a reader makes of every ``of``-th stripe of its sheets, from the ``number``-th; for each pair of
    sheets and reader that stdin holds."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever started it hears of it, too, and ends it
    try:
        while True:
            sheets, reader = pickle.load(sys.stdin.buffer)  # noqa: S301 - from the process that started us
            _read(sheets, reader, (number, of), sys.stdout.buffer)
    except (BrokenPipeError, EOFError):
        os._exit(0)  # nobody listens


def _read(sheets: list[Sheet], reader: Reader, share: tuple[int, int], out: BinaryIO) -> None:
    number, of = share
    for at, stripe in enumerate(stripes(sheets)):
        if at % of == number:
            data = marshal.dumps(read(stripe, reader))
            out.write(LENGTH.pack(len(data)) + data)
            out.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
