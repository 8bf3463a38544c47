"""Entities that earlier loads only referred to, and whom this load tells of under a better key, become one with them:
in whatever order files are loaded, the graph is that of loading them at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path
from typing import Any

from etl.identity.identify import key_order
from etl.identity.index import BATCH, Index, batches
from etl.identity.resolve import Resolver
from etl.identity.uids import by_code
from etl.staging.spool import Spool
from etl.writing.rename import Renaming
from etl.writing.writer import NODES, Writer
from graph.vocabulary import Label

Row = Mapping[str, Any]


@dataclass(slots=True)
class Adoption:
    """Joins stubs of the store with the entities that are meant.

    ``told`` yields (base label, what one is called) of what the load tells of; ``folder`` takes what is to be renamed.
    What is renamed counts as told of: once two are one, a reference that might have meant either means it.
    """

    writer: Writer
    index: Index
    told: Callable[[], Iterable[tuple[str, list[str]]]]
    folder: Path
    _called: Spool = field(init=False)

    def run(self) -> None:
        """Join them. Kinds whose keys lead to others come after those. Raises ``StoreError``."""
        vocabulary = self.writer.vocabulary
        self._called = Spool(self.folder / "renamed-called", mode="ab")  # a load that was killed goes on with it
        for base in key_order(vocabulary):
            label = vocabulary.label(base)
            names = (name for of, called in chain(self.told(), self._called) if of == base for name in called)
            if by_code(label):
                self._listed(label, told=next(names, None) is not None)
                continue
            while not label.vocabulary and (batch := sorted(set(islice(names, BATCH)))):
                self._named(label, batch)
        self._called.close()

    def _listed(self, label: Label, *, told: bool) -> None:
        """Items of a code list that earlier loads knew by name alone, however it was spelled."""
        if told:
            parts = {"label": label.name, "property": label.caption}
            self._join(label, self.writer.store.read("etl_stubs_listed", parts=parts))

    def _named(self, label: Label, values: Sequence[str]) -> None:
        """Entities that earlier loads referred to by one of ``values``."""
        scalars = [prop for prop in label.refer_by if label.properties[prop].type != "strings"]
        for prop in scalars:
            parts = {"label": label.name, "property": prop}
            self._join(label, self.writer.store.read("etl_stubs", parts=parts, values=values))

    def _join(self, label: Label, stubs: Sequence[Row]) -> None:
        store = self.writer.store
        resolver = Resolver(self.writer.vocabulary, self.index)
        self.index.ask(store, {label.name: {stub["value"] for stub in stubs}})
        renaming = Renaming(self.writer, self.folder, self._called)
        for batch in batches(stubs, NODES):
            owners = self._owners(label, [stub["uid"] for stub in batch])
            meant = {}
            for stub in batch:
                uid, source = stub["uid"], stub["uid"].rpartition("#")[2]
                found = resolver.in_store(stub["value"], label, owners.get(uid, ()), source)
                if found is not None and found.uid != uid:
                    meant[uid] = found
            sure = {uid: found.confidence for uid, found in meant.items()}
            renaming.run({uid: found.uid for uid, found in meant.items()}, sure)

    def _owners(self, label: Label, uids: Sequence[str]) -> dict[str, list[str]]:
        """The uids of what tells stubs from others of their name."""
        found: dict[str, list[str]] = {}
        if label.refer_within is None:
            return found
        link = label.links[label.refer_within]
        near, far = ("start", "end") if link.outgoing else ("end", "start")
        for edge in self.writer.store.read("etl_edges_of", uids=uids):
            if edge["relation"] == link.relation:
                found.setdefault(edge[near], []).append(edge[far])
        return found
