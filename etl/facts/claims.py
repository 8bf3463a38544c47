"""Rows that claim a checked code (USCC, ORCID …) that another row has under another name: the later ones are refused.

A valid check digit doesn't prove ownership: public lists give one organization another's code.
"""

from __future__ import annotations

from collections.abc import Iterator

from etl.identity.uids import called
from etl.rows.records import Record
from etl.staging.stack import Parts, Stack

Dispute = tuple[int, tuple[int, str]]  # entry of the row that came later; row and file of the one before


def note(claims: Parts, entry: int, record: Record, uid: str) -> None:
    """Keep the names under which a row claims the code that its ``uid`` was made of, when that could be disputed."""
    label = record.label
    prop = label.properties.get(uid.split(":", 2)[1])
    if record.explicit or prop is None or prop.check is None or label.caption not in label.refer_by:
        return
    names = [text for name, text in called(label, record.properties) if label.properties[name].check is None]
    claims.add(uid, (entry, uid, names, record.place.file, record.place.row))


def disputes(claims: Parts) -> Iterator[Dispute]:
    """The rows whose code belongs to an earlier row that knows it by none of their names."""
    for number in range(len(claims)):
        yield from _disputes(claims[number])


def _disputes(claims: Stack) -> Iterator[Dispute]:
    known: dict[str, tuple[set[str], str, int]] = {}
    for entry, uid, names, file, row in claims:
        first = known.get(uid)
        if first is None:
            known[uid] = set(names), file, row
        elif first[0].isdisjoint(names):
            yield entry, (first[2], first[1])
        else:
            first[0].update(names)
