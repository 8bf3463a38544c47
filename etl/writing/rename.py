"""Entities of the store get another uid, and with them all in whose uid it stands; who has it already is joined."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from etl.facts.statements import EdgeKey
from etl.identity.follow import follow
from etl.identity.found import BY_NAME
from etl.identity.uids import OWNER, called
from etl.staging.spool import Spool
from etl.writing.joined import Image, joined_edge, joined_node
from etl.writing.writer import EDGES, NODES, Writer

Row = dict[str, Any]


@dataclass(slots=True)
class Renaming:
    """Renames entities; ``folder`` takes what is to be gone through, ``called`` (base label, names) of each.

    Killed anywhere and run again, it ends the same: an entity goes last, when all whose uid is made of its uid have
    gone, which are found by their edge to it, and when what they are called is written down.
    """

    writer: Writer
    folder: Path
    called: Spool

    def run(self, pairs: Mapping[str, str], sure: Mapping[str, float] | None = None, *, depth: int = 0) -> None:
        """Give each entity its new uid, by its old one; at most ``NODES`` of them.

        ``sure``: how sure the references by name to an entity are from now on. Raises ``StoreError``.
        """
        waiting = Spool(self.folder / f"renamed-{depth}")
        for row in self.writer.store.stream("etl_dependents", uids=list(pairs)):
            waiting.add(row["uid"])
        waiting.close()
        uids = iter(waiting)
        while batch := list(islice(uids, NODES)):
            deeper = {uid: renamed(uid, pairs) for uid in batch}
            self.run({old: new for old, new in deeper.items() if old != new}, depth=depth + 1)
        if pairs:
            self._move(pairs, sure or {})

    def _move(self, pairs: Mapping[str, str], sure: Mapping[str, float]) -> None:
        images = self._images({*pairs, *pairs.values()})
        there = {old: new for old, new in pairs.items() if old in images}
        self._nodes(there, images)
        edges = Spool(self.folder / "renamed-edges")
        for row in self.writer.store.stream("etl_edges_of", uids=list(there)):
            edges.add((row["relation"], row["start"], row["end"], row["properties"]))
        edges.close()
        rows = iter(edges)
        while batch := list(islice(rows, EDGES)):
            for relation, group in _by_relation(batch).items():
                self._edges(relation, group, list(self._moved(group, there, sure)))
        follow(self.writer.store, there)
        self.writer.sink.nodes("etl_nodes_gone", [{"uid": uid} for uid in there])
        self.writer.written.nodes_removed += len(there)

    def _nodes(self, pairs: Mapping[str, str], images: dict[str, Image]) -> None:
        """Write the entities under their new uid, where that changes anything."""
        rows: dict[str, list[Row]] = defaultdict(list)
        for old, new in pairs.items():
            image = joined_node(images[old], images.get(new), self.writer.vocabulary, self.writer.stamp)
            if image is not None:
                self._call(image)
                self.writer.written.nodes_created += new not in images
                images[new] = image
                rows[":".join(image["labels"])].append({"uid": new, "properties": {**image["properties"], "uid": new}})
        self.called.flush()
        for labels, group in sorted(rows.items()):
            self.writer.sink.nodes("etl_nodes", group, {"labels": labels}, now=self.writer.stamp.now)

    def _call(self, image: Image) -> None:
        """Note what an entity is called that is told of by rows: references to it may have waited for its uid."""
        if not image["properties"].get("stub"):
            vocabulary = self.writer.vocabulary
            label = vocabulary.label(vocabulary.kind_of(image["labels"]))
            self.called.add(
                (vocabulary.chain(label.name)[-1], [text for _, text in called(label, image["properties"])])
            )

    def _edges(self, relation: str, old: Mapping[EdgeKey, Row], moved: Sequence[tuple[EdgeKey, Row]]) -> None:
        """Write edges of one relation between the new uids; the old ones are noted, and go with their entities."""
        ends = [{"start": start, "end": end} for (_, start, end), _ in moved]
        found = self.writer.store.read("etl_edges_image", parts={"relation": relation}, rows=ends)
        known: dict[EdgeKey, Row] = {(relation, row["start"], row["end"]): row["properties"] for row in found}
        for key, properties in moved:
            known[key] = joined_edge(properties, known.get(key))
        rows = [{"start": key[1], "end": key[2], "properties": known[key]} for key in dict(moved)]
        self.writer.sink.edges("etl_edges_moved", relation, rows)
        self.writer.sink.edges("etl_edges_noted", relation, [{"start": a, "end": b} for _, a, b in old])
        self.writer.written.edges_updated += len(rows)

    def _moved(
        self, old: Mapping[EdgeKey, Row], pairs: Mapping[str, str], sure: Mapping[str, float]
    ) -> Iterator[tuple[EdgeKey, Row]]:
        """The edges with the ends they get; one that would lead back to itself is left out."""
        for (relation, *former), properties in old.items():
            start, end = (pairs.get(uid, uid) for uid in former)
            confidence = next((sure[uid] for uid in former if uid in sure), None)
            by_name = confidence is not None and properties.get("method") == BY_NAME
            if self.writer.vocabulary.relations[relation].symmetric and start > end:
                start, end = end, start
            if start != end:
                yield (relation, start, end), {**properties, "confidence": confidence} if by_name else properties

    def _images(self, uids: Iterable[str]) -> dict[str, Image]:
        found = self.writer.store.read("etl_nodes_image", uids=sorted(uids))
        return {row["uid"]: {"labels": row["labels"], "properties": row["properties"]} for row in found}


def renamed(uid: str, pairs: Mapping[str, str]) -> str:
    """``uid`` with the owners in it renamed: ``per:name:X@org:name:A#s`` → ``per:name:X@org:name:B#s``.

    An owner that has its new uid stays, though that may begin with the old one: ``org:name:A@reg:code:1``.
    """
    cuts = [*(match.start() for match in OWNER.finditer(uid)), len(uid)]
    for at, start in enumerate(cuts[:-1]):
        for end in reversed(cuts[at + 1 :]):  # an owner's uid may hold that of its own
            new = pairs.get(uid[start + 1 : end]) if uid[start] == "@" else None
            if new is not None and not uid.startswith(new, start + 1):
                return f"{uid[: start + 1]}{new}{renamed(uid[end:], pairs)}"
    return uid


def _by_relation(batch: Iterable[tuple[str, str, str, Row]]) -> dict[str, dict[EdgeKey, Row]]:
    groups: dict[str, dict[EdgeKey, Row]] = defaultdict(dict)
    for relation, start, end, properties in batch:
        groups[relation][relation, start, end] = properties
    return groups
