"""What the store already has of the files being loaded, so that only what changed is written."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from etl.facts.facts import EdgeKey, file_of
from etl.identity.index import batches
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
    keep their former content; ``edges`` and ``nodes`` – what files loaded before state, empty when all are new.
    """

    files: frozenset[str]
    refused: frozenset[str]
    warm: bool = False
    edges: dict[EdgeKey, Mine] = field(default_factory=dict)
    nodes: dict[str, Mine] = field(default_factory=dict)

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


def look_up(store: Store, files: Iterable[str], refused: Iterable[str]) -> Known:
    """What ``store`` has of ``files`` ("source|file|" each)."""
    known = Known(frozenset(files), frozenset(refused))
    known.warm = bool(store.read("etl_any"))
    keys = {prefix[:-1].replace("|", "/", 1): prefix for prefix in known.files}
    before = [keys[row["key"]] for row in store.read("etl_files", keys=list(keys))]
    if before:
        for row in store.stream("etl_known", files=before):
            if row["sources"]:
                known.nodes[row["uid"]] = known.part(row["sources"], stub=row["stub"])
            for relation, end, sources, content in row["edges"]:
                known.edges[relation, row["uid"], end] = known.part(sources, content=content)
    return known


def existing(store: Store, known: Known, uids: Sequence[str]) -> dict[str, Mine]:
    """What the store has of ``uids``; nothing is asked of an empty store."""
    found: dict[str, Mine] = {}
    for batch in batches(uids) if known.warm else ():
        for row in store.read("etl_nodes_existing", uids=batch):
            found[row["uid"]] = known.part(row["sources"], content=row["hash"], stub=row["stub"])
    return found
