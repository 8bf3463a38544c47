"""The organizations and people of the graph as they are compared."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from etl.identity.fold import folded
from etl.identity.party import Party, party
from etl.identity.people import CODES, Person
from graph.store.bolt import Store
from graph.vocabulary import Label, Vocabulary

BATCH = 1_000
CONTACTS = ("website", "phone", "address")


def organization_labels(vocabulary: Vocabulary) -> list[Label]:
    """The outermost kinds that have a unified social credit code."""
    return [label for label in _outermost(vocabulary) if _checked(label, "uscc")]


def people_labels(vocabulary: Vocabulary) -> list[Label]:
    """The outermost kinds that are told apart by what they belong to."""
    return [label for label in _outermost(vocabulary) if label.refer_within]


def organizations(store: Store, vocabulary: Vocabulary, label: Label) -> Iterator[Party]:
    """Every organization of ``label``, stubs included. Raises ``StoreError``."""
    lists = [name for name in label.refer_by if label.properties[name].type == "strings"]
    codes = {kind: _checked(label, kind) for kind in ("uscc", "org_code")}
    wanted = [label.caption, *lists, *filter(None, codes.values()), *(n for n in CONTACTS if n in label.properties)]
    regions, former = (_ends(store, label, link) for link in ("region", "former"))
    people = _members(store, vocabulary, label)
    for row in store.stream("identity_rows", parts={"label": label.name}, names=wanted):
        uid, found = row["uid"], dict(zip(wanted, row["values"], strict=True))
        if not found[label.caption]:
            continue
        yield party(
            {
                "uid": uid,
                "name": found[label.caption],
                "aliases": [text for name in lists for text in found[name] or ()],
                **{kind: found.get(name) for kind, name in codes.items() if name},
                **{name: found.get(name) for name in CONTACTS},
                "region": regions.get(uid),
                "former": former.get(uid),
                "people": people.get(uid),
            }
        )


def people(store: Store, vocabulary: Vocabulary, label: Label) -> Iterator[Person]:
    """The people of ``label`` who share a name or a code with another. Raises ``StoreError``."""
    names = [label.caption, *(kind for kind in CODES if kind in label.properties)]
    rows = {row["uid"]: dict(zip(names, row["values"], strict=True)) for row in _rows(store, label, names)}
    shared = Counter(key for row in rows.values() for key in _keys(row, label))
    wanted = iter([uid for uid, row in rows.items() if any(shared[key] > 1 for key in _keys(row, label))])
    link = label.links[str(label.refer_within)]
    parts = {"label": label.name, "relation": link.relation, "property": label.caption}
    while uids := list(islice(wanted, BATCH)):
        asked = {"uids": uids, "works": _works(vocabulary, label), "mentions": _mentions(vocabulary)}
        for found in store.read("identity_person", parts=parts, **asked):
            yield _person(rows[found["uid"]], label, found)


def _person(row: Mapping[str, Any], label: Label, found: Mapping[str, Any]) -> Person:
    works: dict[str, set[str]] = defaultdict(set)
    for uid, sources in found["works"]:
        works[uid].update(sources)
    return Person(
        uid=found["uid"],
        name=str(row[label.caption] or ""),
        codes={kind: str(row[kind]) for kind in CODES if row.get(kind)},
        organizations=frozenset(uid for uid, until in found["organizations"] if until is None),
        earlier=frozenset(uid for uid, until in found["organizations"] if until is not None),
        works={uid: frozenset(sources) for uid, sources in works.items()},
        partners=frozenset(folded(name) for name in found["partners"] if name),
        terms=frozenset(found["terms"]),
    )


def _rows(store: Store, label: Label, names: list[str]) -> Iterator[dict[str, Any]]:
    return store.stream("identity_rows", parts={"label": label.name}, names=names)


def _keys(row: Mapping[str, Any], label: Label) -> Iterator[tuple[str, str]]:
    if row[label.caption]:
        yield label.caption, folded(str(row[label.caption]))
    for kind in CODES:
        if row.get(kind) and kind != "staff_id":
            yield kind, str(row[kind]).casefold()


def _ends(store: Store, label: Label, link: str) -> dict[str, list[str]]:
    if link not in label.links or not label.links[link].outgoing:
        return {}
    parts = {"label": label.name, "relation": label.links[link].relation}
    return {row["uid"]: row["ends"] for row in store.stream("identity_links", parts=parts)}


def _members(store: Store, vocabulary: Vocabulary, label: Label) -> dict[str, list[str]]:
    members: dict[str, list[str]] = {}
    for one in people_labels(vocabulary):
        link = one.links[str(one.refer_within)]
        if link.outgoing and label.name in vocabulary.chain(link.target):
            parts = {"label": one.name, "relation": link.relation, "property": one.caption}
            members |= {row["uid"]: row["names"] for row in store.stream("identity_members", parts=parts)}
    return members


def _works(vocabulary: Vocabulary, label: Label) -> list[str]:
    """The relations of people to what has a text: patents, achievements."""
    written = {name for name, one in vocabulary.labels.items() if one.text}
    return [r.name for r in vocabulary.relations.values() if label.name in r.start and written & set(r.end)]


def _mentions(vocabulary: Vocabulary) -> list[str]:
    terms = {name for name, one in vocabulary.labels.items() if one.vocabulary}
    return [relation.name for relation in vocabulary.relations.values() if terms & set(relation.end)]


def _outermost(vocabulary: Vocabulary) -> Iterator[Label]:
    return (label for label in vocabulary.labels.values() if label.parent is None)


def _checked(label: Label, check: str) -> str | None:
    """The property of ``label`` that is checked as ``check``."""
    return next((name for name, prop in label.properties.items() if prop.check == check), None)
