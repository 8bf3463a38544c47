"""Files are handed in: checked as a load checks them, kept as they are, their rows queued for review."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson

from etl.collect.queue import Queue, add, chain, known
from etl.collect.queue_model import Person, Submission, now, told
from etl.collect.submission_copy import private_folder, write_whole
from etl.collect.submission_keep import keep, sweep
from etl.collect.submission_rows import Reading, counted, read_rows
from etl.files.decode import digest
from etl.files.discover import plan
from etl.files.manifest import InputFile
from etl.files.standard_input import STDIN
from etl.reports.fault_log import FaultLog
from etl.reports.report import LoadReport
from etl.rows.validate import SECRET
from etl.run import check
from graph.errors import InputError, LimitError
from graph.vocabulary import Vocabulary

MOST_BYTES = 256 << 20
LABEL = (1, 120)  # characters of a source's id and a file's name
MAPPED = ("kind", "sheet", "constants", "columns", "units")
REPORT = "report.json"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is handed in: files, or folders with a ``sources.toml``; by whom; a kind and a source for lone files."""

    paths: Sequence[Path]
    by: Person
    kind: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of a file: its submission, its rows by flaw ("" = none), what the check says, and whether it is new.

    ``repeated``: the very same file was the last to be handed in under its name; nothing was done.
    """

    submission: Submission
    waiting: int
    invalid: int
    secret: int
    report: LoadReport
    repeated: bool = False


def submit(queue: Queue, vocabulary: Vocabulary, offer: Offer) -> list[Receipt]:
    """Hand in files; each becomes a submission.

    A file is kept unchanged, unless a row of it is a state secret or cannot be read: then nothing is kept but its other
    rows, written anew as JSON Lines (``Submission.parts``), and of those rows only their numbers.
    Raises ``InputError`` as ``etl.run.check`` does, and TEXT_LENGTH, SUBMISSION_FILE (a query, standard input),
    SUBMISSION_EMPTY, SUBMISSION_FOREIGN (the holder of a key supersedes files of that key alone), FILE_CHANGED,
    REVIEW_LOG; ``LimitError`` (SUBMISSION_BYTES, SUBMISSION_ROWS). Files before the one at fault are handed in.
    """
    by = offer.by.checked()
    if STDIN in offer.paths:
        raise InputError("SUBMISSION_FILE", file="-")
    found = plan(offer.paths, kind=offer.kind, source=offer.source)
    for file in found.files:
        if file.spool is not None:
            raise InputError("SUBMISSION_FILE", file=file.name)
    report = check(offer.paths, vocabulary, kind=offer.kind, source=offer.source)
    return [_submit(queue, vocabulary, file, by, _of(report, file)) for file in found.files]


def _submit(queue: Queue, vocabulary: Vocabulary, file: InputFile, by: Person, report: LoadReport) -> Receipt:
    for name, text in (("source", file.source.id), ("file", file.name)):
        told(name, text, LABEL)
    sha256, size = digest(file.path)
    if size > MOST_BYTES:
        raise LimitError("SUBMISSION_BYTES", file=file.name, limit=MOST_BYTES >> 20)
    reading = read_rows(file, vocabulary)
    if not reading.rows:
        raise InputError("SUBMISSION_EMPTY", file=file.name)
    closed = {(row.sheet, row.number) for row in reading.rows if row.flaw == "secret"}
    report.faults = FaultLog.of(f for f in report.faults if f.code == SECRET or (f.sheet, f.row) not in closed)
    name = f"{datetime.now(UTC):%Y%m%d}-{secrets.token_hex(3)}"
    made = Submission(name, now(), by.name, by.key, file.source.id, file.name, sha256, size, _about(file))
    return _queue(made, file, reading, queue, report)


def _queue(made: Submission, file: InputFile, reading: Reading, queue: Queue, report: LoadReport) -> Receipt:
    flaws = counted(reading.rows)
    staged = private_folder(queue.folder / f".{made.id}")
    try:
        made = replace(made, parts=keep(staged, file, reading, made.sha256))
        write_whole(staged / REPORT, orjson.dumps(report.plain(), default=str))
        with queue.log.writing() as log:
            last = next(iter(chain(log, made)), None)
            if last is not None and made.key and last.key != made.key:
                raise InputError("SUBMISSION_FOREIGN", source=made.source, file=made.file)
            repeated = last is not None and last.sha256 == made.sha256
            if last is None or not repeated:
                sweep(queue.folder, known(log) | {staged.name})
                staged.rename(queue.place(made))
                last = add(log, made, reading.rows)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return Receipt(last, flaws[""], flaws["invalid"], flaws["secret"], report, repeated)


def _about(file: InputFile) -> dict[str, Any]:
    """What the manifest says, to be said again when accepted rows are loaded."""
    return {"source": asdict(file.source), "name": file.path.name} | {name: getattr(file, name) for name in MAPPED}


def _of(whole: LoadReport, file: InputFile) -> LoadReport:
    """The part of a report that is about one file."""
    mine = (file.source.id, file.name)
    report = LoadReport(elapsed=whole.elapsed, seconds=whole.seconds)
    report.files = [one for one in whole.files if (one.source, one.file) == mine]
    report.faults = FaultLog.of(fault for fault in whole.faults if (fault.source, fault.file) == mine)
    report.ignored_sheets = [name for name in whole.ignored_sheets if name.startswith(f"{file.name}: ")]
    return report
