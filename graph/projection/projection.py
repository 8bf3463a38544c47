"""The graph as arrays: dense ids in one range per kind, and per relation its rows both ways."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.errors import NotFoundError
from graph.projection import kernels
from graph.projection.csr import Adjacency, Nodes
from graph.projection.documents import Documents
from graph.projection.strings import Strings
from graph.text.segment import fold
from graph.vocabulary import ENTITY, Level, Vocabulary


@dataclass(frozen=True)
class Projection:
    """A graph of n nodes. Ids 0 … n−1 run through ``kinds`` in order, within a kind by uid.

    ``bounds`` (int64, one more than kinds): kind i has the ids ``bounds[i]:bounds[i+1]``. ``order``: the ids by folded
    caption. ``named``: the node that each of ``names``, the synonyms of terms, stands for. ``merged``: the uids, in
    ascending UTF-8, of entities that are shown as another, ``fronts``: the ids of those. ``folder``: where it
    was opened from, if it was. All arrays are read only.
    """

    version: str
    kinds: tuple[str, ...]
    bounds: NDArray[np.int64]
    uids: Strings
    captions: Strings
    order: NDArray[np.int32]
    fictitious: NDArray[np.bool_]
    names: Strings
    named: NDArray[np.int32]
    relations: dict[str, Adjacency]
    documents: Documents
    vocabulary: Vocabulary = field(repr=False)
    merged: Strings = field(default_factory=lambda: Strings.of(()))
    fronts: NDArray[np.int32] = field(default_factory=lambda: np.empty(0, np.int32))
    folder: Path | None = None

    def __len__(self) -> int:
        return len(self.uids)

    def id_of(self, uid: str) -> int:
        """The id of ``uid``. Raises ``NotFoundError`` (UNKNOWN_UID)."""
        at = self.find(uid)
        if at is None:
            raise NotFoundError("UNKNOWN_UID", uid=uid)
        return at

    def find(self, uid: str) -> int | None:
        """The id of ``uid`` or of what it is shown as, else ``None``: by binary search in kinds that it may be of."""
        wanted = uid.encode("utf-8", "replace")
        for first, last, low, high in self._ends:
            if first <= wanted <= last and (found := self.uids.find(uid, low, high)) is not None:
                return found
        at = self.merged.find(uid, 0, len(self.merged))
        return None if at is None else int(self.fronts[at])

    def find_all(self, uids: Sequence[str]) -> list[int | None]:
        """As ``find``, of many at once."""
        places = self.numbers(Strings.of(uids)).tolist()
        if not len(self.merged):
            return [at if at >= 0 else None for at in places]
        return [at if at >= 0 else self.find(uid) for at, uid in zip(places, uids, strict=True)]

    def numbers(self, uids: Strings) -> Nodes:
        """As ``find_all``, the ids as int32, −1 for what there is none of; what is shown as another has none."""
        spans = np.array([span[2:] for span in self._ends], dtype=np.int64).reshape(-1, 2)
        blob, starts = np.ascontiguousarray(self.uids.blob), np.ascontiguousarray(self.uids.offsets)
        wanted = np.array(uids.blob), np.array(uids.offsets)
        found: Nodes = kernels.found(blob.ctypes.data, starts.ctypes.data, len(self), *wanted, spans).astype(np.int32)
        return found

    @cached_property
    def _ends(self) -> tuple[tuple[bytes, bytes, int, int], ...]:
        """The first and the last uid of every kind that has nodes, with its range."""
        spans = (
            span for span in zip(self.bounds[:-1].tolist(), self.bounds[1:].tolist(), strict=True) if span[0] < span[1]
        )
        return tuple((self.uids.raw(low), self.uids.raw(high - 1), low, high) for low, high in spans)

    @cached_property
    def groups(self) -> dict[str, tuple[str, ...]]:
        """Of every entity that others are shown as: its uid and theirs."""
        found: dict[str, tuple[str, ...]] = {}
        for at, front in enumerate(self.fronts.tolist()):
            uid = self.uids[front]
            found[uid] = (*found.get(uid, (uid,)), self.merged[at])
        return found

    def range(self, kind: str) -> tuple[int, int]:
        """First id of ``kind`` itself, subkinds not included, and one past its last."""
        if kind not in self.kinds:
            return (0, 0)
        at = self.kinds.index(kind)
        return int(self.bounds[at]), int(self.bounds[at + 1])

    def kind(self, node: int) -> str:
        """The most specific kind of a node."""
        return self.kinds[bisect_right(self._bounds, node) - 1]

    @cached_property
    def numbered(self) -> NDArray[np.uint8]:
        """For every node the number of its kind."""
        return np.repeat(np.arange(len(self.kinds), dtype=np.uint8), np.diff(self.bounds))

    @cached_property
    def _bounds(self) -> list[int]:
        found: list[int] = self.bounds.tolist()
        return found

    def synonyms(self) -> dict[str, int]:
        """What terms are called besides their captions, with the nodes they stand for."""
        return {self.names[i]: int(node) for i, node in enumerate(self.named)}

    def captioned(self, prefix: str) -> Iterator[int]:
        """The nodes whose caption begins with ``prefix``, whatever its case and width, in the order of captions."""
        wanted = fold(prefix)
        low, high = 0, len(self)
        while low < high:
            middle = (low + high) // 2
            if fold(self.captions[self.order[middle]]) < wanted:
                low = middle + 1
            else:
                high = middle
        while low < len(self) and fold(self.captions[self.order[low]]).startswith(wanted):
            yield int(self.order[low])
            low += 1

    def of_kinds(self, kinds: Iterable[str]) -> NDArray[np.bool_]:
        """For every node whether it is of one of ``kinds`` or their subkinds. Raises ``NotFoundError``."""
        mask = np.zeros(len(self), dtype=bool)
        for kind in kinds:
            for low, high in self.spans(kind):
                mask[low:high] = True
        return mask

    def spans(self, kind: str) -> tuple[tuple[int, int], ...]:
        """The ranges of ids of ``kind`` and its subkinds, empty ones left out. Raises ``NotFoundError``."""
        members = (kind,) if kind == ENTITY else self.vocabulary.family(self.vocabulary.label(kind).name)
        return tuple((low, high) for low, high in map(self.range, members) if low < high)

    def among(self, nodes: Nodes, kind: str) -> NDArray[np.bool_]:
        """Which of ``nodes`` are of ``kind`` or its subkinds. Raises ``NotFoundError``."""
        found = np.zeros(len(nodes), dtype=bool)
        for low, high in self.spans(kind):
            found |= (nodes >= low) & (nodes < high)
        return found

    @cached_property
    def views(self) -> dict[Level, View]:
        """The graph as each level of clearance sees it."""
        return {level: View(self, level) for level in Level}

    def view(self, clearance: Level) -> View:
        """The graph without the edges that ``clearance`` may not see; degrees are then without them too."""
        return self.views[clearance]


@dataclass(frozen=True)
class View:
    """A projection as one clearance sees it. What it may not see does not exist: no edge, no degree, no score."""

    projection: Projection
    clearance: Level
    _seen: dict[str, Adjacency] = field(default_factory=dict, repr=False)

    @property
    def relations(self) -> tuple[str, ...]:
        """The relations that have edges at all."""
        return tuple(self.projection.relations)

    def adjacency(self, relation: str) -> Adjacency:
        """The rows of ``relation`` both ways."""
        if relation not in self._seen:
            self._seen[relation] = self.projection.relations[relation].up_to(self.clearance)
        return self._seen[relation]

    def neighbours(self, relation: str, node: int, *, forward: bool) -> Nodes:
        """The far ends of a node's edges of any confidence above 0, ascending; none for a relation without edges."""
        if relation not in self.projection.relations:
            return np.empty(0, dtype=np.int32)
        rows = self.adjacency(relation).along(forward=forward)
        span = slice(int(rows.indptr[node]), int(rows.indptr[node + 1]))
        return rows.indices[span][rows.confidence[span] > 0]
