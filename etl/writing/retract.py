"""Takes back what reloaded files no longer say: their references, and edges and entities that nothing else states."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from etl.facts.statements import EdgeKey, Facts, NodeFact, file_of
from etl.identity.index import batches
from etl.identity.uids import key_of
from etl.writing.decide import content_hash
from etl.writing.known import Mine
from etl.writing.writer import EDGES, NODES, Writer
from graph.sources import SourceRef

Gone = tuple[str, list[str], list[Any] | None]  # uid, who else tells of it, the load's own reference to it if any


def retract_edges(writer: Writer, former: Mapping[EdgeKey, Mine], facts: Facts) -> None:
    """Remove the edges that files loaded before stated and don't state any more; a refused row keeps its edges."""
    gone = [(key, mine) for key, mine in former.items() if mine.own and key not in facts.edges]
    kept = [_edge(key, sources=[*mine.held, *mine.other]) for key, mine in gone if mine.held or mine.other]
    dead = [_edge(key) for key, mine in gone if not (mine.held or mine.other)]
    for relation in sorted({row["relation"] for row in (*kept, *dead)}):
        for batch in batches([row for row in kept if row["relation"] == relation], EDGES):
            writer.sink.edges("etl_edges_sources", relation, batch)
            writer.written.edges_updated += len(batch)
        for batch in batches([row for row in dead if row["relation"] == relation], EDGES):
            writer.sink.edges("etl_edges_delete", relation, batch)
            writer.written.edges_removed += len(batch)


def gone_nodes(former: Mapping[str, Mine], facts: Facts) -> Iterator[Gone]:
    """The entities of a part that files loaded before told of and this load doesn't; see ``retract_nodes``."""
    for uid, mine in former.items():
        if mine.own and not _written(uid, mine, facts):
            fact = facts.nodes.get(uid)
            said = [fact.kind, dict(fact.properties), list(fact.refs)] if fact else None
            yield uid, [*mine.held, *mine.other], said


def retract_nodes(writer: Writer, gone: Iterable[Gone]) -> None:
    """Take entities back once all edges are settled.

    A row that was refused this time keeps what it said before, unless it turned out to be secret. An entity that no row
    tells of any more is deleted, or becomes a stub with nothing but its key when other rows still refer to it.
    """
    found = {uid: (others, said) for uid, others, said in gone}
    _sources(writer, [(uid, others) for uid, (others, _) in found.items() if others])
    for uids in batches([uid for uid, (others, _) in found.items() if not others], NODES):
        _unstated(writer, {uid: found[uid][1] for uid in uids})


def _edge(key: tuple[str, str, str], **more: Any) -> dict[str, Any]:
    relation, start, end = key
    return {"relation": relation, "start": start, "end": end, **more}


def _written(uid: str, mine: Mine, facts: Facts) -> bool:
    """Whether the facts of this load have already settled what the node's sources are."""
    fact = facts.nodes.get(uid)
    if fact is None:
        return False
    return fact.stated or mine.stub or facts.vocabulary.label(fact.kind).vocabulary


def _sources(writer: Writer, nodes: list[tuple[str, list[str]]]) -> None:
    for batch in batches(nodes, NODES):
        rows = [{"uid": uid, "properties": writer.stamp.of(refs)} for uid, refs in batch]
        writer.sink.nodes("etl_nodes_sources", rows)
        writer.written.nodes_updated += len(batch)


def _unstated(writer: Writer, uids: Mapping[str, list[Any] | None]) -> None:
    """Entities that no row tells of: deleted, or kept as stubs while edges lead to them."""
    bare: dict[str, list[dict[str, Any]]] = defaultdict(list)
    terms, dead = [], []
    for found in writer.store.read("etl_nodes_edges", uids=list(uids)):
        label = writer.vocabulary.label(writer.vocabulary.kind_of(found["labels"]))
        if not writer.sink.left(found["uid"], found["degree"], referred=uids[found["uid"]] is not None):
            dead.append({"uid": found["uid"]})
        elif label.vocabulary:
            terms.append((found["uid"], _one_each(found["sources"])))
        else:
            bare[label.name].append(_bare(writer, uids[found["uid"]], found))
    _sources(writer, terms)
    for kind, rows in bare.items():
        _strip(writer, kind, rows)
    if dead:
        writer.sink.nodes("etl_nodes_delete", dead)
        writer.written.nodes_removed += len(dead)


def _strip(writer: Writer, kind: str, rows: list[dict[str, Any]]) -> None:
    *narrower, _ = writer.vocabulary.chain(kind)
    if narrower:  # first, so that a load killed in between finds the node still to be stripped
        writer.sink.nodes("etl_nodes_widen", [{"uid": row["uid"]} for row in rows], {"labels": ":".join(narrower)})
    writer.sink.nodes("etl_nodes_bare", [{"uid": row["uid"], "properties": row} for row in rows])
    writer.written.nodes_updated += len(rows)


def _bare(writer: Writer, said: list[Any] | None, found: dict[str, Any]) -> dict[str, Any]:
    """The properties of an entity that is only referred to from now on: its key, and one row of each file that does."""
    uid = found["uid"]
    base = writer.vocabulary.chain(writer.vocabulary.kind_of(found["labels"]))[-1]
    key = key_of(uid, writer.vocabulary.label(base))
    kind, properties, own = said or (base, key, [])
    fact = NodeFact(uid, kind, properties, own, stated=False)
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
