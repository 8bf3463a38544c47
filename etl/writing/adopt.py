"""Entities that earlier loads only referred to, and whom this load tells of under a better key, become one with them:
in whatever order files are loaded, the graph is that of loading them at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from etl.identity.identify import key_order
from etl.identity.index import BATCH, Index
from etl.identity.resolve import Resolver
from etl.writing.decide import hashed
from etl.writing.writer import Writer
from graph.vocabulary import Label

Row = dict[str, Any]
MARKS = frozenset({"sources", "load_id", "content_hash"})


@dataclass(slots=True)
class Adoption:
    """Joins stubs of the store with the entities that are meant; ``told`` yields (base label, what one is called)."""

    writer: Writer
    index: Index
    told: Callable[[], Iterable[tuple[str, list[str]]]]

    def run(self) -> None:
        """Join them. Kinds whose keys lead to others come after those. Raises ``StoreError``."""
        vocabulary = self.writer.vocabulary
        for base in key_order(vocabulary):
            label = vocabulary.label(base)
            names = (name for of, called in self.told() if of == base for name in called)
            while not label.vocabulary and (batch := sorted(set(islice(names, BATCH)))):
                self._base(label, batch)

    def _base(self, label: Label, values: Sequence[str]) -> None:
        store = self.writer.store
        resolver = Resolver(self.writer.vocabulary, self.index)
        scalars = [prop for prop in label.refer_by if label.properties[prop].type != "strings"]
        stubs = [
            stub
            for prop in scalars
            for stub in store.read("etl_stubs", parts={"label": label.name, "property": prop}, values=values)
        ]
        self.index.ask(store, {label.name: {stub["value"] for stub in stubs}})
        for stub in stubs:
            edges = store.read("etl_edges_of", uid=stub["uid"])
            owners, source = _owners(label, stub["uid"], edges), stub["uid"].rpartition("#")[2]
            meant = resolver.in_store(stub["value"], label, owners, source)
            if meant is not None and meant.uid != stub["uid"]:
                self._join(stub["uid"], meant.uid, edges, confidence=meant.confidence)

    def _join(self, old: str, new: str, edges: Sequence[Row], *, confidence: float | None = None) -> None:
        """Move the edges of ``old`` to ``new`` and remove ``old``; who had it in their uid gets another."""
        sink = self.writer.sink
        for relation, rows in _moved(edges, old, new, confidence).items():
            ends = [{"start": row["old_start"], "end": row["old_end"]} for row in rows]
            sink.edges("etl_edges_moved", relation, [row for row in rows if row["start"] != row["end"]])
            sink.edges("etl_edges_delete", relation, ends)
            self.writer.written.edges_updated += len(rows)
        sink.nodes("etl_nodes_delete", [{"uid": old}])
        self.writer.written.nodes_removed += 1
        for uid in _dependents(edges, old):
            self._rename(uid, uid.replace(f"@{old}", f"@{new}"))

    def _rename(self, old: str, new: str) -> None:
        store, sink, vocabulary = self.writer.store, self.writer.sink, self.writer.vocabulary
        (image,) = store.read("etl_nodes_image", uids=[old])
        if not store.read("etl_nodes_existing", uids=[new]):
            labels = ":".join(reversed(vocabulary.chain(vocabulary.kind_of(image["labels"]))))
            properties = {**image["properties"], "uid": new}
            first_seen = properties.pop("first_seen")
            sink.nodes("etl_nodes", [{"uid": new, "properties": properties}], {"labels": labels}, now=first_seen)
            self.writer.written.nodes_created += 1
        self._join(old, new, store.read("etl_edges_of", uid=old))


def _moved(edges: Sequence[Row], old: str, new: str, confidence: float | None) -> dict[str, list[Row]]:
    """The edges by relation, with their former ends and those they get."""
    groups: dict[str, list[Row]] = defaultdict(list)
    for edge in edges:
        properties = dict(edge["properties"])
        sources = properties.pop("sources")
        if confidence is not None and properties.get("method") == "reference-by-name":
            properties["confidence"] = confidence
        said = {key: value for key, value in properties.items() if key not in MARKS}
        start, end = (new if uid == old else uid for uid in (edge["start"], edge["end"]))
        groups[edge["relation"]].append(
            {
                "start": start,
                "end": end,
                "old_start": edge["start"],
                "old_end": edge["end"],
                "properties": {**properties, "content_hash": hashed(said)},
                "sources": sources,
            }
        )
    return groups


def _owners(label: Label, uid: str, edges: Sequence[Row]) -> list[str]:
    """The uids of what tells a stub from others of its name."""
    if label.refer_within is None:
        return []
    link = label.links[label.refer_within]
    near, far = ("start", "end") if link.outgoing else ("end", "start")
    return [edge[far] for edge in edges if edge["relation"] == link.relation and edge[near] == uid]


def _dependents(edges: Sequence[Row], old: str) -> Iterator[str]:
    """The neighbours in whose uid ``old`` stands."""
    ends = dict.fromkeys(uid for edge in edges for uid in (edge["start"], edge["end"]))
    return (uid for uid in ends if f"@{old}" in uid)
