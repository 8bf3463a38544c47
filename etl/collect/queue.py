"""Submissions, their rows and the decisions on them, as they stand in the review log."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
from sqlalchemy import Connection, CursorResult, Row, func, insert, select

from etl.collect.queue_model import Decision, Part, Submission
from etl.collect.queue_tables import DECISIONS, ROWS, SUBMISSIONS, VERDICTS, Log
from etl.collect.review_state import Standing, Verdict, standing
from etl.collect.submission_rows import QueuedRow
from graph.errors import NotFoundError

HEAD = ("id", "at", "by", "key", "source", "file", "sha256", "bytes")


class Queue:
    """The queue of an installation: ``home/submissions`` with the log, and a folder for each submission."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "submissions"
        self.accepted = home / "accepted"
        self.log = Log(self.folder / "log.sqlite")

    def place(self, submission: Submission) -> Path:
        """The folder of a submission."""
        return self.folder / submission.id


def add(connection: Connection, submission: Submission, rows: Sequence[QueuedRow]) -> Submission:
    """Write down a submission with its rows; it has its number after that."""
    values = {name: getattr(submission, name) for name in HEAD}
    texts = {"about": _json(dict(submission.about)), "parts": _json(submission.parts)}
    seq = _number(connection.execute(insert(SUBMISSIONS).values(**values, **texts)))
    lines = [{"submission": seq, "position": at, **_row(row)} for at, row in enumerate(rows, 1)]
    if lines:
        connection.execute(insert(ROWS), lines)
    return _submission(connection.execute(select(SUBMISSIONS).where(SUBMISSIONS.c.seq == seq)).one())


def decide(connection: Connection, submission: Submission, decision: Decision, rows: Sequence[QueuedRow]) -> Decision:
    """Write down a decision on rows; it has its number after that."""
    values = {name: getattr(decision, name) for name in ("at", "by", "key", "accept", "rows", "count", "why")}
    seq = _number(connection.execute(insert(DECISIONS).values(submission=submission.seq, **values)))
    verdicts = {row.statement: row.topic for row in rows}
    lines = [
        {"decision": seq, "statement": statement, "topic": topic, "accept": decision.accept}
        for statement, topic in verdicts.items()
    ]
    connection.execute(insert(VERDICTS), lines)
    return Decision(seq, submission.id, **values)


def submission_of(connection: Connection, name: str) -> Submission:
    """The submission with that id. Raises ``NotFoundError`` (SUBMISSION_UNKNOWN)."""
    row = connection.execute(select(SUBMISSIONS).where(SUBMISSIONS.c.id == name)).one_or_none()
    if row is None:
        raise NotFoundError("SUBMISSION_UNKNOWN", id=name)
    return _submission(row)


def submissions(
    connection: Connection, *, source: str | None = None, before: int | None = None
) -> Iterator[Submission]:
    """Submissions, newest first; ``before``: only those with a smaller number."""
    query = select(SUBMISSIONS).order_by(SUBMISSIONS.c.seq.desc())
    if source is not None:
        query = query.where(SUBMISSIONS.c.source == source)
    if before is not None:
        query = query.where(SUBMISSIONS.c.seq < before)
    return (_submission(row) for row in connection.execute(query))


def known(connection: Connection) -> set[str]:
    """The ids of all submissions."""
    return set(connection.execute(select(SUBMISSIONS.c.id)).scalars())


def chain(connection: Connection, submission: Submission) -> list[Submission]:
    """Every time that the file of ``submission`` was handed in, newest first."""
    mine = (SUBMISSIONS.c.source == submission.source) & (SUBMISSIONS.c.file == submission.file)
    query = select(SUBMISSIONS).where(mine).order_by(SUBMISSIONS.c.seq.desc())
    return [_submission(row) for row in connection.execute(query)]


def newest(connection: Connection, submission: Submission) -> bool:
    """Whether the file of ``submission`` was not handed in again since."""
    mine = (SUBMISSIONS.c.source == submission.source) & (SUBMISSIONS.c.file == submission.file)
    return bool(connection.execute(select(func.max(SUBMISSIONS.c.seq)).where(mine)).scalar_one() == submission.seq)


def rows_of(connection: Connection, submission: Submission) -> list[QueuedRow]:
    """The rows of a submission in its order."""
    names = [ROWS.c[name] for name in ("sheet", "number", "kind", "topic", "statement", "flaw")]
    query = select(*names).where(ROWS.c.submission == submission.seq).order_by(ROWS.c.position)
    return [QueuedRow(*row) for row in connection.execute(query)]


def standing_of(connection: Connection, submission: Submission) -> Standing:
    """Where all decisions leave what a submission speaks of, whichever submission they were made on."""
    topics = select(ROWS.c.topic).where(ROWS.c.submission == submission.seq)
    query = select(VERDICTS.c.topic, VERDICTS.c.statement, VERDICTS.c.accept)
    found = connection.execute(query.where(VERDICTS.c.topic.in_(topics)).order_by(VERDICTS.c.decision))
    return standing(Verdict(*row) for row in found)


def decisions_on(connection: Connection, submission: Submission) -> list[Decision]:
    """Every decision on any row of a submission, also one made when the file was handed in before; oldest first."""
    statements = select(ROWS.c.statement).where(ROWS.c.submission == submission.seq)
    mine = select(VERDICTS.c.decision).where(VERDICTS.c.statement.in_(statements))
    names = [DECISIONS.c[name] for name in ("at", "by", "key", "accept", "rows", "count", "why")]
    query = select(DECISIONS.c.seq, SUBMISSIONS.c.id, *names).join(SUBMISSIONS)
    found = connection.execute(query.where(DECISIONS.c.seq.in_(mine)).order_by(DECISIONS.c.seq))
    return [Decision(*row) for row in found]


def _number(made: CursorResult[Any]) -> int:
    key = made.inserted_primary_key
    assert key is not None  # noqa: S101 - an insert of one row has one
    return int(key[0])


def _row(row: QueuedRow) -> dict[str, Any]:
    return {name: getattr(row, name) for name in ("sheet", "number", "kind", "topic", "statement", "flaw")}


def _submission(row: Row[Any]) -> Submission:
    values = dict(row._mapping)
    values["about"] = orjson.loads(values["about"])
    values["parts"] = tuple(Part(**part) for part in orjson.loads(values["parts"]))
    return Submission(**values)


def _json(value: object) -> str:
    return orjson.dumps(value, default=str).decode()
