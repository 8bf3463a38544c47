"""One reference to the uid it means: within the load, then in the store, then a stub, else the reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from etl.identity.index import Index, base_label
from etl.identity.uids import SOURCE, key_of, tier_uid
from etl.rows.codes import CHECKS
from graph.errors import InputError
from graph.vocabulary import Label, Link, Vocabulary

STATED = "stated"
REMEMBERED = 300_000  # answers
BY_NAME = "reference-by-name"
CONFIDENCE = {"caption": 0.95, "alias": 0.9}  # of a reference by name, by what it matched

Problem = tuple[str, Mapping[str, object]]  # code of a message and its values


@dataclass(frozen=True, slots=True)
class Found:
    """What a reference means. ``stub``: nothing is known of it but the ``properties`` it was referred to with."""

    uid: str
    method: str = STATED
    confidence: float = 1.0
    stub: bool = False
    properties: Mapping[str, str] = field(default_factory=dict)
    owner: str | None = None


@dataclass(slots=True)
class Resolver:
    """Finds what references mean; equal questions are answered once, as long as they are not too many."""

    vocabulary: Vocabulary
    index: Index
    _known: dict[tuple[str, str, str | None, str, str], Found | Problem] = field(default_factory=dict)

    def find(self, text: str, link: Link, owner: str | None, source: str) -> Found | Problem:
        """What ``text`` means in a row of ``source``; ``owner`` is the uid that tells it from others of its name."""
        key = (link.target, text, owner, source, link.unresolved)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._find(text, link, owner, source)
        return known

    def _find(self, text: str, link: Link, owner: str | None, source: str) -> Found | Problem:
        label = self.vocabulary.label(link.target)
        if text.startswith(label.prefix + ":"):
            return Found(text, stub=True, properties=key_of(text, label))
        wrong: list[InputError] = []
        spelled = list(_spellings(text, label, wrong))
        for place in (self._in_rows, self._in_store):
            for prop, value in spelled:
                uids = place(label, prop, value, owner=owner, source=source)
                if len(uids) > 1:
                    return "REFERENCE_AMBIGUOUS", {"count": len(uids)}
                if uids:
                    return _found(uids[0], label, prop)
        if wrong:
            return wrong[0].code, wrong[0].values
        return self._stub(spelled, link, owner, source)

    def _in_rows(self, label: Label, prop: str, value: str, *, owner: str | None, source: str) -> list[str]:
        rows = self.index.rows(base_label(label, self.vocabulary), prop, value)
        if label.parent is not None:
            family = self.vocabulary.family(label.name)
            rows = [row for row in rows if row.kind in family]
        if _needs_owner(label, prop):
            rows = [row for row in rows if owner is not None and owner in row.owners]
        uids = list(dict.fromkeys(row.uid for row in rows))
        own = list(dict.fromkeys(row.uid for row in rows if row.source == source))
        return own if len(uids) > 1 and len(own) == 1 else uids

    def _in_store(self, label: Label, prop: str, value: str, *, owner: str | None, source: str) -> list[str]:
        found = self.index.stored(base_label(label, self.vocabulary), prop, value)
        if _needs_owner(label, prop):
            found = [item for item in found if owner is not None and owner in item.owners]
        uids = list(dict.fromkeys(item.uid for item in found))
        own = [uid for uid in uids if f":{source}/" in uid or uid.endswith(f"#{source}")]
        return own if len(own) == 1 else uids

    def in_store(self, text: str, label: Label, owners: Sequence[str], source: str) -> Found | None:
        """The one entity of the store, told by a row of its own, that ``text`` means; None when there is not just one.

        ``owners``: any of them may tell it from others of its name; ``source``: whose text it is.
        """
        for prop, value in _spellings(text, label, []):
            found: dict[str, None] = {}
            for owner in owners or (None,):
                found.update(dict.fromkeys(self._in_store(label, prop, value, owner=owner, source=source)))
            if found:
                return _found(next(iter(found)), label, prop) if len(found) == 1 else None
        return None

    def _stub(self, spelled: list[tuple[str, str]], link: Link, owner: str | None, source: str) -> Found | Problem:
        label = self.vocabulary.label(link.target)
        if link.unresolved == "warn":
            return "REFERENCE_UNRESOLVED", {}
        for prop, value in spelled:
            known = {prop: value, SOURCE: source, label.refer_within or "": owner}
            if label.properties[prop].type == "strings" or not _keyable(label, prop, value):
                continue
            for tier in label.keys:
                uid = tier_uid(label, tier, known.get) if prop in tier else None
                if uid is not None:
                    method, sure = (BY_NAME, CONFIDENCE["caption"]) if prop == label.caption else (STATED, 1.0)
                    owned = owner if label.refer_within in tier else None
                    return Found(uid, method, 1.0 if label.vocabulary else sure, True, {prop: value}, owned)
        return ("REFERENCE_EMPLOYER" if label.refer_within and owner is None else "REFERENCE_UNRESOLVED"), {}


def _spellings(text: str, label: Label, wrong: list[InputError]) -> Iterator[tuple[str, str]]:
    """The ``refer_by`` properties that ``text`` may be a value of, with it; wrong check digits go to ``wrong``."""
    for prop in label.refer_by:
        check = CHECKS.get(label.properties[prop].check or "")
        try:
            yield prop, check(text) if check else text
        except InputError as error:
            if error.code.endswith("_DIGIT"):
                wrong.append(error)


def _needs_owner(label: Label, prop: str) -> bool:
    return label.refer_within is not None and (prop,) not in label.keys


def _keyable(label: Label, prop: str, value: str) -> bool:
    """Whether an unknown ``value`` may become a stub: a code list takes codes only, never an unknown name as a code."""
    code_list = label.keys == ((prop,),) and prop != label.caption
    return not code_list or (value.isascii() and " " not in value)


def _found(uid: str, label: Label, prop: str) -> Found:
    if label.vocabulary or (prop != label.caption and label.properties[prop].type != "strings"):
        return Found(uid)
    return Found(uid, BY_NAME, CONFIDENCE["caption" if prop == label.caption else "alias"])
