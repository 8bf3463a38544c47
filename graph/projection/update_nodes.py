"""What a projection tells of its nodes, after some changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.projection.build import as_bytes
from graph.projection.facts import NodeFact
from graph.projection.projection import Projection
from graph.projection.splice import Splice
from graph.projection.strings import Strings
from graph.projection.turnover import Turnover
from graph.text.segment import fold


@dataclass(frozen=True, slots=True)
class Told:
    """``columns``: what becomes of what is told of nodes, one value each: that of nodes that stay, too, is taken out
    and put in anew where it differs. ``new``: the ids and facts of those that are put in, in order.
    """

    old: Projection
    numbers: Splice
    columns: Splice
    new: Sequence[tuple[int, NodeFact]]

    @staticmethod
    def of(turn: Turnover) -> Told:
        """What is told of nodes that come, and differently of nodes that stay."""
        again = sorted(at for at, node in turn.stayed.items() if _differs(turn.old, at, node))
        new = [*zip(turn.nodes.came.tolist(), turn.came, strict=True)]
        new += [(int(turn.nodes.numbers[at]), turn.stayed[at]) for at in again]
        both = (turn.nodes.gone, turn.nodes.at)
        gone, at = (np.sort(np.concatenate((part, np.array(again, np.int64)))) for part in both)
        return Told(turn.old, turn.nodes, Splice(turn.nodes.n, gone, at), sorted(new, key=lambda one: one[0]))

    def captions(self) -> Strings:
        """The captions of all nodes."""
        return self.columns.strings(self.old.captions, Strings.of([_caption(node) for _, node in self.new]))

    def fictitious(self) -> NDArray[np.bool_]:
        """For every node whether it is invented."""
        found: Any = self.columns.column(self.old.fictitious, np.array([node.fictitious for _, node in self.new], bool))
        return found  # type: ignore[no-any-return]

    def names(self) -> tuple[Strings, NDArray[np.int32]]:
        """What else terms are called, and for each name the node."""
        old = self.old.named
        gone = np.flatnonzero(np.isin(old, self.columns.gone))
        counts = [len(node.names) for _, node in self.new]
        places = np.searchsorted(old, self.columns.at)
        splice = Splice(len(old), gone, np.repeat(places, counts))
        names = splice.strings(self.old.names, Strings.of([name for _, node in self.new for name in node.names]))
        kept = old if self.numbers.idle else self.numbers.numbers[old]
        named: Any = splice.column(kept, np.repeat(np.array([at for at, _ in self.new], np.int64), counts))
        return names, named

    def order(self) -> NDArray[np.int32]:
        """The nodes by folded caption."""
        if self.columns.idle:
            return self.old.order
        flags = np.zeros(len(self.old), dtype=bool)
        flags[self.columns.gone] = True
        ordered = sorted((fold(_caption(node)), node.uid, at) for at, node in self.new)
        places = np.array([_place(self.old, caption, uid) for caption, uid, _ in ordered], dtype=np.int64)
        splice = Splice(len(self.old), np.flatnonzero(flags[self.old.order]), places)
        found: Any = splice.column(self.numbers.numbers[self.old.order], np.array([at for *_, at in ordered], np.int64))
        return found  # type: ignore[no-any-return]


def fronts(turn: Turnover) -> tuple[Strings, NDArray[np.int32]]:
    """The uids of all that is shown as another, and the ids of those others."""
    old = turn.old
    kept = {uid: int(at) for i, at in enumerate(old.fronts) if (uid := old.merged[i]) not in turn.known}
    if len(kept) == len(old.merged) and not turn.fronts and turn.nodes.idle:
        return old.merged, old.fronts
    shown = {uid: int(turn.nodes.numbers[at]) for uid, at in kept.items()}
    shown |= {uid: turn.id_of(uid) or 0 for uid in turn.fronts}
    uids = sorted(shown, key=as_bytes)
    return Strings.of(uids), np.array([shown[uid] for uid in uids], dtype=np.int32)


def _caption(node: NodeFact) -> str:
    return node.caption or node.uid


def _differs(old: Projection, at: int, node: NodeFact) -> bool:
    """Whether anything but its text is told otherwise of a node that stays."""
    low, high = np.searchsorted(old.named, (at, at + 1)).tolist()
    names = tuple(old.names[i] for i in range(low, high))
    return (old.captions[at], bool(old.fictitious[at]), names) != (_caption(node), node.fictitious, node.names)


def _place(old: Projection, caption: str, uid: str) -> int:
    """The first place in the order of captions that is not before a folded caption, or the uid where they are equal."""
    low, high = 0, len(old)
    while low < high:
        middle = (low + high) // 2
        other = int(old.order[middle])
        theirs = fold(old.captions[other])
        if theirs < caption or (theirs == caption and old.uids[other] < uid):
            low = middle + 1
        else:
            high = middle
    return low
