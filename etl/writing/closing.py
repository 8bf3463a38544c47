"""The end of a load: what it did goes into its report and into its node in the graph."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import orjson

from etl.reports.report import LoadReport
from etl.rows.faults import Place
from etl.writing.changes import ChangeLog
from etl.writing.opening import now
from etl.writing.written import NUMBERS, Written
from graph.errors import InputError
from graph.sources import SourceRef
from graph.store.bolt import Store


def fill(report: LoadReport, written: Written, refused: Counter[str]) -> None:
    """Enter what was written into ``report``; ``refused`` counts the refused rows by sheet ("source|file|sheet|")."""
    for name in NUMBERS:
        setattr(report, name, getattr(written, name))
    late = _refused_late(report, written)
    found: Counter[str] = Counter()
    for sort in report.faults.sorts:
        found[sort.at] += sort.count
    for one in report.files:
        at = one.at
        states = written.rows.get(at, Counter[str]())
        one.created, one.updated, one.unchanged = states["created"], states["updated"], states["unchanged"]
        one.merged = states["merged"]
        one.rejected, one.faults = refused[at] + late[at], found[at]
        one.stubs, one.edges = written.stubs[at], written.stated[at]


def complete(store: Store, report: LoadReport, *, mark: str, left: Sequence[str], whole: bool) -> None:
    """Close the load in the graph; ``left`` are loads that had been killed, whose work this one did again.

    ``whole``: the store was empty before, so that all of it is new.
    """
    done: dict[str, Any] = {"finished": now(), "changes": report.changes, "fingerprint": mark, "left": list(left)}
    note = ChangeLog(report.load_id, whole=whole).mark()
    told = orjson.dumps(report.summary()).decode()
    store.write("etl_load_complete", first=note, id=report.load_id, report=told, **done)


def _refused_late(report: LoadReport, written: Written) -> Counter[str]:
    """Rows that the store itself would not take: their faults, and how many there are in each sheet."""
    late: Counter[str] = Counter()
    for ref, code, values in written.refused:
        parsed = SourceRef.parse(ref)
        place = Place(parsed.source, parsed.file, parsed.sheet, parsed.row)
        why = values.get("neo4j_code", values.get("why", ""))
        report.faults.append(place.fault("", InputError("ROW_REFUSED", fault=code, why=why)))
        late[f"{parsed.source}|{parsed.file}|{parsed.sheet}|"] += 1
    return late
