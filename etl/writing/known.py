"""What the store already has of the files being loaded, so that only what changed is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from etl.facts.spoken import edge_text
from etl.facts.statements import EdgeKey, file_of
from etl.identity.index import batches
from etl.rows.held import Held
from etl.staging.stack import Parts
from graph.store.bolt import Store


@dataclass(frozen=True, slots=True)
class Mine:
    """The ``SourceRef``s of a node or edge, parted: those of the files being loaded and those of others.

    ``held`` are those of the files being loaded whose row was refused this time: what it said before stays.
    """

    own: frozenset[str]
    held: tuple[str, ...]
    other: tuple[str, ...]
    hash: str | None = None
    stub: bool = False


@dataclass(slots=True)
class Known:
    """The view of one load on the store.

    ``files`` – ``source|file|`` of each file of the load; ``refused`` – ``source|file|sheet|row|`` of refused rows that
    keep their former content; ``warm`` – whether the store held anything.
    """

    files: frozenset[str]
    refused: Held
    warm: bool

    def part(self, refs: Sequence[str] | None, *, content: str | None = None, stub: bool = False) -> Mine:
        """The references of a node or edge, parted as seen from this load."""
        own, held, other = [], [], []
        for ref in refs or ():
            if file_of(ref) not in self.files:
                other.append(ref)
            elif self.refused and ref.rpartition("|")[0] + "|" in self.refused:
                held.append(ref)
            else:
                own.append(ref)
        return Mine(frozenset(own), tuple(held), tuple(other), content, stub)

    def existing(self, store: Store, uids: Sequence[str], former: Mapping[str, Mine]) -> dict[str, Mine]:
        """What the store has of ``uids``, as far as ``former`` does not say; nothing is asked of an empty store."""
        found = {uid: former[uid] for uid in uids if uid in former}
        for batch in batches([uid for uid in uids if uid not in found]) if self.warm else ():
            for row in store.read("etl_nodes_existing", uids=batch):
                found[row["uid"]] = self.part(row["sources"], content=row["hash"], stub=row["stub"])
        return found


@dataclass(slots=True)
class Former:
    """What files loaded before state, by part; both empty when all files are new."""

    known: Known
    nodes: Parts
    edges: Parts

    def look_up(self, store: Store) -> None:
        """Read it from the store."""
        keys = {prefix[:-1].replace("|", "/", 1): prefix for prefix in self.known.files}
        before = [keys[row["key"]] for row in store.read("etl_files", keys=list(keys))]
        if before:
            for row in store.stream("etl_known", files=before):
                if row["sources"]:
                    self.nodes.add(row["uid"], (row["uid"], row["sources"], row["stub"], row["hash"]))
                for relation, end, sources, content in row["edges"]:
                    key = (relation, row["uid"], end)
                    self.edges.add(edge_text(key), (*key, sources, content))
        self.nodes.close()
        self.edges.close()

    def nodes_of(self, part: int) -> dict[str, Mine]:
        """The entities of one part that files loaded before tell of."""
        rows: Iterable[tuple[str, list[str], bool, str | None]] = self.nodes[part]
        return {uid: self.known.part(sources, content=content, stub=stub) for uid, sources, stub, content in rows}

    def edges_of(self, part: int) -> dict[EdgeKey, Mine]:
        """The edges of one part that files loaded before state."""
        rows: Iterable[tuple[str, str, str, list[str], str]] = self.edges[part]
        return {(relation, a, b): self.known.part(refs, content=content) for relation, a, b, refs, content in rows}
