"""What the review log tells of: submissions, who made them, and decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from graph.errors import InputError

NAME = (1, 80)  # characters of a person's name
WHY = (2, 500)  # characters of a reason


@dataclass(frozen=True, slots=True)
class Person:
    """Who submits or decides: a name, and the id of the API key that proved it ("" on the command line)."""

    name: str
    key: str = ""

    def checked(self) -> Person:
        """The same with blanks taken off. Raises ``InputError`` (TEXT_LENGTH)."""
        return Person(told("by", self.name, NAME), self.key)


@dataclass(frozen=True, slots=True)
class Part:
    """A kept file: the one handed in (no sheet), or the rows of one of its sheets in a copy."""

    path: str
    kind: str | None = None
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Submission:
    """A file that was handed in. ``about``: what a manifest says of its source and of it."""

    id: str
    at: str
    by: str
    key: str
    source: str
    file: str
    sha256: str
    bytes: int
    about: Mapping[str, Any] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Decision:
    """Who accepted or refused which rows, when and why."""

    seq: int
    submission: str
    at: str
    by: str
    key: str
    accept: bool
    rows: str
    count: int
    why: str


def now() -> str:
    """The time, as it is written down (UTC, to the second)."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def told(name: str, text: str, limits: tuple[int, int]) -> str:
    """``text`` without blanks around it. Raises ``InputError`` (TEXT_LENGTH) when it is too short or too long."""
    found = " ".join(text.split())
    if not limits[0] <= len(found) <= limits[1]:
        raise InputError("TEXT_LENGTH", name=name, low=limits[0], high=limits[1])
    return found
