"""Factors that read records: what all that somebody made says; is a right in force, how ripe is it, how new."""

from __future__ import annotations

from datetime import UTC, datetime

from graph.links.case import NAMED, Case, Told
from graph.links.makers import LEAST_VOTE
from graph.words import message

IN_FORCE = {"有效": 1.0, "授权": 1.0, "有权": 1.0, "审中": 0.6, "实质审查": 0.6, "公开": 0.5}
RIPE = {"产业化": 1.0, "量产": 1.0, "应用": 0.9, "中试": 0.7, "小试": 0.4, "实验室": 0.3, "研究": 0.2}
TRL = 9
HALF_LIFE = 8.0  # years in which freshness halves


def record(case: Case) -> Told:
    """How much all documents that somebody made say about the demand together, near ones far more than distant ones."""
    told, captions = case.candidate.record, case.signals.ground.projection.captions
    if case.candidate.is_document:
        return None
    if not told.heard:
        return 0.0, message("REASON_RECORD_NONE")
    heard = [document for document in case.candidate.documents if case.signals.text[document] >= LEAST_VOTE][:NAMED]
    if not heard:
        return told.value, message("REASON_RECORD", count=told.heard)
    return told.value, message("REASON_RECORD_NAMED", count=told.heard, document=captions[heard[0]])


def status(case: Case) -> Told:
    """Whether the right is in force, where the record says so."""
    said = str(case.document.get("legal_status") or "")
    value = next((value for word, value in IN_FORCE.items() if word in said), 0.2)
    return (value, message("REASON_STATUS", status=said)) if said else None


def readiness(case: Case) -> Told:
    """Technology readiness level of nine, or the stage that the record names."""
    level, stage = case.document.get("trl"), str(case.document.get("stage") or "")
    if isinstance(level, int):
        told = message("REASON_TRL_STAGE", level=level, stage=stage) if stage else message("REASON_TRL", level=level)
        return min(1.0, level / TRL), told
    value = next((value for word, value in RIPE.items() if word in stage), None)
    return None if value is None else (value, message("REASON_STAGE", stage=stage))


def freshness(case: Case) -> Told:
    """The year of the newest date of the record: 2^(−age/8)."""
    kind = case.signals.ground.projection.kind(case.candidate.documents[0])
    labels = case.signals.ground.vocabulary.labels
    dates = [p.name for p in labels[kind].properties.values() if p.type == "date"] if kind in labels else []
    years = [str(case.document[name])[:4] for name in dates if case.document.get(name)]
    newest = max((int(year) for year in years if year.isdecimal()), default=None)
    if newest is None:
        return None
    age = max(0, datetime.now(UTC).year - newest)
    return float(2 ** (-age / HALF_LIFE)), message("REASON_FRESH", year=newest)
