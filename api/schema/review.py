"""The root fields about submissions: what waits, and what is decided."""

from __future__ import annotations

import strawberry

from api.context import Context
from api.schema import review_access as access
from api.schema.review_results import ReviewResult, SubmitResult
from api.schema.review_types import SubmissionConnection, SubmissionResult, Verdict
from etl.collect.review import Done, Order, Status, Wanted
from etl.collect.review_state import State
from etl.collect.submission import Receipt

Info = strawberry.Info[Context, None]


@strawberry.type
class ReviewQuery:
    @strawberry.field(
        graphql_type=SubmissionConnection,
        description="Files handed in, newest first. Reviewers see all, others those of their own key.",
    )
    def submissions(  # noqa: PLR0913, PLR0917 - arguments of the field
        self,
        info: Info,
        status: Status | None = None,
        kind: str | None = None,
        source: str | None = None,
        first: int = 20,
        after: str | None = None,
    ) -> access.Page:
        return access.page(info.context, Wanted(status, kind, source), first=first, after=after)

    @strawberry.field(
        graphql_type=SubmissionResult,
        description="A file handed in with its rows, in these states or in any. Unknown: error SUBMISSION_UNKNOWN.",
    )
    def submission(
        self,
        info: Info,
        id: strawberry.ID,
        states: list[State] | None = None,
        first: int = 50,
        after: str | None = None,
    ) -> access.Sheet:
        return access.sheet(info.context, id, list(states or ()), first=first, after=after)


@strawberry.type(description="What changes something. By POST only, and with a key whose role has the right.")
class Mutation:
    @strawberry.mutation(
        graphql_type=SubmitResult,
        description="Hand in a text of the form that the file's name says (.csv, .tsv, .json, .jsonl) for review.",
    )
    def submit(self, info: Info, source: str, content: str, file: str = "rows.csv", kind: str | None = None) -> Receipt:
        return access.hand_in(info.context, file, content, kind=kind, source=source)

    @strawberry.mutation(
        graphql_type=ReviewResult,
        description="Accept or refuse rows (`3-20,25`, `all`; without them all that wait). The key names who decided.",
    )
    def review(  # noqa: PLR0913, PLR0917 - arguments of the field
        self,
        info: Info,
        id: strawberry.ID,
        decision: Verdict,
        why: str,
        rows: str | None = None,
        sheet: str | None = None,
    ) -> Done:
        order = Order(decision is Verdict.ACCEPT, why, rows, sheet)
        return access.decide(info.context, id, order)
