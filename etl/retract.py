"""Takes back what reloaded files no longer say: their references, and edges and entities that nothing else states."""

from __future__ import annotations

from typing import Any

from etl.facts import Facts, file_of
from etl.index import batches
from etl.load import EDGES, NODES, Writer
from etl.uids import key_of
from graph.sources import SourceRef


def retract(writer: Writer, facts: Facts) -> None:
    """Remove from the store what files loaded before said and don't say any more.

    A row that was refused this time keeps what it said before, unless it turned out to be secret. An entity that no row
    tells of any more is deleted, or becomes a stub with nothing but its key when other rows still refer to it.
    """
    _edges(writer, facts)
    _nodes(writer, facts)


def _edges(writer: Writer, facts: Facts) -> None:
    gone = [(key, mine) for key, mine in writer.known.edges.items() if mine.own and key not in facts.edges]
    kept = [_edge(key, sources=[*mine.held, *mine.other]) for key, mine in gone if mine.held or mine.other]
    dead = [_edge(key) for key, mine in gone if not (mine.held or mine.other)]
    for relation in sorted({row["relation"] for row in (*kept, *dead)}):
        parts = {"relation": relation}
        for batch in batches([row for row in kept if row["relation"] == relation], EDGES):
            writer.store.write("etl_edges_sources", parts=parts, rows=batch)
            writer.written.edges_updated += len(batch)
        for batch in batches([row for row in dead if row["relation"] == relation], EDGES):
            writer.store.write("etl_edges_delete", parts=parts, rows=batch)
            writer.written.edges_removed += len(batch)


def _edge(key: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    relation, start, end = key
    return {"relation": relation, "start": start, "end": end, **more}


def _nodes(writer: Writer, facts: Facts) -> None:
    gone = [(uid, mine) for uid, mine in writer.known.nodes.items() if mine.own and uid not in facts.nodes]
    kept = [(uid, mine) for uid, mine in gone if mine.held or mine.other]
    for batch in batches(kept, NODES):
        rows = [{"uid": uid, "properties": writer.stamp.of([*m.held, *m.other])} for uid, m in batch]
        writer.store.write("etl_nodes_sources", rows=rows)
        writer.written.nodes_updated += len(batch)
    for uids in batches([uid for uid, mine in gone if not (mine.held or mine.other)], NODES):
        _unstated(writer, uids)


def _unstated(writer: Writer, uids: list[str]) -> None:
    rows, dead = [], []
    for found in writer.store.read("etl_nodes_edges", uids=uids):
        if found["sources"]:
            rows.append({"uid": found["uid"], "properties": _bare(writer, found)})
        else:
            dead.append(found["uid"])
    if rows:
        writer.store.write("etl_nodes_bare", rows=rows)
        writer.written.nodes_updated += len(rows)
    if dead:
        writer.store.write("etl_nodes_delete", uids=dead)
        writer.written.nodes_removed += len(dead)


def _bare(writer: Writer, found: dict[str, Any]) -> dict[str, Any]:
    """The properties of an entity that is only referred to from now on: its key, and one row of each file that does."""
    uid = found["uid"]
    label = writer.vocabulary.label(writer.vocabulary.kind_of(found["labels"]))
    first: dict[str, str] = {}
    for ref in sorted(found["sources"], key=_place):
        first.setdefault(file_of(ref), ref)
    marks = writer.stamp.of(first.values())
    return {"uid": uid, **key_of(uid, label), **marks, "stub": True, "first_seen": found["first_seen"]}


def _place(ref: str) -> tuple[str, str, str, int]:
    parsed = SourceRef.parse(ref)
    return parsed.source, parsed.file, parsed.sheet, parsed.row
