"""A cold load: import files written beside an empty embedded store and brought into it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.bulk.sink import BulkSink
from etl.bulk.writer import BulkWriter
from etl.facts.statements import EdgeFact, NodeFact
from etl.reports.progress import Step, unheard
from etl.writing.decide import Stamp
from etl.writing.sink import Refusals
from etl.writing.written import Written
from graph.store.address import StoreAddress
from graph.store.backup import Java, refuse_if_used
from graph.store.bolt import Store
from graph.store.disk import told
from graph.store.home import Home
from graph.store.importing import Imported, import_into
from graph.store.jars import Progress
from graph.store.schema import ensure_schema
from graph.vocabulary import Vocabulary

FILES = ".csv-"  # what the folder of the import files begins with


@dataclass(frozen=True, slots=True)
class Target:
    """The embedded store to load into: its folder, what it is run with, and who hears of the progress."""

    folder: Path
    java: Java = field(default_factory=Java)
    progress: Progress | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """What a load is told by: vocabulary, the marks of its facts, and the rows of its Source and SourceFile nodes."""

    vocabulary: Vocabulary
    stamp: Stamp
    sources: Sequence[Mapping[str, Any]] = ()
    files: Sequence[Mapping[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class Loaded:
    """A cold load that is in: its counts, where the store answers now, and how many edges an end is missing of."""

    written: Written
    address: StoreAddress
    missing: int


def bulk_load(nodes: Iterable[NodeFact], edges: Iterable[EdgeFact], opening: Opening, target: Target) -> Loaded:
    """Load facts into an empty embedded store: the graph a batched load would leave, which is then to be completed
    (``etl_load_complete``) by the caller, who holds the lock of loads.

    Parameters: ``nodes`` are read to their end before ``edges``; each uid and each (relation, start, end) comes once.
    The store may run or not; it runs afterwards, at another address, with its schema made. Failed or killed, the load
    leaves the store empty. Raises ``StoreError``: STORE_NOT_EMPTY, IMPORT_FAILED, DISK_FULL, FILE_DENIED, STORE_FOLDER,
    STORE_INDEX, and those of ``embedded.start``.
    """
    with cold_sink(target, Refusals()) as sink:
        written = write_facts(nodes, edges, opening, sink)
        imported = bring_in(sink, target, opening.vocabulary)
    written.edges_created -= imported.missing
    return Loaded(written, imported.address, imported.missing)


def write_facts(nodes: Iterable[NodeFact], edges: Iterable[EdgeFact], opening: Opening, sink: BulkSink) -> Written:
    """Give a load to ``sink``: its opening, then nodes, then edges. Returns the counts of what was given."""
    stamp = opening.stamp
    sink.start(id=stamp.load_id, started=stamp.now, sources=opening.sources, files=opening.files)
    writer = BulkWriter(sink, opening.vocabulary, stamp)
    writer.nodes(nodes)
    writer.edges(edges)
    return writer.written


@contextmanager
def cold_sink(target: Target, refusals: Refusals) -> Iterator[BulkSink]:
    """A sink for a load into the empty store of ``target``; ``bring_in`` then imports what it took.

    The files lie in the store's folder, readable for its owner alone, and are gone at the end.
    Raises ``StoreError``: STORE_NOT_EMPTY, DISK_FULL, FILE_DENIED, STORE_FOLDER.
    """
    refuse_if_used(target.folder, java=target.java)
    home = Home.of(target.folder)
    with told(home.folder):
        home.make()
        for left in home.folder.glob(f"{FILES}*"):  # of killed runs; the caller holds the lock of loads
            shutil.rmtree(left, ignore_errors=True)
        folder = Path(tempfile.mkdtemp(prefix=FILES, dir=home.folder))
    try:
        with BulkSink(folder, refusals) as sink:
            yield sink
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def bring_in(sink: BulkSink, target: Target, vocabulary: Vocabulary, told: Step = unheard) -> Imported:
    """Import what ``sink`` took, start the store and make its schema; ``told`` hears how many percent of that are done.
    Raises as ``import_into``, ``ensure_schema``."""
    imported = import_into(target.folder, sink.close(), java=target.java, progress=target.progress)
    with Store(imported.address) as store:
        ensure_schema(store, vocabulary, told)
    return imported
