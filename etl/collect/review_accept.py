"""Accepted rows become ordinary files of their sources, with a manifest; a load takes it from there."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from filelock import FileLock
from sqlalchemy import Connection

from etl.collect import queue as log_of
from etl.collect.queue import Queue
from etl.collect.queue_model import Submission
from etl.collect.submission_copy import write_rows, write_whole
from etl.collect.submission_kept import kept_tables, source_of
from etl.collect.submission_rows import QueuedRow
from etl.files.manifest import MANIFEST, Source
from etl.files.read import Cell
from graph.vocabulary import Vocabulary

UNSAFE = re.compile(r"[\x00-\x1f/\\|:*?\"<>]+")
TERMS = ("licence", "url", "publisher", "fictitious", "refresh")

Place = tuple[str, str]  # sheet, kind


@dataclass(slots=True)
class Accepted:
    """One file of accepted rows: of one sheet of a file that was handed in, maybe several times."""

    name: str
    kind: str
    about: Mapping[str, Any]
    rows: dict[int, dict[str, Cell]] = field(default_factory=dict)


def write_accepted(
    queue: Queue, vocabulary: Vocabulary, *, only: Collection[str] = (), known: Mapping[str, Source] | None = None
) -> list[Path]:
    """Write the accepted rows of the sources of the submissions ``only`` (none named: of all) to ``queue.accepted``.

    ``known`` describes sources that the graph has already: for those that were handed in without a manifest.
    A row stands in the line of its number in the file handed in, as far as it is free. Rows refused since are gone;
    a file all of whose rows are gone stays, empty, so that a load takes back what it said.
    Returns: the folders, one a source, each with a ``sources.toml``. Raises ``NotFoundError``, ``InputError``.
    """
    queue.accepted.mkdir(mode=0o700, parents=True, exist_ok=True)
    with FileLock(queue.accepted / ".lock"), queue.log.reading() as log:
        named = [log_of.submission_of(log, name).source for name in only]
        newest: dict[str, list[Submission]] = {}
        for submission in list(log_of.submissions(log)):
            newest.setdefault(submission.source, []).append(submission)
        wanted = named or list(newest)
        folders = [_source(log, queue, vocabulary, newest[name], known or {}) for name in dict.fromkeys(wanted)]
    return [folder for folder in folders if folder is not None]


def _source(
    log: Connection, queue: Queue, vocabulary: Vocabulary, submissions: list[Submission], known: Mapping[str, Source]
) -> Path | None:
    """The folder of one source; None when no row of it was ever accepted."""
    source = source_of(submissions[0])
    folder = queue.accepted / _safe(source.id)
    files: list[Accepted] = []
    for name in dict.fromkeys(one.file for one in submissions):
        chain = [one for one in submissions if one.file == name]
        files += [one for one in _files(log, queue, vocabulary, chain) if one.rows or (folder / one.name).is_file()]
    if not files:
        return None
    for file in files:
        write_rows(folder / file.name, file.rows)
    bare = source == Source(source.id, source.words) and source.words.zh == source.id
    write_whole(folder / MANIFEST, _manifest(known.get(source.id, source) if bare else source, files).encode())
    return folder


def _files(log: Connection, queue: Queue, vocabulary: Vocabulary, chain: list[Submission]) -> Iterator[Accepted]:
    """The accepted files of one file, from every time it was handed in, newest first."""
    found: dict[Place, Accepted] = {}
    first = {row.sheet: row.kind for one in chain for row in log_of.rows_of(log, one)}  # the oldest comes last
    done: set[str] = set()
    for submission in chain:
        rows = log_of.rows_of(log, submission)
        for row in rows:
            at = (row.sheet, row.kind)
            found.setdefault(at, Accepted(_name(submission.file, at, first[row.sheet]), row.kind, submission.about))
        force = log_of.standing_of(log, submission).force
        wanted = {
            (row.sheet, row.number): row
            for row in rows
            if not row.flaw and force.get(row.topic) == row.statement and row.topic not in done
        }
        if wanted:
            _take(queue, vocabulary, submission, wanted, found)
            done.update(row.topic for row in wanted.values())
    yield from found.values()


def _take(
    queue: Queue,
    vocabulary: Vocabulary,
    submission: Submission,
    wanted: Mapping[tuple[str, int], QueuedRow],
    found: Mapping[Place, Accepted],
) -> None:
    """Put the rows wanted into their files, each in the line of its number, or at the end when that is taken."""
    taken: set[str] = set()
    for table in kept_tables(queue, submission, vocabulary):
        for raw in table.rows():
            row = wanted.get((table.sheet, raw.number))
            if row is None or row.topic in taken:
                continue
            taken.add(row.topic)
            rows = found[row.sheet, row.kind].rows
            rows[raw.number if raw.number not in rows else max(rows) + 1] = table.cells(raw)


def _name(file: str, at: Place, first: str) -> str:
    """What the file of accepted rows is called; a kind that its sheet did not hold from the beginning is named."""
    sheet, kind = at
    name = f"{file}·{sheet}" if sheet else file
    return _safe(name if first == kind else f"{name}·{kind}") + ".jsonl"


def _safe(name: str) -> str:
    """A name that any file system takes; one that had to be changed is told from others by a hash."""
    safe = UNSAFE.sub("_", name).lstrip(".")
    return safe if safe == name else f"{safe}-{hashlib.blake2b(name.encode(), digest_size=3).hexdigest()}"


def _manifest(source: Source, files: list[Accepted]) -> str:
    lines = ["[[source]]", _line("id", source.id), _line("zh", source.words.zh), _line("en", source.words.en)]
    lines += [_line(name, value) for name in TERMS if (value := getattr(source, name))]
    for file in files:
        lines += ["", "[[source.file]]", _line("path", file.name), _line("kind", file.kind)]
        for part in ("constants", "columns", "units"):
            entries = file.about[part]
            lines += [f"[source.file.{part}]"] * bool(entries)
            lines += [f"{_text(key)} = {_text(value)}" for key, value in entries.items()]
    return "\n".join(lines) + "\n"


def _line(key: str, value: object) -> str:
    return f"{key} = {_text(value)}"


def _text(value: object) -> str:
    """A value in TOML, whose strings, lists, numbers and booleans are written as in JSON (https://toml.io/en/v1.0.0)."""
    return json.dumps(value, ensure_ascii=False, default=str).replace("\x7f", "\\u007f")
