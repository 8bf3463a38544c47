"""The writing of one load, part by part: its nodes, its edges, and what it takes back."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from etl.facts.spoken import edge_facts, node_facts
from etl.facts.statements import EdgeKey, Facts
from etl.identity.index import Index
from etl.reports.progress import Clock
from etl.staging.garbage import seldom
from etl.staging.spool import Spool
from etl.staging.stack import Parts
from etl.staging.work import Work
from etl.writing.adopt import Adoption
from etl.writing.behind import Behind, Task
from etl.writing.decide import Stamp
from etl.writing.known import Former, Known, Mine
from etl.writing.retract import gone_nodes, retract_edges, retract_nodes
from etl.writing.sink import DrySink, Refusals, Sink
from etl.writing.writer import Writer
from etl.writing.written import Written
from graph.errors import StoreError
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

Finish = Callable[[], None]


@dataclass(slots=True)
class Session:
    """Everything a load is about once its statements lie on disk.

    Stopped anywhere and run again, it leaves the same graph; parts that are marked as done in ``work`` are left out.
    """

    store: Store
    vocabulary: Vocabulary
    known: Known
    work: Work
    parts: int
    stamp: Stamp
    sink: Sink
    clock: Clock
    written: Written = field(default_factory=Written)
    refusals: Refusals = field(default_factory=Refusals)

    @seldom()
    def write(self, meanwhile: Finish) -> Written:
        """Write all parts. Returns what was changed.

        ``meanwhile`` adds the last edges to the statements while the nodes are written: it keeps this processor busy,
        the store the other. Raises ``StoreError``.
        """
        former = Former(self.known, self._parts("former-nodes"), self._parts("former-edges"))
        with self.clock.stage("compare"):
            former.look_up(self.store)
        with ThreadPoolExecutor(1) as pool:
            nodes = pool.submit(self._nodes, former)
            meanwhile()
            nodes.result()
        self._edges(former)
        with self.clock.stage("retract"):
            writer = self._writer()
            retract_nodes(writer, self._read("gone"))
            if self.known.warm and not isinstance(self.sink, DrySink):  # what is not written can be nobody's meaning
                index = Index(self.vocabulary, self.work.folder)
                Adoption(writer, index, lambda: self._read("called"), self.work.folder).run()
                index.close()
            self.written.add(writer.written)
        if self.refusals.missing and not self.written.refused:
            whole = self.written.edges
            raise StoreError("LOAD_COUNTS", what="edges", expected=whole, found=whole - self.refusals.missing)
        return self.written

    def _nodes(self, former: Former) -> None:
        nodes = self._parts("nodes", mode="rb")
        with self.clock.stage("nodes", self.parts) as step, Behind() as behind:
            for part in range(self.parts):
                if (done := self._done("nodes", part)) is None:
                    done = self._nodes_of(part, node_facts(self.vocabulary, nodes, part), former.nodes_of(part))
                behind.run(done)
                behind.do(partial(step, part + 1))

    def _nodes_of(self, part: int, facts: Facts, before: Mapping[str, Mine]) -> Iterator[Task]:
        writer, called = self._writer(), self._spool("called", part)
        if self.known.warm:
            writer.told = lambda base, names: called.add((base, names))
        leave = self._spool("gone", part)
        for one in gone_nodes(before, facts):
            leave.add(one)
        leave.close()
        yield from writer.nodes(facts, before)
        yield called.close
        yield partial(self._mark, "nodes", part, writer)

    def _edges(self, former: Former) -> None:
        edges = self._parts("edges", mode="rb")
        with self.clock.stage("edges", self.parts) as step, Behind() as behind:
            for part in range(self.parts):
                if (done := self._done("edges", part)) is None:
                    done = self._edges_of(part, edge_facts(self.vocabulary, edges, part), former.edges_of(part))
                behind.run(done)
                behind.do(partial(step, part + 1))

    def _edges_of(self, part: int, facts: Facts, before: Mapping[EdgeKey, Mine]) -> Iterator[Task]:
        writer = self._writer()
        yield from writer.edges(facts, before)
        yield partial(retract_edges, writer, before, facts)
        yield partial(self._mark, "edges", part, writer)

    def _done(self, stage: str, part: int) -> Iterator[Task] | None:
        """What notes a part that was done before, None when it was not."""
        plain = self.work.done(stage, part)
        return None if plain is None else iter([partial(self.written.add, Written.parse(plain))])

    def _mark(self, stage: str, part: int, writer: Writer) -> None:
        writer.written.refused += self.refusals.told()
        self.work.mark(stage, part, writer.written.plain())
        self.written.add(writer.written)

    def _writer(self) -> Writer:
        return Writer(self.store, self.vocabulary, self.known, self.stamp, self.sink)

    def _parts(self, name: str, *, mode: str = "wb") -> Parts:
        return Parts(self.work.folder, name, self.parts, mode=mode)

    def _read(self, name: str) -> Iterator[Any]:
        for part in range(self.parts):
            yield from self._spool(name, part, mode="rb")

    def _spool(self, name: str, part: int, *, mode: str = "wb") -> Spool:
        return Spool(self.work.folder / f"{name}-{part:03}", mode=mode)
