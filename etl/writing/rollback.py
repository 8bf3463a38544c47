"""Takes a whole load back: what it overwrote is put back as it was, what it made is removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from etl.identity.index import batches
from etl.identity.merge import renew
from etl.writing.changes import ChangeLog, drop_old
from etl.writing.lock import exclusive
from etl.writing.opening import log_of, now
from etl.writing.undo import read_back
from graph.errors import InputError, NotFoundError
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

BATCH = 2_000
KEPT = ("rolled back",)  # states of loads that are history

Row = dict[str, Any]


def roll_back(load_id: str, store: Store, vocabulary: Vocabulary, undo: Path) -> int:
    """Take the newest load back, together with killed ones whose work it did again; ``undo``: folder of undo logs.

    Stopped anywhere and run again, it ends the same. Returns how many entities and edges were put back or removed.
    Raises ``NotFoundError`` (LOAD_UNKNOWN), ``InputError``: LOAD_LATER (loads came after it; they go first),
    LOAD_ROLLED_BACK, LOAD_NO_UNDO (the log lies on another machine), LOAD_BUSY; ``StoreError``.
    """
    with exclusive(store):
        chosen = _chosen(load_id, store.read("etl_loads"))
        missing = next((log_of(undo, one) for one in chosen if not log_of(undo, one).is_file()), None)
        if missing is not None:
            raise InputError("LOAD_NO_UNDO", id=load_id, file=missing.name)
        undos = [_Undo(store, vocabulary, ChangeLog(f"{one}-back")) for one in chosen]
        changes = sum(one.run(log_of(undo, load)) for one, load in zip(undos, chosen, strict=True))
        renew(store)
        _close(store, chosen, undos, max(1, changes))
        for one in chosen:
            log_of(undo, one).unlink()
    return changes


def _chosen(load_id: str, loads: list[Row]) -> list[str]:
    """The load and the interrupted ones right before it, newest first."""
    real = [row for row in loads if row["undoes"] is None]
    at = next((number for number, row in enumerate(real) if row["id"] == load_id), None)
    if at is None:
        raise NotFoundError("LOAD_UNKNOWN", id=load_id)
    if real[at]["status"] in KEPT:
        raise InputError("LOAD_ROLLED_BACK", id=load_id)
    later = [row["id"] for row in real[:at] if row["status"] not in KEPT and row["changes"] != 0]
    if later:
        raise InputError("LOAD_LATER", id=load_id, later="、".join(reversed(later)))
    chosen = [load_id]
    for row in real[at + 1 :]:
        if row["status"] != "interrupted":
            break
        chosen.append(row["id"])
    return chosen


def _close(store: Store, chosen: list[str], undos: list[_Undo], changes: int) -> None:
    at = now()
    for one, undo in zip(chosen, undos, strict=True):
        note = undo.changes.mark()
        store.write("etl_undo_complete", first=note, undone=one, id=undo.changes.load, now=at, changes=changes)
    drop_old(store)


class _Undo:
    """Puts the images of one log back, the last one first, and takes down in ``changes`` what that changes."""

    def __init__(self, store: Store, vocabulary: Vocabulary, changes: ChangeLog) -> None:
        self._store, self._vocabulary, self.changes = store, vocabulary, changes

    def run(self, log: Path) -> int:
        changes = 0
        for entry in read_back(log):
            if "cold" in entry:
                self.changes.whole = True
                return changes + self._store.sweep("schema_clear_entities").nodes_deleted
            if "nodes" in entry:
                changes += self._nodes(entry["nodes"])
            elif "edges" in entry:
                changes += self._edges(entry["relation"], entry["edges"])
            else:
                self._books(entry)
        return changes

    def _nodes(self, images: Mapping[str, Row | None]) -> int:
        made = [{"uid": uid} for uid, image in images.items() if image is None]
        for batch in batches(made, BATCH):
            self._write("etl_nodes_delete", batch)
        before = {uid: image for uid, image in images.items() if image is not None}
        self._widen(before)
        groups: dict[str, list[Row]] = defaultdict(list)
        for uid, image in before.items():
            kind = self._vocabulary.kind_of(image["labels"])
            groups[kind].append({"uid": uid, "properties": image["properties"]})
        for kind, rows in groups.items():
            labels = ":".join(reversed(self._vocabulary.chain(kind)))
            for batch in batches(rows, BATCH):
                self._write("etl_undo_nodes", batch, {"labels": labels})
        return len(images)

    def _widen(self, images: Mapping[str, Row]) -> None:
        """Take off the kinds that entities have only had since."""
        extra: dict[str, list[Row]] = defaultdict(list)
        for batch in batches(list(images), BATCH):
            for row in self._store.read("etl_nodes_image", uids=batch):
                narrower = sorted(set(row["labels"]) - set(images[row["uid"]]["labels"]))
                if narrower:
                    extra[":".join(narrower)].append({"uid": row["uid"]})
        for labels, rows in extra.items():
            self._write("etl_nodes_widen", rows, {"labels": labels})

    def _edges(self, relation: str, images: Iterable[tuple[str, str, Row | None]]) -> int:
        rows = [{"start": start, "end": end, "properties": image} for start, end, image in images]
        parts = {"relation": relation}
        for batch in batches([row for row in rows if row["properties"] is None], BATCH):
            self._write("etl_edges_delete", batch, parts)
        for batch in batches([row for row in rows if row["properties"] is not None], BATCH):
            self._write("etl_undo_edges", batch, parts)
        return len(rows)

    def _write(self, name: str, rows: Sequence[Row], parts: Mapping[str, str] | None = None) -> None:
        self._store.write(name, parts=parts, first=self.changes.note(name, rows, parts), rows=rows)

    def _books(self, entry: Mapping[str, Mapping[str, Row | None]]) -> None:
        sources, files = (
            [{"key": key, "properties": image} for key, image in entry[name].items()] for name in ("sources", "files")
        )
        self._store.write("etl_undo_books", sources=sources, files=files)
