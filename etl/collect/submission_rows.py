"""The rows of a file that is handed in: what tells each apart, and what is wrong with it; never what it says."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import orjson

from etl.collect.submission_secret import graded, headed, headings, secret, suspect
from etl.collect.submission_tables import HandedTable, handed
from etl.files.manifest import InputFile
from etl.files.read import RawRow
from etl.rows.asides import Asides
from etl.rows.clean import match_key
from etl.rows.records import Record
from etl.rows.validate import SECRET, RowValidator
from graph.errors import LimitError
from graph.vocabulary import Vocabulary

Flaw = Literal["", "invalid", "secret"]

MOST_ROWS = 200_000


@dataclass(frozen=True, slots=True)
class QueuedRow:
    """A row in the queue.

    ``topic`` stands for the entity a row states, by its natural key, ``statement`` for all it says of it: hashes, so
    that the queue holds no content. Rows of several files, or of a file handed in again, share them.
    """

    sheet: str
    number: int
    kind: str
    topic: str = ""
    statement: str = ""
    flaw: Flaw = ""


@dataclass(slots=True)
class Reading:
    """What a file holds: its tables and rows. ``whole``: nothing in it is secret or unreadable, it may be kept."""

    tables: list[HandedTable] = field(default_factory=list)
    rows: list[QueuedRow] = field(default_factory=list)
    whole: bool = True


def read_rows(file: InputFile, vocabulary: Vocabulary) -> Reading:
    """The rows of ``file``. Raises ``InputError`` as a load does, ``LimitError`` (SUBMISSION_ROWS)."""
    found, known = handed(file, vocabulary), headings(vocabulary)
    reading = Reading(found.known, whole=not any(suspect(table, known) for table in found.other))
    for table in found.known:
        for row in _queued(table, known, reading):
            reading.rows.append(row)
            if len(reading.rows) > MOST_ROWS:
                raise LimitError("SUBMISSION_ROWS", file=file.name, limit=MOST_ROWS)
    return reading


def _queued(table: HandedTable, known: frozenset[str], reading: Reading) -> Iterator[QueuedRow]:
    validator, columns = table.validator(), graded(table.titles, known)
    closed = headed(table)
    reading.whole &= not closed
    topics: dict[str, dict[str, int]] = {}
    asides = Asides.of(table.header, table.label)
    for row in table.rows():
        flaw, record = _judged(row, validator, columns)
        if flaw != "secret" and not closed and asides.takes(row):
            continue
        flaw = "secret" if closed else flaw
        reading.whole &= flaw != "secret" and row.error is None
        if record is None or flaw:
            yield QueuedRow(table.sheet, row.number, table.label.name, flaw=flaw or "invalid")
        else:
            yield _named(table, record, topics)


def _judged(row: RawRow, validator: RowValidator, columns: list[int]) -> tuple[Flaw, Record | None]:
    if secret(row, columns):
        return "secret", None
    result = validator.read(row)
    if isinstance(result, Record):
        return "", result
    return ("secret" if any(fault.code == SECRET for fault in result.faults) else "invalid"), None


def _named(table: HandedTable, record: Record, topics: dict[str, dict[str, int]]) -> QueuedRow:
    """A row with its topic and statement; of several rows of one key that differ, each is a topic of its own."""
    said = _hash([table.label.name, record.explicit, record.properties, record.links])
    key = _key(record) or said
    others = topics.setdefault(key, {})
    number = others.setdefault(said, len(others))
    topic = _hash([record.place.source, table.file.name, table.label.name, key, number])
    return QueuedRow(table.sheet, record.place.row, table.label.name, topic, _hash([topic, said]))


def _key(record: Record) -> str | None:
    """The natural key of a row as it is written there: its first complete tier, references unresolved."""
    if record.explicit:
        return f"uid={record.explicit}"
    for tier in record.label.keys:
        parts = [_part(record, name) for name in tier]
        if all(parts):
            return "|".join(f"{name}={part}" for name, part in zip(tier, parts, strict=True))
    return None


def _part(record: Record, name: str) -> str:
    if name == "source":
        return record.place.source
    value = next(iter(record.links.get(name, ())), None) if name in record.label.links else record.properties.get(name)
    return "" if value is None else match_key(str(value))


def _hash(value: object) -> str:
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    return hashlib.blake2b(text, digest_size=12).hexdigest()


def counted(rows: list[QueuedRow]) -> Counter[str]:
    """How many rows have which flaw ("" = none)."""
    return Counter(row.flaw for row in rows)
