"""GraphQL types of submissions, their rows and the decisions on them."""

from __future__ import annotations

from enum import Enum
from typing import Any

import strawberry

from api.context import Context, Redaction
from api.schema.parts import Words
from etl.collect.queue_model import Decision as Made
from etl.collect.review import Line, Status
from etl.collect.review_show import Cell, ShownRow
from etl.collect.review_state import State

Info = strawberry.Info[Context, None]


strawberry.enum(Status, name="SubmissionStatus", description="Whether rows of a submission wait.")
strawberry.enum(State, name="RowState", description="What has become of a row, by all decisions on it.")


@strawberry.enum(description="What a reviewer decides. A later decision on the same rows reverses an earlier one.")
class Verdict(Enum):
    ACCEPT = "accept"
    REFUSE = "refuse"


@strawberry.type(description="How many rows are in a state.")
class StateCount:
    state: State
    count: int


def counts(root: Line) -> list[StateCount]:
    """Rows by state, states without rows left out."""
    return [StateCount(state=state, count=n) for state in State if (n := root.counts.get(state, 0))]


def _of_submission(name: str) -> Any:
    def resolve(root: Line) -> Any:
        return getattr(root.submission, name)

    return resolve


@strawberry.type(description="A file that was handed in; its rows wait until they are accepted or refused.")
class Submission:
    id: strawberry.ID = strawberry.field(resolver=_of_submission("id"))
    at: str = strawberry.field(resolver=_of_submission("at"), description="When it was handed in (UTC).")
    by: str = strawberry.field(resolver=_of_submission("by"))
    source: str = strawberry.field(resolver=_of_submission("source"))
    file: str = strawberry.field(resolver=_of_submission("file"))
    sha256: str = strawberry.field(resolver=_of_submission("sha256"))
    status: Status
    kinds: list[str]
    rows: int
    counts: list[StateCount] = strawberry.field(resolver=counts)


@strawberry.type(description="A page of submissions; pass `endCursor` as `after` to go on.")
class SubmissionConnection:
    nodes: list[Submission]
    end_cursor: str | None
    has_next_page: bool


@strawberry.type(description="A filled cell of a row; what it says is null when it is hidden from the role.")
class SubmittedCell:
    heading: str
    target: str = strawberry.field(description="The property or link that it fills.")
    value: str | None
    level: str
    hidden: bool


@strawberry.type(description="What is wrong with a row, or odd about it.")
class RowFault:
    row: int
    sheet: str
    column: str
    code: str
    words: Words
    severity: str
    value: str | None


def cells(root: ShownRow, info: Info) -> tuple[Cell, ...]:
    """The cells; hidden ones leave a redaction, core ones that are shown go on record."""
    for cell in root.cells:
        if cell.hidden:
            info.context.redactions.append(Redaction(tuple(info.path.as_list()), cell.target, cell.level))
        elif cell.level == "core":
            info.context.core_read.add(f"{root.kind}.{cell.target}")
    return root.cells


@strawberry.type(description="A row of a submission. Of a state secret there is only its number.")
class SubmittedRow:
    sheet: str
    row: int = strawberry.field(description="1-based, as a person sees it in the file handed in.")
    kind: str
    state: State
    cells: Any = strawberry.field(resolver=cells, graphql_type=list[SubmittedCell])
    faults: list[RowFault]


def verdict(root: Made) -> Verdict:
    """What was decided."""
    return Verdict.ACCEPT if root.accept else Verdict.REFUSE


@strawberry.type(description="Who accepted or refused which rows, when and why.")
class Decision:
    at: str
    by: str
    submission: strawberry.ID = strawberry.field(description="On which submission; rows unchanged since keep it.")
    decision: Verdict = strawberry.field(resolver=verdict)
    rows: str
    count: int
    why: str


@strawberry.type(description="A submission, a page of its rows, and its newest decisions.")
class SubmissionResult:
    submission: Submission
    rows: list[SubmittedRow]
    decisions: list[Decision]
    end_cursor: str | None
    has_next_page: bool
