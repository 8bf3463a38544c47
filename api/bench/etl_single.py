"""What a load writes, written again with one MERGE per row: the naive way, for the ratio."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Any

from api.bench.timing import elapsed
from etl.files.discover import plan
from etl.identity.index import batches
from etl.loading import Loading
from etl.reports.progress import Clock
from etl.staging.work import Work
from etl.writing.sink import Parts, Refusals, Row
from graph.store.bolt import Store
from graph.store.schema import ensure_keys
from graph.text.terms import TermExtractor
from graph.vocabulary import Vocabulary

BATCH = 2_000
MOST = 5_000  # statements that are timed, of nodes and of edges
WARM = 5  # one in so many more is run before, untimed

Call = tuple[str, Mapping[str, str], dict[str, Any]]  # statement, its places, its parameters with one row


@dataclass(slots=True)
class Taken:
    """A ``Sink`` that keeps what a load would write, row by row."""

    nodes_of: list[Call] = field(default_factory=list)
    edges_of: list[Call] = field(default_factory=list)

    def nodes(
        self, statement: str, rows: Sequence[Row], parts: Parts | None = None, **params: object
    ) -> frozenset[str]:
        """See ``Sink``."""
        self.nodes_of += [(statement, parts or {}, {"rows": [row], **params}) for row in rows]
        return frozenset()

    def edges(self, statement: str, relation: str, rows: Sequence[Row], **params: object) -> int:
        """See ``Sink``."""
        self.edges_of += [(statement, {"relation": relation}, {"rows": [row], **params}) for row in rows]
        return 0

    def left(self, uid: str, degree: int, *, referred: bool) -> int:
        """See ``Sink``."""
        del uid, referred
        return degree


def one_by_one(folder: Path, store: Store, vocabulary: Vocabulary) -> dict[str, float]:
    """Nodes and edges a second with the load's own statements, one row each, each a transaction that commits itself.

    Into an empty store with the constraints and indexes of a first load; it is empty again afterwards. Timed are a
    tenth of the nodes and edges that the load of ``folder`` would write, ``MOST`` of each at most, drawn from all
    kinds and relations. Before, some are written untimed, since a virtual machine that has yet to warm up would count
    against it. Reading and validating the rows is not timed either.
    """
    taken = _taken(folder, store, vocabulary)
    ensure_keys(store, vocabulary)
    draw = random.Random(1)  # noqa: S311 - no secret
    draw.shuffle(taken.nodes_of)
    draw.shuffle(taken.edges_of)
    nodes = _rate(store, taken.nodes_of)
    _write(store, taken.nodes_of)  # edges need both their ends
    edges = _rate(store, taken.edges_of)
    store.sweep("schema_clear")
    return {"nodes": nodes, "edges": edges}


def _taken(folder: Path, store: Store, vocabulary: Vocabulary) -> Taken:
    taken, refusals = Taken(), Refusals()
    with tempfile.TemporaryDirectory(prefix="kezhuan-bench-") as scratch:
        loading = Loading(store, vocabulary, Path(scratch), Clock(), TermExtractor)
        work = Work(Path(scratch) / "rows")
        state, connector = loading.connected(plan([folder]), work)
        loading.session(state, work, taken, refusals).write(lambda: connector.read_texts(TermExtractor))
    return taken


def _rate(store: Store, calls: list[Call]) -> float:
    """Statements a second; those that were run are taken from ``calls``."""
    most = min(MOST, len(calls) // 10)
    _run(store, [calls.pop() for _ in range(most // WARM)])
    timed = [calls.pop() for _ in range(most)]
    return most / elapsed(lambda: _run(store, timed))


def _run(store: Store, calls: Sequence[Call]) -> None:
    for statement, places, params in calls:
        store.sweep(statement, parts=places, **params)


def _write(store: Store, calls: Sequence[Call]) -> None:
    """The same rows, many in a statement."""
    for _, group in groupby(sorted(calls, key=_where), key=_where):
        for batch in batches(list(group), BATCH):
            statement, places, params = batch[0]
            store.write(
                statement, parts=places, **params | {"rows": [row for call in batch for row in call[2]["rows"]]}
            )


def _where(call: Call) -> tuple[str, ...]:
    return (call[0], *call[1].values())
