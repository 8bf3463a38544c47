"""Review: what waits, what was decided, and deciding."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Connection

from etl.collect import queue as log_of
from etl.collect.queue import Queue
from etl.collect.queue_model import WHY, Decision, Person, Submission, now, told
from etl.collect.review_rows import RowSet, ranges
from etl.collect.review_state import State
from etl.collect.submission_rows import QueuedRow
from graph.errors import InputError

# What may be decided: rows that wait, and rows already decided that still count.
OPEN = (State.SUBMITTED, State.ACCEPTED, State.REFUSED)


class Status(StrEnum):
    """The state of a submission as a whole."""

    SUBMITTED = "submitted"  # rows wait
    REVIEWED = "reviewed"
    SUPERSEDED = "superseded"  # the file was handed in again


@dataclass(frozen=True, slots=True)
class Line:
    """A submission as a list shows it: how many rows are in which state, and of which kinds."""

    submission: Submission
    status: Status
    counts: Mapping[State, int]
    kinds: tuple[str, ...]

    @property
    def rows(self) -> int:
        """How many rows it has."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which submissions a list shows."""

    status: Status | None = None
    kind: str | None = None
    source: str | None = None
    key: str | None = None  # handed in with this API key


@dataclass(frozen=True, slots=True)
class Judged:
    """A submission's rows with their states."""

    line: Line
    rows: tuple[tuple[QueuedRow, State], ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What a reviewer decides: accept or refuse, which rows (None: all that wait), of which sheet, and why."""

    accept: bool
    why: str
    rows: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """A decision that was written down, and the rows named that it could not be about, by their state."""

    decision: Decision
    skipped: Mapping[State, str] = field(default_factory=dict)


def listing(queue: Queue, wanted: Wanted, *, first: int, before: int | None = None) -> list[Line]:
    """Up to ``first`` submissions, newest first; ``before``: only those made before the one with that number."""
    with queue.log.reading() as log:
        lines = _lines(log, wanted, before)
        return [line for line, _ in zip(lines, range(first), strict=False)]


def judged(queue: Queue, name: str) -> Judged:
    """A submission with the states of its rows. Raises ``NotFoundError`` (SUBMISSION_UNKNOWN)."""
    with queue.log.reading() as log:
        return _judged(log, log_of.submission_of(log, name))


def history(queue: Queue, name: str) -> list[Decision]:
    """Every decision on a row of a submission, oldest first. Raises ``NotFoundError`` (SUBMISSION_UNKNOWN)."""
    with queue.log.reading() as log:
        return log_of.decisions_on(log, log_of.submission_of(log, name))


def decide(queue: Queue, name: str, order: Order, *, by: Person) -> Done:
    """Write down a decision on rows of the submission ``name``. A later decision on the same rows reverses it.

    Raises ``InputError`` (TEXT_LENGTH, ROWS_FORM, SHEET_WANTED, REVIEW_NOTHING: no row named can be decided),
    ``NotFoundError`` (SUBMISSION_UNKNOWN).
    """
    by, why = by.checked(), told("why", order.why, WHY)
    with queue.log.writing() as log:
        found = _judged(log, log_of.submission_of(log, name))
        named = list(_named(found, order))
        chosen = [row for row, state in named if state in OPEN]
        if not chosen:
            raise InputError("REVIEW_NOTHING", id=name, states=_told(found.line.counts))
        sheets = {row.sheet for row in chosen}
        text = "; ".join(_rows(chosen, sheet, several=len(sheets) > 1) for sheet in sorted(sheets))
        made = Decision(0, name, now(), by.name, by.key, order.accept, text, len(chosen), why)
        made = log_of.decide(log, found.line.submission, made, chosen)
    states = {state for _, state in named if state not in OPEN}
    return Done(made, {state: ranges(row.number for row, other in named if other is state) for state in states})


def _named(found: Judged, order: Order) -> Iterator[tuple[QueuedRow, State]]:
    rows = [(row, state) for row, state in found.rows if order.sheet in (None, row.sheet)]
    if order.rows is None:
        return ((row, state) for row, state in rows if state is State.SUBMITTED)
    sheets = list(dict.fromkeys(row.sheet for row, _ in rows))
    if len(sheets) > 1:
        raise InputError("SHEET_WANTED", sheets="、".join(sheets))
    wanted = RowSet(order.rows)
    return ((row, state) for row, state in rows if row.number in wanted)


def _rows(chosen: list[QueuedRow], sheet: str, *, several: bool) -> str:
    text = ranges(row.number for row in chosen if row.sheet == sheet)
    return f"{sheet}: {text}" if several else text


def _lines(log: Connection, wanted: Wanted, before: int | None) -> Iterator[Line]:
    for submission in list(log_of.submissions(log, source=wanted.source, before=before)):
        if wanted.key not in (None, submission.key):
            continue
        line = _judged(log, submission).line
        if wanted.status in (None, line.status) and (wanted.kind is None or wanted.kind in line.kinds):
            yield line


def _judged(log: Connection, submission: Submission) -> Judged:
    stands, last = log_of.standing_of(log, submission), log_of.newest(log, submission)
    rows = tuple((row, stands.state(row, newest=last)) for row in log_of.rows_of(log, submission))
    counts = Counter(state for _, state in rows)
    kinds = tuple(dict.fromkeys(row.kind for row, _ in rows))
    open_status = Status.SUBMITTED if counts[State.SUBMITTED] else Status.REVIEWED
    return Judged(Line(submission, open_status if last else Status.SUPERSEDED, counts, kinds), rows)


def _told(counts: Mapping[State, int]) -> str:
    return ", ".join(f"{state.value} {count}" for state, count in counts.items() if count) or "0"
