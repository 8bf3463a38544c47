"""What several records of one entity say together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graph.vocabulary import Label

Stored = Mapping[str, Any]

ALL = ("stub", "fictitious")  # marks of an entity that hold only when they hold for every record
OWN = ("uid", "canonical", "content_hash", "load_id")


def united(label: Label | None, front: Stored, others: Sequence[Stored]) -> dict[str, Any]:
    """The properties of ``front``, the record that is shown, with what only the ``others`` say.

    What ``front`` says stands, also where another contradicts; lists are joined; what the others are called is added to
    the list of names that one refers by (aliases), where ``label`` has one.
    """
    found = dict(front)
    for other in others:
        for name, value in other.items():
            if name in OWN or name in ALL:
                continue
            if isinstance(value, list) and isinstance(found.get(name), list):
                found[name] = [*found[name], *(item for item in value if item not in found[name])]
            elif found.get(name) in (None, "", []):
                found[name] = value
    for mark in ALL:
        if not all(one.get(mark) for one in (front, *others)):
            found.pop(mark, None)
    _call(found, label, others)
    return found


def _call(found: dict[str, Any], label: Label | None, others: Sequence[Stored]) -> None:
    lists = [name for name in label.refer_by if label.properties[name].type == "strings"] if label else []
    if label is None or not lists:
        return
    names = [str(other[label.caption]) for other in others if other.get(label.caption)]
    known = [*(found.get(lists[0]) or ())]
    more = [name for name in dict.fromkeys(names) if name not in known and name != found.get(label.caption)]
    if known or more:
        found[lists[0]] = [*known, *more]
