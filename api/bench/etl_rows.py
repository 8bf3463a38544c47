"""Validation rates on one thread, in a process of its own: ours by column and by row, pandera, pydantic."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import orjson

from api.bench.etl_peers import WithPandera, WithPydantic
from api.bench.etl_table import FILE, KIND, clean_rows, header
from etl.files.manifest import read_manifest
from etl.files.read import RawRow, tables
from etl.rows.columns import ColumnValidator
from etl.rows.headers import find_header
from etl.rows.validate import RowValidator
from graph.ontology import load_vocabulary
from graph.vocabulary import Vocabulary

BATCH = 20_000
ROUNDS = 3  # the best counts: other work on the machine only slows down
FEW = 20_000  # rows for what goes row by row


def main() -> None:
    """Print the rates as JSON. Arguments: how many clean rows, the folder of a province."""
    vocabulary, rows = load_vocabulary(), clean_rows(int(sys.argv[1]))
    print(orjson.dumps({**rates(rows, vocabulary), "dirty": _dirty(Path(sys.argv[2]), vocabulary)}).decode())


def rates(rows: Sequence[RawRow], vocabulary: Vocabulary) -> dict[str, float]:
    """Rows per second of processor time by validator; ``records``: by column, records made of all rows."""
    label, few = vocabulary.label(KIND), rows[:FEW]
    form = header(label)
    with_pandera, with_pydantic = WithPandera(), WithPydantic()

    def by_column(*, records: bool) -> int:
        validator = ColumnValidator(label, form, FILE, "")
        batches = (validator.read(rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))
        return sum(sum(1 for _ in batch.records()) if records else len(batch) for batch in batches)

    def by_row() -> int:
        validator = RowValidator(label, form, FILE, "")
        return sum(validator.read(row) is not None for row in few)

    return {
        "columns": _rate(len(rows), lambda: by_column(records=False)),
        "records": _rate(len(rows), lambda: by_column(records=True)),
        "rows": _rate(len(few), by_row),
        "pandera": _rate(len(rows), lambda: with_pandera.check(rows)),
        "pydantic": _rate(len(few), lambda: with_pydantic.check(few)),
    }


def _rate(rows: int, run: Callable[[], int]) -> float:
    best = min(_seconds(run, rows) for _ in range(ROUNDS))
    return rows / best


def _seconds(run: Callable[[], int], rows: int) -> float:
    start = time.process_time()
    done = run()
    seconds = time.process_time() - start
    if done != rows:
        raise AssertionError(f"{done} of {rows} clean rows were taken for valid")
    return seconds


def _dirty(folder: Path, vocabulary: Vocabulary) -> float:
    """Rows per second of processor time over all files of a province; reading the files is not counted."""
    done, seconds = 0, 0.0
    for rows, validator in _batches(folder, vocabulary):
        start = time.process_time()
        validator.read(rows)
        seconds += time.process_time() - start
        done += len(rows)
    return done / seconds


def _batches(folder: Path, vocabulary: Vocabulary) -> Iterator[tuple[list[RawRow], ColumnValidator]]:
    for file in read_manifest(folder):
        label = vocabulary.label(file.kind or "")
        for table in tables(file.path):
            form = find_header(table.head, label, file)
            validator, rows = ColumnValidator(label, form, file, table.sheet), []
            for row in table.rows:
                if row.number > form.row:
                    rows.append(row)
                if len(rows) == BATCH:
                    yield rows, validator
                    rows = []
            yield rows, validator


if __name__ == "__main__":
    main()
