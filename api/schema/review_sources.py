"""The root field about sources: where the graph's facts come from, and how fresh they are."""

from __future__ import annotations

from typing import Any

import strawberry

from api.context import Context
from api.schema.parts import Words
from etl.collect import overdue as freshness
from graph.links.bounds import FIRST, within

Info = strawberry.Info[Context, None]

FILES = 100  # of a source, the last loaded


@strawberry.type(description="A file of a source.")
class SourceFileInfo:
    name: str
    sha256: str
    rows: int = strawberry.field(description="Rows read from it.")
    loaded: str | None = strawberry.field(description="When it was last loaded, or found unchanged (UTC).")


def files(root: freshness.SourceState) -> list[freshness.FileState]:
    """The files, last loaded first."""
    return sorted(root.files, key=lambda file: file.loaded or "", reverse=True)[:FILES]


@strawberry.type(description="Whose data it is, under which terms, and how fresh.")
class SourceInfo:
    id: strawberry.ID
    words: Words
    licence: str
    publisher: str
    refresh: str = strawberry.field(description="How often it is to be loaded again: daily … yearly, never, or empty.")
    last_loaded: str | None
    due: str | None = strawberry.field(description="The day on which it is due again.")
    overdue_days: int | None
    fictitious: bool
    rows: int
    files: Any = strawberry.field(resolver=files, graphql_type=list[SourceFileInfo])


@strawberry.type
class SourceQuery:
    @strawberry.field(
        graphql_type=list[SourceInfo],
        description="Sources by id, those after the id `after`; `overdue`: only those that should have been loaded.",
    )
    def sources(
        self, info: Info, overdue: bool = False, first: int = 50, after: strawberry.ID | None = None
    ) -> list[freshness.SourceState]:
        within("first", first, FIRST)
        found = freshness.sources(info.context.store)
        wanted = [one for one in found if (one.overdue or not overdue) and (after is None or one.id > after)]
        return wanted[:first]
