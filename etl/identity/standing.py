"""What holds now: the log of decisions replayed, those that were undone left out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from etl.identity.decisions import Action, Decision

Couple = frozenset[str]


@dataclass(slots=True)
class Standing:
    """Groups of entities that are one. ``apart``: pairs that are never to be; ``active``: ids of decisions in force.

    ``cluster`` and ``shown`` hold for entities that no decision speaks of, too: they are by themselves.
    """

    apart: set[Couple] = field(default_factory=set)
    active: set[str] = field(default_factory=set)
    _members: dict[str, tuple[str, ...]] = field(default_factory=dict)  # of each uid: its group, in order of joining
    _shown: dict[str, str] = field(default_factory=dict)  # of each uid in a group: the uid that the group is shown as

    def cluster(self, uid: str) -> tuple[str, ...]:
        """All that are one with ``uid``, itself included."""
        return self._members.get(uid, (uid,))

    def shown(self, uid: str) -> str:
        """The uid that ``uid`` is shown as: its own when it is by itself."""
        return self._shown.get(uid, uid)

    def canonical(self) -> dict[str, str]:
        """Every entity that is shown as another, with that other."""
        return {uid: shown for uid, shown in self._shown.items() if uid != shown}

    def groups(self) -> list[tuple[str, ...]]:
        """The groups of two and more, the uid that is shown first, in the order of those."""
        found = {self._shown[uid]: members for uid, members in self._members.items()}
        return [(shown, *(uid for uid in found[shown] if uid != shown)) for shown in sorted(found)]

    def forbidden(self, one: str, other: str) -> Couple | None:
        """A pair kept apart that would be joined if ``one`` and ``other`` were; None when there is none."""
        if not self.apart:
            return None
        pairs = (frozenset((a, b)) for a in self.cluster(one) for b in self.cluster(other) if a != b)
        return next((pair for pair in pairs if pair in self.apart), None)

    def take(self, decision: Decision) -> None:
        """Go on by one decision that is in force."""
        self.active.add(decision.id)
        if decision.action is Action.MERGE:
            self._merge(decision.uids, decision.canonical)
        elif decision.action is Action.SPLIT:
            for uid in decision.uids:
                self._leave(uid)
        elif decision.action is Action.KEEP_APART:
            self.apart.add(frozenset(decision.uids))
            first, *others = decision.uids
            for uid in others:
                if uid in self.cluster(first):
                    self._leave(uid)

    def _merge(self, uids: Sequence[str], canonical: str | None) -> None:
        first, *others = uids
        for other in others:
            if other in self.cluster(first) or self.forbidden(first, other):
                continue  # what was decided since keeps them apart
            members = (*self.cluster(first), *self.cluster(other))
            self._group(members, canonical if canonical in members else self.shown(first))

    def _leave(self, uid: str) -> None:
        rest = tuple(member for member in self.cluster(uid) if member != uid)
        shown = self.shown(uid)
        self._members.pop(uid, None)
        self._shown.pop(uid, None)
        if rest:
            self._group(rest, shown if shown in rest else rest[0])

    def _group(self, members: tuple[str, ...], shown: str) -> None:
        for uid in members:
            if len(members) > 1:
                self._members[uid], self._shown[uid] = members, shown
            else:
                self._members.pop(uid, None)
                self._shown.pop(uid, None)


def standing(log: Sequence[Decision]) -> Standing:
    """What the decisions of ``log``, oldest first, come to."""
    undone = undone_ids(log)
    now = Standing()
    for decision in log:
        if decision.id not in undone:
            now.take(decision)
    return now


def undone_ids(log: Iterable[Decision]) -> set[str]:
    """The ids of decisions that don't count: undone by one that is not itself undone."""
    undone: set[str] = set()
    for decision in reversed(list(log)):
        if decision.action is Action.UNDO and decision.id not in undone:
            undone.update(decision.undoes)
    return undone
