"""What every operation works with: who asks, the store and the engine, and what was hidden from the asker."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.cursor import CursorSigner
from api.entities import Lookup
from api.keys import Caller
from etl.collect.queue import Queue
from graph.insight.insight import Insight
from graph.links.engine import Engine
from graph.links.model import Explanation
from graph.store.bolt import Store
from graph.vocabulary import Role, Vocabulary


@dataclass(frozen=True, slots=True)
class Redaction:
    """A field that was asked for and hidden: where in the answer, which property, and its level."""

    path: tuple[str | int, ...]
    property: str
    level: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a match that gave ``explanation``: a uid or a text."""

    explanation: Explanation
    uid: str | None
    text: str | None


@dataclass(slots=True)
class Context:
    """One operation's context. ``redactions``, ``core_read`` and ``wrote`` fill up while the answer is made."""

    store: Store
    engine: Engine
    insight: Insight
    vocabulary: Vocabulary
    caller: Caller
    signer: CursorSigner
    lookup: Lookup
    queue: Queue
    request: str  # names this request in answers, log and audit
    redactions: list[Redaction] = field(default_factory=list)
    core_read: set[str] = field(default_factory=set)  # "Kind.property" of core properties shown
    wrote: list[str] = field(default_factory=list)  # what a mutation did, for the audit
    asked: dict[int, Asked] = field(default_factory=dict)  # the questions of matches, by the id of each explanation

    @property
    def role(self) -> Role:
        """The role that asks."""
        return self.caller.role
