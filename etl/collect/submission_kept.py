"""What was kept of a submission, read again: its tables, under their own names and row numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from etl.collect.queue import Queue
from etl.collect.queue_model import Part, Submission
from etl.collect.submission_tables import HandedTable, as_sheet, handed
from etl.files.manifest import InputFile, Source
from graph.vocabulary import Vocabulary
from graph.words import Words


def source_of(submission: Submission) -> Source:
    """The source, as its manifest described it when the file was handed in."""
    raw = dict(submission.about["source"])
    return Source(**raw | {"words": Words(**raw["words"])})


def kept_tables(queue: Queue, submission: Submission, vocabulary: Vocabulary) -> Iterator[HandedTable]:
    """The tables of a submission. Raises ``InputError`` when what was kept can no longer be read."""
    for part in submission.parts:
        file = _file(queue, submission, part)
        for table in handed(file, vocabulary).known:
            yield table if part.sheet is None else as_sheet(table, part.sheet)


def _file(queue: Queue, submission: Submission, part: Part) -> InputFile:
    about = submission.about
    path = queue.place(submission) / part.path
    mapped = {name: about[name] for name in ("constants", "columns", "units")}
    file = InputFile(path, submission.file, source_of(submission), about["kind"], about["sheet"], 0, **mapped)
    return file if part.sheet is None else replace(file, kind=part.kind, sheet=None)
