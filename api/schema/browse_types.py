"""GraphQL types of browsing: conditions, and a page of entities."""

from __future__ import annotations

from enum import Enum

import strawberry

from api.schema.kinds import Entity


@strawberry.enum(description="How a property is compared. IN takes values joined by `|`.")
class FilterOp(Enum):
    EQ = "EQ"
    NE = "NE"
    LT = "LT"
    LE = "LE"
    GT = "GT"
    GE = "GE"
    CONTAINS = "CONTAINS"
    IN = "IN"


@strawberry.input(description="`property op value`; the value is text and is read by the property's type.")
class Filter:
    property: str
    value: str
    op: FilterOp = FilterOp.EQ


@strawberry.type(description="A page of entities; pass `endCursor` as `after` to go on.")
class EntityConnection:
    nodes: list[Entity]
    end_cursor: str | None
    has_next_page: bool
