"""One load, step by step: read, connect, write, close; or what is left of them after a crash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from etl.facts.connect import Connector
from etl.facts.texts import MakeExtractor
from etl.files.discover import Plan
from etl.identity.merge import renew
from etl.reports.fault_log import FaultLog
from etl.reports.progress import Clock
from etl.reports.report import LoadReport
from etl.rows.gather import gather
from etl.rows.held import Held
from etl.rows.table import Gathered
from etl.staging.garbage import seldom
from etl.staging.work import Work
from etl.writing.changes import ChangeLog, drop_old
from etl.writing.closing import complete, fill
from etl.writing.decide import Stamp
from etl.writing.known import Known
from etl.writing.opening import log_of, new_stamp, open_load
from etl.writing.session import Session
from etl.writing.sink import DrySink, Refusals, Sink, StoreSink
from etl.writing.undo import UndoLog
from etl.writing.written import Written
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

REHEARSAL = "rehearsal"  # folder of a dry run
FAULTS = "faults"  # file of a load's faults, in its folder
UNDO = "undo"  # folder of the undo logs, beside the folders of loads that run
PART = 25_000  # rows whose statements are merged at once
MOST = 128  # parts


@dataclass(slots=True)
class State:
    """What a load knows once its files are read; kept on disk, so that a killed load can go on from there."""

    report: LoadReport
    tables: list[Gathered]
    known: Known
    parts: int
    stamp: Stamp
    refused: Counter[str] = field(default_factory=Counter)  # rows, by sheet


@dataclass(slots=True)
class Loading:
    """What every step of a load needs. ``folder``: where undo logs and the files of running loads lie."""

    store: Store
    vocabulary: Vocabulary
    folder: Path
    clock: Clock
    extractor: MakeExtractor | None

    def run(self, found: Plan, mark: str) -> State:
        """Load the files of ``found``, whose fingerprint is ``mark``; going on where the same load was killed.

        Raises ``InputError`` before anything is written, ``StoreError``.
        """
        left = [row["id"] for row in self.store.read("etl_load_running")]
        work = self.work(mark[:16])
        state: State | None = work.prepared()
        finish: Callable[[], None] = _nothing
        fresh = False  # a killed load may have committed a batch that it doesn't know of
        if state is not None and state.stamp.load_id in left:
            self.clock.seconds.update(state.report.seconds)
        else:
            work.clear()
            state, connector = self.connected(found, work)
            state.stamp = open_load(self.store, found.files, self.folder / UNDO, warm=state.known.warm)
            fresh = not state.known.warm

            def finish() -> None:
                self._texts(connector, state, work)

        self._write(state, work, finish, fresh=fresh)
        state.report.load_id, state.report.recovered = state.stamp.load_id, bool(left)
        state.report.changes += bool(left)
        renew(self.store)
        left = [one for one in left if one != state.stamp.load_id]
        complete(self.store, state.report, mark=mark, left=left, whole=not state.known.warm)
        drop_old(self.store)
        work.remove()
        return state

    def rehearse(self, found: Plan) -> tuple[State, list[tuple[str, str]]]:
        """Do everything but write. Returns what would be done, and examples: (statement, what it would change)."""
        work = Work(self.folder / REHEARSAL)
        work.clear()
        state, connector = self.connected(found, work)
        sink = DrySink(self.store, state.known.warm)
        session = self.session(state, work, sink, Refusals())
        written = session.write(lambda: connector.read_texts(self.extractor))
        self.tell(state, written)
        work.remove()
        return state, sink.shown

    def work(self, name: str) -> Work:
        """The load's own folder; those of killed loads of other content are removed, nobody will go on with them."""
        for path in self.folder.iterdir():
            if path.is_dir() and path.name not in (UNDO, REHEARSAL, name):
                Work(path).remove()
        return Work(self.folder / name)

    @seldom()
    def connected(self, found: Plan, work: Work) -> tuple[State, Connector]:
        """Read the files and connect their records; nothing is written to the store. Raises ``InputError``."""
        report = LoadReport(faults=FaultLog(work.folder / FAULTS), ignored_files=found.ignored)
        tables = read(found, self.vocabulary, report, work.folder, self.clock)
        rows = sum(len(table.spool) for table in tables)
        parts = min(MOST, 1 + rows // PART)
        texts = self.extractor is not None
        connector = Connector(self.store, self.vocabulary, tables, work.folder, parts, self.clock, report, texts)
        connector.identify()
        connector.relate()
        files = frozenset(f"{file.source.id}|{file.name}|" for file in found.files)
        known = Known(files, Held(tables), connector.warm)
        refused = Counter({table.report.at: table.rejected for table in tables})
        return State(report, tables, known, parts, new_stamp(self.store, found.files), refused), connector

    def _texts(self, connector: Connector, state: State, work: Work) -> None:
        connector.read_texts(self.extractor)
        state.report.seconds = dict(self.clock.seconds)
        work.prepare(state)

    def _write(self, state: State, work: Work, finish: Callable[[], None], *, fresh: bool) -> None:
        undo = UndoLog(log_of(self.folder / UNDO, state.stamp.load_id))
        try:
            refusals = Refusals()
            changes = ChangeLog(state.stamp.load_id, whole=not state.known.warm)
            sink = StoreSink(self.store, undo, state.known.warm, refusals, changes, fresh=fresh)
            written = self.session(state, work, sink, refusals).write(finish)
        finally:
            undo.close()
        self.tell(state, written)

    def tell(self, state: State, written: Written) -> None:
        """Enter what was written, and the time it took, into the report."""
        fill(state.report, written, state.refused)
        state.report.changes = written.changes
        state.report.seconds, state.report.elapsed = self.clock.seconds, self.clock.elapsed()

    def session(
        self, state: State, work: Work, sink: Sink, refusals: Refusals, *, kind: type[Session] = Session
    ) -> Session:
        """What writes a load to ``sink``; ``kind``: how."""
        return kind(
            self.store,
            self.vocabulary,
            state.known,
            work,
            state.parts,
            state.stamp,
            sink,
            self.clock,
            refusals=refusals,
        )


def read(found: Plan, vocabulary: Vocabulary, report: LoadReport, folder: Path, clock: Clock) -> list[Gathered]:
    """Read and validate all files; see ``gather``. Their records lie in ``folder``."""
    tables: list[Gathered] = []
    with clock.stage("read", len(found.files)) as step:
        for number, file in enumerate(found.files, 1):
            tables += gather(file, vocabulary, report, folder)
            step(number)
    return tables


def _nothing() -> None:
    """Everything is on disk already."""
