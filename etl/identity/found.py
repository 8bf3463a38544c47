"""What a reference turned out to mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from etl.identity.uids import waiting_uid
from graph.vocabulary import Label

STATED = "stated"
BY_NAME = "reference-by-name"
CONFIDENCE = {"caption": 0.95, "alias": 0.9}  # of a reference by name, by what it matched

Problem = tuple[str, Mapping[str, object]]  # code of a message and its values


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference means. ``stub``: nothing is known of it but the ``properties`` it was referred to with.

    ``above``: of a place known by GB/T 2260, what it lies in, the nearest first; ``doubt``: what the row's owner should
    hear of it.
    """

    uid: str
    method: str = STATED
    confidence: float = 1.0
    stub: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)
    owner: str | None = None
    above: tuple[Found, ...] = ()
    doubt: Problem | None = None


def waiting(name: str, label: Label, doubt: Problem) -> Found:
    """An item of a code list that no list has under that name so far: it waits for one (``etl/writing/adopt.py``)."""
    sure = CONFIDENCE["caption"]
    return Found(waiting_uid(label, name), BY_NAME, sure, True, {label.caption: name}, doubt=doubt)


def disagreement(named: Found, found: Found, label: Label) -> Problem | None:
    """What is odd about a name and a code of which one at least is known: ``named`` is what the name alone means,
    ``found`` what the code alone does."""
    if found.uid == named.uid:
        return None
    if named.stub:
        return "REFERENCE_BY_CODE", {}
    has_another = any(named.uid.startswith(f"{label.prefix}:{prop}:") for prop in found.properties)
    return ("REFERENCE_CODE", {}) if not found.stub or has_another else None


def found_by(uid: str, label: Label, prop: str) -> Found:
    """The entity ``uid``, which has what the reference says as its ``prop``."""
    if label.vocabulary or (prop != label.caption and label.properties[prop].type != "strings"):
        return Found(uid)
    return Found(uid, BY_NAME, CONFIDENCE["caption" if prop == label.caption else "alias"])
