"""A score and why it is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.words import Words, message

SURE, ASK = 0.9, 0.6  # merged without asking from the first on; proposed to a person from the second on


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a score is as it is: ``code`` is a message of ``graph/messages/`` (IDENTITY_…), with its values."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        """The reason as the log keeps it: its code and, after a space, how many there are of what it counts."""
        return " ".join((self.code, *map(str, self.values.values())))

    @staticmethod
    def parse(text: str) -> Reason:
        """The reason that ``str`` wrote."""
        code, _, count = text.partition(" ")
        return Reason(code, {"count": int(count)} if count else {})

    @property
    def words(self) -> Words:
        """The reason for people, in both languages."""
        return message(self.code, **self.values)


@dataclass(frozen=True, slots=True)
class Scored:
    """A score in [0, 1] and its reasons, the one that counts most first."""

    score: float
    reasons: tuple[Reason, ...]
