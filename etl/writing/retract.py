"""Takes back what reloaded files no longer say: their references, and edges and entities that nothing else states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from etl.facts.facts import Facts, NodeFact, file_of
from etl.identity.index import batches
from etl.identity.uids import key_of
from etl.writing.decide import content_hash
from etl.writing.known import Mine
from etl.writing.writer import EDGES, NODES, Writer
from graph.sources import SourceRef


def retract(writer: Writer, facts: Facts) -> None:
    """Remove from the store what files loaded before said and don't say any more.

    A row that was refused this time keeps what it said before, unless it turned out to be secret. An entity that no row
    tells of any more is deleted, or becomes a stub with nothing but its key when other rows still refer to it.
    """
    _edges(writer, facts)
    _nodes(writer, facts)


def _write(writer: Writer, statement: str, *, parts: dict[str, str] | None = None, **params: object) -> None:
    writer.store.write(statement, parts=parts, **params)
    writer.step(0)


def _edges(writer: Writer, facts: Facts) -> None:
    gone = [(key, mine) for key, mine in writer.known.edges.items() if mine.own and key not in facts.edges]
    kept = [_edge(key, sources=[*mine.held, *mine.other]) for key, mine in gone if mine.held or mine.other]
    dead = [_edge(key) for key, mine in gone if not (mine.held or mine.other)]
    for relation in sorted({row["relation"] for row in (*kept, *dead)}):
        parts = {"relation": relation}
        for batch in batches([row for row in kept if row["relation"] == relation], EDGES):
            _write(writer, "etl_edges_sources", parts=parts, rows=batch)
            writer.written.edges_updated += len(batch)
        for batch in batches([row for row in dead if row["relation"] == relation], EDGES):
            _write(writer, "etl_edges_delete", parts=parts, rows=batch)
            writer.written.edges_removed += len(batch)


def _edge(key: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    relation, start, end = key
    return {"relation": relation, "start": start, "end": end, **more}


def _nodes(writer: Writer, facts: Facts) -> None:
    gone = [(uid, mine) for uid, mine in writer.known.nodes.items() if mine.own and not _written(uid, mine, facts)]
    kept = [(uid, [*mine.held, *mine.other]) for uid, mine in gone if mine.held or mine.other]
    _sources(writer, kept)
    for uids in batches([uid for uid, mine in gone if not (mine.held or mine.other)], NODES):
        _unstated(writer, facts, uids)


def _written(uid: str, mine: Mine, facts: Facts) -> bool:
    """Whether the facts of this load have already settled what the node's sources are."""
    fact = facts.nodes.get(uid)
    if fact is None:
        return False
    return fact.stated or mine.stub or facts.vocabulary.label(fact.kind).vocabulary


def _sources(writer: Writer, nodes: Sequence[tuple[str, list[str]]]) -> None:
    for batch in batches(nodes, NODES):
        rows = [{"uid": uid, "properties": writer.stamp.of(refs)} for uid, refs in batch]
        _write(writer, "etl_nodes_sources", rows=rows)
        writer.written.nodes_updated += len(batch)


def _unstated(writer: Writer, facts: Facts, uids: list[str]) -> None:
    """Entities that no row tells of: deleted, or kept as stubs while edges lead to them."""
    bare: dict[str, list[dict[str, Any]]] = defaultdict(list)
    terms, dead = [], []
    for found in writer.store.read("etl_nodes_edges", uids=uids):
        label = writer.vocabulary.label(writer.vocabulary.kind_of(found["labels"]))
        if not found["sources"]:
            dead.append(found["uid"])
        elif label.vocabulary:
            terms.append((found["uid"], _one_each(found["sources"])))
        else:
            bare[label.name].append(_bare(writer, facts, found))
    _sources(writer, terms)
    for kind, rows in bare.items():
        _strip(writer, kind, rows)
    if dead:
        _write(writer, "etl_nodes_delete", uids=dead)
        writer.written.nodes_removed += len(dead)


def _strip(writer: Writer, kind: str, rows: list[dict[str, Any]]) -> None:
    *narrower, _ = writer.vocabulary.chain(kind)
    if narrower:  # first, so that a load killed in between finds the node still to be stripped
        uids = [row["uid"] for row in rows]
        _write(writer, "etl_nodes_widen", parts={"labels": ":".join(narrower)}, uids=uids)
    _write(writer, "etl_nodes_bare", rows=[{"uid": row["uid"], "properties": row} for row in rows])
    writer.written.nodes_updated += len(rows)


def _bare(writer: Writer, facts: Facts, found: dict[str, Any]) -> dict[str, Any]:
    """The properties of an entity that is only referred to from now on: its key, and one row of each file that does."""
    uid = found["uid"]
    base = writer.vocabulary.chain(writer.vocabulary.kind_of(found["labels"]))[-1]
    fact = facts.nodes.get(uid) or NodeFact(uid, base, key_of(uid, writer.vocabulary.label(base)), [], stated=False)
    refs = _one_each([*found["sources"], *fact.refs])
    marks = {"stub": True, "content_hash": content_hash(fact), "first_seen": found["first_seen"]}
    return {"uid": uid, **fact.properties, **writer.stamp.of(refs), **marks}


def _one_each(refs: Iterable[str]) -> list[str]:
    """The first row of each file among ``refs``."""
    first: dict[str, str] = {}
    for ref in sorted(refs, key=_place):
        first.setdefault(file_of(ref), ref)
    return list(first.values())


def _place(ref: str) -> tuple[str, str, str, int]:
    parsed = SourceRef.parse(ref)
    return parsed.source, parsed.file, parsed.sheet, parsed.row
