"""What becomes of the nodes of a projection when some facts change: who goes, comes, and is told of differently."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.projection.build import as_bytes, in_order
from graph.projection.changes import Facts
from graph.projection.collapse import Collapsed, collapse
from graph.projection.facts import NodeFact
from graph.projection.projection import Projection
from graph.projection.splice import Ints, Splice
from graph.vocabulary import ENTITY


@dataclass(frozen=True)
class Turnover:
    """``nodes``: what becomes of ids; ``came``: the new nodes in order; ``stayed``: how nodes that stay are now, by
    their former id; ``moved``: former ids of nodes that go or stand for other entities, whose edges all go;
    ``joining``: the uids of entities whose edges are to be read anew; ``fronts``: what is shown as another, with that;
    ``known``: all uids that were asked for; ``found``: former ids, as far as they were looked up.
    """

    old: Projection
    nodes: Splice
    came: Sequence[NodeFact]
    stayed: Mapping[int, NodeFact]
    moved: Ints
    joining: frozenset[str]
    fronts: Mapping[str, str]
    known: frozenset[str]
    found: dict[str, int | None]

    @property
    def bounds(self) -> NDArray[np.int64]:
        """Where each kind begins now, and where the last ends."""
        old = self.old.bounds
        if self.nodes.idle:
            return old
        gone = np.searchsorted(old, self.nodes.gone, side="right") - 1
        came = np.array([self.old.kinds.index(_kind(self.old, node)) for node in self.came], dtype=np.int64)
        kinds = len(self.old.kinds)
        counts = np.diff(old) - np.bincount(gone, minlength=kinds) + np.bincount(came, minlength=kinds)
        return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)

    @cached_property
    def _came(self) -> dict[str, int]:
        return {node.uid: int(at) for node, at in zip(self.came, self.nodes.came, strict=True)}

    @cached_property
    def _ids(self) -> dict[str, int | None]:
        return {}

    def id_of(self, uid: str) -> int | None:
        """The id of now of what an entity is shown as; ``None`` when there is none."""
        if uid not in self._ids:
            self._ids[uid] = self._find(self.fronts.get(uid, uid))
        return self._ids[uid]

    def _find(self, uid: str) -> int | None:
        if uid in self._came:
            return self._came[uid]
        former = self.former(uid)
        if former is None or (uid in self.known and self.old.uids[former] != uid):
            return None
        now = int(self.nodes.numbers[former])
        return None if now < 0 else now

    def look_up(self, uids: Iterable[str]) -> None:
        """Find what ``former`` will be asked for, all at once."""
        missing = [uid for uid in dict.fromkeys(uids) if uid not in self.found]
        self.found.update(zip(missing, self.old.find_all(missing), strict=True))

    def former(self, uid: str) -> int | None:
        """The former id of what an entity was shown as."""
        if uid not in self.found:
            self.found[uid] = self.old.find(uid)
        return self.found[uid]

    def members(self, uid: str) -> tuple[str, ...]:
        """All entities that are shown as what ``uid`` is shown as, itself among them."""
        front = self.fronts.get(uid, uid)
        if uid in self.known:
            return (front, *self._members.get(front, ()))
        return group_of(self.old, uid)

    @cached_property
    def _members(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for uid in sorted(self.fronts, key=as_bytes):
            found.setdefault(self.fronts[uid], []).append(uid)
        return found


def turnover(old: Projection, uids: Collection[str], facts: Facts) -> Turnover:
    """What becomes of the nodes when those of ``uids`` may have changed."""
    known = _gathered(old, uids, facts)
    shown = collapse({uid: node for uid, node in known.items() if node is not None}, old.vocabulary)
    now = {node.uid: node for node in shown.nodes}
    found = dict(zip(known, old.find_all(list(known)), strict=True))
    before = {uid: at for uid, at in found.items() if at is not None and old.uids[at] == uid}
    kept = {uid for uid, at in before.items() if uid in now and old.kind(at) == _kind(old, now[uid])}
    gone = sorted(at for uid, at in before.items() if uid not in kept)
    came = in_order((node for uid, node in now.items() if uid not in kept), old.vocabulary)
    other = _regrouped(old, shown, kept)
    moved = sorted({*gone, *(before[uid] for uid in other)})
    fresh = {node.uid for node in came} | other
    joining = fresh | {uid for uid, front in shown.fronts.items() if front in fresh}
    places = [_place(old, node) for node in came]
    return Turnover(
        old,
        Splice(len(old), np.array(gone, dtype=np.int64), np.array(places, dtype=np.int64)),
        came,
        {before[uid]: now[uid] for uid in kept},
        np.array(moved, dtype=np.int64),
        frozenset(joining),
        shown.fronts,
        frozenset(known),
        found,
    )


def group_of(old: Projection, uid: str) -> tuple[str, ...]:
    """All entities that were shown as what ``uid`` was shown as, itself among them."""
    if not old.groups:
        return (uid,)
    at = old.find(uid)
    return (uid,) if at is None else old.groups.get(old.uids[at], (uid,))


def _gathered(old: Projection, uids: Iterable[str], facts: Facts) -> dict[str, NodeFact | None]:
    """``uids`` and all that were or are shown as one with any of them, as they are now."""
    known: dict[str, NodeFact | None] = {}
    wanted = set(uids)
    while wanted:
        found = {node.uid: node for node in facts.nodes(wanted)}
        known.update({uid: found.get(uid) for uid in wanted})
        more = {node.canonical for node in found.values() if node.canonical} | set(facts.shown_as(wanted))
        if old.groups:
            more.update(member for uid in wanted for member in group_of(old, uid))
        wanted = more - known.keys()
    return known


def _regrouped(old: Projection, shown: Collapsed, kept: Collection[str]) -> set[str]:
    """Those of ``kept`` that stand for other entities than before."""
    members: dict[str, set[str]] = {}
    for uid, front in shown.fronts.items():
        members.setdefault(front, {front}).add(uid)
    return {uid for uid in kept if set(group_of(old, uid)) != members.get(uid, {uid})}


def _kind(old: Projection, node: NodeFact) -> str:
    return node.kind if node.kind in old.kinds else ENTITY


def _place(old: Projection, node: NodeFact) -> int:
    """The first id of the node's kind whose uid comes after it."""
    low, high = old.range(_kind(old, node))
    return old.uids.place(node.uid, low, high)
