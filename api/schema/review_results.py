"""GraphQL types of what a submission or a decision came to."""

from __future__ import annotations

from typing import Any

import strawberry

from api.context import Context
from api.schema import review_access as access
from api.schema.review_types import Decision, RowFault, Submission
from etl.collect.review import Done, Line
from etl.collect.review_state import State
from etl.collect.submission import Receipt
from etl.rows.faults import Fault as Found

Info = strawberry.Info[Context, None]

FAULTS = 100  # of a receipt


def line_of_receipt(root: Receipt, info: Info) -> Line:
    """The submission as a list shows it."""
    return access.judged(info.context, root.submission.id).line


def faults_of_receipt(root: Receipt) -> list[Found]:
    """The first faults of every sort that validation found."""
    return list(root.report.faults.some(FAULTS))


@strawberry.type(description="What became of a file that was handed in.")
class SubmitResult:
    submission: Any = strawberry.field(resolver=line_of_receipt, graphql_type=Submission)
    waiting: int
    invalid: int
    secret: int = strawberry.field(description="State secrets: refused at once, nothing of them is kept.")
    repeated: bool = strawberry.field(description="The very same file was handed in before; nothing was done.")
    faults: Any = strawberry.field(resolver=faults_of_receipt, graphql_type=list[RowFault])


@strawberry.type(description="Rows that were named and cannot be decided.")
class SkippedRows:
    state: State
    rows: str


def line_of_decision(root: Done, info: Info) -> Line:
    """The submission after the decision."""
    return access.judged(info.context, root.decision.submission).line


def skipped(root: Done) -> list[SkippedRows]:
    """What the decision is not about, by state."""
    return [SkippedRows(state=state, rows=rows) for state, rows in root.skipped.items()]


@strawberry.type(description="A decision that was written down.")
class ReviewResult:
    submission: Any = strawberry.field(resolver=line_of_decision, graphql_type=Submission)
    decision: Decision
    skipped: list[SkippedRows] = strawberry.field(resolver=skipped)
