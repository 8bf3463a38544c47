"""A load into an empty store through import files: many times faster, for millions of rows."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from etl.bulk.lanes import Lane, write_edges
from etl.bulk.load import Target, bring_in, cold_sink
from etl.bulk.served import describe
from etl.bulk.sink import BulkSink
from etl.files.discover import Plan
from etl.loading import UNDO, Loading, State
from etl.staging.work import Work
from etl.writing.closing import complete
from etl.writing.known import Former
from etl.writing.opening import log_of, notes, now
from etl.writing.outcome import keep
from etl.writing.session import Session
from etl.writing.sink import Refusals
from etl.writing.undo import UndoLog
from etl.writing.written import Written
from graph.errors import InputError, StoreError
from graph.store.bolt import Store


def load_cold(loading: Loading, found: Plan, mark: str, target: Target) -> State:
    """Load ``found`` into the empty embedded store of ``target``: the graph that a load in batches would leave.

    The store answers elsewhere afterwards: the connection of ``loading`` is void. Failed or killed, it leaves the store
    empty. Raises ``InputError``; ``StoreError``: STORE_NOT_EMPTY, IMPORT_FAILED, DISK_FULL,
    LOAD_COUNTS and those of ``embedded.start``.
    """
    work = loading.work(mark[:16])
    work.clear()
    refusals = Refusals()
    with cold_sink(target, refusals) as sink:
        state, written = _written(loading, found, work, sink, refusals)
        running = {"id": state.stamp.load_id, "sequence": 1, "status": "running", "started": state.stamp.now}
        sink.notes("Load", [running])
        with loading.clock.stage("import", 100) as step:
            imported = bring_in(sink, target, loading.vocabulary, step)
    work.remove()
    if imported.missing and not written.refused:
        whole = written.edges
        raise StoreError("LOAD_COUNTS", what="edges", expected=whole, found=whole - imported.missing)
    with Store(imported.address) as store:
        _close(loading, store, state, written, mark)
    return state


def write_files(loading: Loading, found: Plan, folder: Path) -> State:
    """Write ``found`` as import files into ``folder``, with the command for the machine where a served store runs.

    Raises ``InputError``: FOLDER_IN_USE when it holds anything, and those of reading.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise InputError("FOLDER_IN_USE", folder=folder)
    work = loading.work("import-files")
    work.clear()
    refusals = Refusals()
    with BulkSink(folder, refusals) as sink:
        state, written = _written(loading, found, work, sink, refusals)
        loading.tell(state, written)
        sink.notes("Load", [_done(state)])
        nodes = sink.entities
        describe(sink.close(), loading.vocabulary, nodes=nodes)
    work.remove()
    return state


def _done(state: State) -> dict[str, Any]:
    """The node of a load that is complete as soon as its files are imported."""
    summary = orjson.dumps(state.report.summary()).decode()
    times = {"started": state.stamp.now, "finished": now()}
    return {"id": state.stamp.load_id, "sequence": 1, "status": "complete", "changes": state.report.changes,
            "report": summary, **times}  # fmt: skip


def _written(loading: Loading, found: Plan, work: Work, sink: BulkSink, refusals: Refusals) -> tuple[State, Written]:
    """Give the sources, files, entities and edges of a load to ``sink``."""
    state, connector = loading.connected(found, work)
    state.known.warm = False
    state.report.load_id = state.stamp.load_id
    sources, files = notes(found.files, state.stamp)
    sink.notes("Source", sources)
    sink.notes("SourceFile", files)
    session = loading.session(state, work, sink, refusals, kind=ColdSession)
    return state, session.write(lambda: connector.read_texts(loading.extractor))


@dataclass(slots=True)
class ColdSession(Session):
    """The writing of a load into import files: nothing was there before, and a load that is killed begins anew."""

    def _edges(self, former: Former) -> None:
        del former
        assert isinstance(self.sink, BulkSink)  # noqa: S101 - made so by both callers
        lane = Lane(self.work.folder, self.parts, self.stamp)
        with self.clock.stage("edges", self.parts) as step:
            self.written.add(write_edges(self.sink, lane, step))


def _close(loading: Loading, store: Store, state: State, written: Written, mark: str) -> None:
    log = UndoLog(log_of(loading.folder / UNDO, state.stamp.load_id))
    log.cold()
    log.close()
    loading.tell(state, written)
    complete(store, state.report, mark=mark, left=[], whole=True)
    keep(loading.folder, state.report, state.tables)
