"""CSV, TSV and their kin to tables: streamed, each record numbered by the line it begins in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from etl.files.decode import encoding, lines
from etl.files.sniff import delimiter
from etl.files.table import HEAD, LONGEST, RawRow, Rows, Table, check_width
from graph.errors import InputError

SENTINEL = "\x1ekezhuan-end\x1e"  # a last record that an unclosed quote would swallow


def delimited(path: Path) -> Iterator[Table]:
    """The one table of a delimited text; none when it is empty.

    Raises ``InputError`` as ``decode.encoding`` does, and CSV_QUOTE, CSV_LINE, TABLE_WIDE, also while rows are read.
    """
    name = encoding(path)
    rows = Rows(lambda: _records(path, name))
    if head := rows.first():
        yield Table("", head, rows)


def _records(path: Path, name: str) -> Iterator[RawRow]:
    csv.field_size_limit(LONGEST)
    text = lines(path, name)
    head = list(islice(text, HEAD))
    tape: list[str] = []  # the lines of the record being read
    start = 1
    try:
        mark = delimiter(head)
        reader = csv.reader(_taped(chain(head, text, ["\n", SENTINEL]), tape), delimiter=mark)
        for cells in reader:
            if cells and SENTINEL in cells[-1]:
                if cells != [SENTINEL]:
                    raise InputError("CSV_QUOTE", file=path.name, line=start)
                return
            if len(tape) > 1:
                _check_quotes(tape, mark, InputError("CSV_QUOTE", file=path.name, line=start))
            if any(cells):
                check_width(len(cells), file=path.name)
                yield RawRow(start, cells)
            start = reader.line_num + 1
            tape.clear()
    except csv.Error as error:
        if len(tape) > 1:  # a cell that goes on and on
            raise InputError("CSV_QUOTE", file=path.name, line=start) from error
        raise InputError("CSV_LINE", file=path.name, line=start, why=error) from error


def _taped(text: Iterable[str], tape: list[str]) -> Iterator[str]:
    for line in text:
        tape.append(line)
        yield line


def _check_quotes(record: list[str], mark: str, fault: InputError) -> None:
    """A quote left open ends at the next cell that has quotes, with text after it; a sound record never has that."""
    try:
        list(csv.reader(record, delimiter=mark, strict=True))
    except csv.Error as error:
        raise fault from error
