"""What has become of a row: computed from all decisions, newest last; nothing of it is stored."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from etl.collect.submission_rows import QueuedRow


class State(StrEnum):
    """The state of a row in a submission."""

    SUBMITTED = "submitted"  # waits for a reviewer
    ACCEPTED = "accepted"
    REFUSED = "refused"
    SUPERSEDED = "superseded"  # the file was handed in again
    INVALID = "invalid"  # refused by validation
    SECRET = "secret"  # noqa: S105 - a state secret, refused at once


@dataclass(frozen=True, slots=True)
class Verdict:
    """A decision on one statement."""

    topic: str
    statement: str
    accept: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where all decisions leave things: the last verdict on each statement, and the statement in force per topic."""

    last: Mapping[str, bool]
    force: Mapping[str, str]

    def state(self, row: QueuedRow, *, newest: bool) -> State:
        """The state of a row; ``newest``: its file was not handed in again since.

        An accepted row stays so until a later version of it is accepted, which then stands in its place: meanwhile the
        changed row waits. Other rows of a file that was handed in again are superseded.
        """
        if row.flaw:
            return State(row.flaw)
        if self.force.get(row.topic) == row.statement:
            return State.ACCEPTED
        if not newest:
            return State.SUPERSEDED
        return State.REFUSED if self.last.get(row.statement) is False else State.SUBMITTED


def standing(verdicts: Iterable[Verdict]) -> Standing:
    """Where ``verdicts``, in the order of the decisions, leave things.

    A verdict reverses an earlier one on the same statement. In force is the statement accepted last of those that are
    still accepted: when it is refused, the one before it is in force again.
    """
    order: dict[str, Verdict] = {}
    for verdict in verdicts:
        order.pop(verdict.statement, None)
        order[verdict.statement] = verdict
    last = {verdict.statement: verdict.accept for verdict in order.values()}
    return Standing(last, {verdict.topic: verdict.statement for verdict in order.values() if verdict.accept})
