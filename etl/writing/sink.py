"""Where a load's changes go: into the store, with an undo log before and a bisection of what it refuses; or nowhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from etl.writing.changes import ChangeLog
from etl.writing.undo import UndoLog
from graph.errors import StoreError
from graph.store.bolt import Store

Row = Mapping[str, Any]
Parts = Mapping[str, str]
Refusal = tuple[str, StoreError]  # reference of a row, and why the store would not take it


class Sink(Protocol):
    """Takes changes in batches; each batch is one transaction."""

    def nodes(
        self, statement: str, rows: Sequence[Row], parts: Parts | None = None, **params: object
    ) -> frozenset[str]:
        """Change the entities with the ``uid`` of each row. Returns the uids of those that were refused."""

    def edges(self, statement: str, relation: str, rows: Sequence[Row], **params: object) -> int:
        """Change the edges from ``start`` to ``end`` of each row. Returns how many of them there were before."""

    def left(self, uid: str, degree: int, *, referred: bool) -> int:
        """How many edges an entity is left with once all edges are settled, when it has ``degree`` in the store.

        ``referred``: rows of this load refer to it.
        """


@dataclass(slots=True)
class Refusals:
    """Rows that the store would not take, and how many edges were not made because an end is missing."""

    missing: int = 0
    _rows: list[Refusal] = field(default_factory=list)

    def add(self, row: Row, error: StoreError) -> None:
        """The store refused ``row``: note all that state it."""
        refs = row.get("sources") or row.get("properties", {}).get("sources", ())
        self._rows.extend((ref, error) for ref in refs)

    def take(self) -> list[Refusal]:
        """What was refused since this was last asked."""
        taken, self._rows = self._rows, []
        return taken

    def told(self) -> list[tuple[str, str, dict[str, str]]]:
        """As ``take``, as ``Written.refused`` has it."""
        return [
            (ref, error.code, {key: str(value) for key, value in error.values.items()}) for ref, error in self.take()
        ]


@dataclass(slots=True)
class StoreSink:
    """Writes to the store. ``warm``: there was something in it, so that what is overwritten must be kept; ``fresh``:
    there was nothing, and nobody wrote to it since, so that nothing needs to be looked for before it is made;
    ``changes``: takes down what each transaction changes, in it.

    A batch that the store refuses is halved until the row at fault is alone; it goes to ``refusals``.
    """

    store: Store
    undo: UndoLog
    warm: bool
    refusals: Refusals
    changes: ChangeLog
    fresh: bool = False

    def nodes(
        self, statement: str, rows: Sequence[Row], parts: Parts | None = None, **params: object
    ) -> frozenset[str]:
        """See ``Sink``."""
        if self.warm:
            self.undo.nodes(_node_images(self.store, [row["uid"] for row in rows]))
        return frozenset(row["uid"] for row in self._write(statement, rows, parts, params))

    def edges(self, statement: str, relation: str, rows: Sequence[Row], **params: object) -> int:
        """See ``Sink``."""
        before = 0
        if self.warm:
            images = _edge_images(self.store, relation, rows)
            before = sum(image is not None for _, _, image in images)
            self.undo.edges(relation, images)
        self._write(statement, rows, {"relation": relation}, params)
        return before

    def left(self, uid: str, degree: int, *, referred: bool) -> int:
        """See ``Sink``: all is settled."""
        del uid, referred
        return degree

    def _write(
        self, statement: str, rows: Sequence[Row], parts: Parts | None, params: Mapping[str, object]
    ) -> list[Row]:
        """Write rows; gives those that were refused."""
        name = NEW.get(statement, statement) if self.fresh else statement
        try:
            done = self.store.write(name, parts=parts, first=self.changes.note(name, rows, parts), rows=rows, **params)
            self.refusals.missing += len(rows) - done.written if done.written >= 0 else 0
        except StoreError as error:
            if error.code not in ("STORE_QUERY", "STORE_VALUE"):
                raise
            if len(rows) == 1:
                self.refusals.add(rows[0], error)
                return [rows[0]]
            half = len(rows) // 2
            first, second = rows[:half], rows[half:]
            return [*self._write(statement, first, parts, params), *self._write(statement, second, parts, params)]
        return []


@dataclass(slots=True)
class DrySink:
    """Writes nothing; keeps the first changes to show. ``warm``: there is something in the store."""

    store: Store
    warm: bool
    shown: list[tuple[str, str]] = field(default_factory=list)  # statement, what it would change
    _gone: Counter[str] = field(default_factory=Counter)  # edges that would go, by the uids of their ends

    def nodes(
        self, statement: str, rows: Sequence[Row], parts: Parts | None = None, **params: object
    ) -> frozenset[str]:
        """See ``Sink``."""
        del parts, params
        self._show(statement, [row["uid"] for row in rows])
        return frozenset()

    def edges(self, statement: str, relation: str, rows: Sequence[Row], **params: object) -> int:
        """See ``Sink``."""
        del params
        self._show(statement, [f"{row['start']} {relation} {row['end']}" for row in rows])
        images = _edge_images(self.store, relation, rows) if self.warm else []
        if statement == "etl_edges_delete":
            self._gone.update(row[end] for row in rows for end in ("start", "end"))
        return sum(image is not None for _, _, image in images)

    def left(self, uid: str, degree: int, *, referred: bool) -> int:
        """See ``Sink``: the store still has what would go, and lacks what would come."""
        return degree - self._gone[uid] + referred

    def _show(self, statement: str, changes: Sequence[str]) -> None:
        room = max(0, SHOWN - sum(name == statement for name, _ in self.shown))
        self.shown.extend((statement, change) for change in changes[:room])


NEW = {"etl_nodes": "etl_nodes_new", "etl_edges": "etl_edges_new"}  # what a fresh store is written with
SHOWN = 10  # changes of each sort that a dry run names


def _node_images(store: Store, uids: Sequence[str]) -> dict[str, Mapping[str, Any] | None]:
    images: dict[str, Mapping[str, Any] | None] = dict.fromkeys(uids)
    for row in store.read("etl_nodes_image", uids=uids):
        images[row["uid"]] = {"labels": row["labels"], "properties": row["properties"]}
    return images


def _edge_images(store: Store, relation: str, rows: Sequence[Row]) -> list[tuple[str, str, Mapping[str, Any] | None]]:
    ends = [{"start": row["start"], "end": row["end"]} for row in rows]
    found = store.read("etl_edges_image", parts={"relation": relation}, rows=ends)
    known = {(row["start"], row["end"]): row["properties"] for row in found}
    return [(row["start"], row["end"], known.get((row["start"], row["end"]))) for row in rows]
