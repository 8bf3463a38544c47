"""One reference to the uid it means: within the load, then in the store, then a stub, else the reason why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from etl.identity.found import BY_NAME, CONFIDENCE, STATED, Found, Problem, disagreement, found_by, waiting
from etl.identity.index import Index, base_label
from etl.identity.listed import SIGN, code_first, rejoined
from etl.identity.place_paths import above, path_code, sole_code, title
from etl.identity.spellings import keyable, named_code, needs_owner, spellings
from etl.identity.uids import SOURCE, by_code, key_of, tier_uid, waiting_uid
from etl.rows.coded import parted
from graph.errors import InputError
from graph.vocabulary import Label, Link, Vocabulary

REMEMBERED = 300_000  # answers


@dataclass(slots=True)
class Resolver:
    """Finds what references mean; equal questions are answered once, as long as they are not too many."""

    vocabulary: Vocabulary
    index: Index
    _known: dict[tuple[str, str, str | None, str, str], Found | Problem] = field(default_factory=dict)
    _marks: list[str] = field(init=False)  # of uids made of an item that waits for its list

    def __post_init__(self) -> None:
        lists = (label for label in self.vocabulary.labels.values() if by_code(label))
        self._marks = [f"@{waiting_uid(label, '')}" for label in lists]

    def find(self, text: str, link: Link, owner: str | None, source: str) -> Found | Problem:
        """What ``text`` means in a row of ``source``; ``owner`` is the uid that tells it from others of its name."""
        key = (link.target, text, owner, source, link.unresolved)
        known = self._known.get(key)
        if known is None:
            if len(self._known) >= REMEMBERED:
                self._known.clear()
            known = self._known[key] = self._find(text, link, owner, source)
        return known

    def whole(self, texts: Sequence[str], link: Link, source: str) -> Sequence[str]:
        """The references of a row, those that are names of a code list put together where the cell's signs parted
        them."""
        if len(texts) < 2 or not by_code(self.vocabulary.label(link.target)):
            return texts

        def known(text: str) -> bool:
            found = self.find(text, link, None, source)
            return isinstance(found, Found) and not found.stub

        return list(rejoined(texts, known))

    def _find(self, text: str, link: Link, owner: str | None, source: str) -> Found | Problem:
        label = self.vocabulary.label(link.target)
        if text.startswith(label.prefix + ":"):
            return Found(text, stub=True, properties=key_of(text, label))
        if (found := self._both(text, link, owner, source) or self._place(text, label)) is not None:
            return found
        wrong: list[InputError] = []
        spelled = list(spellings(text, label, wrong))
        for place in (self._in_rows, self._in_store):
            for prop, value in spelled:
                uids = place(label, prop, value, owner=owner, source=source)
                if len(uids) > 1:
                    return self._several(uids, label, self._stub(spelled, link, owner, source))
                if uids:
                    return found_by(uids[0], label, prop)
        if (found := self._listed(text, link, source)) is not None:
            return found
        if wrong:
            return wrong[0].code, wrong[0].values
        return self._stub(spelled, link, owner, source)

    def _listed(self, text: str, link: Link, source: str) -> Found | None:
        """The item of a code list whose code and name ``text`` gives: by its code, by its name where nobody has the
        code. Of a text with signs of enumeration, which may be several items, both must mean it."""
        label, pair = self.vocabulary.label(link.target), code_first(text)
        if pair is None or not by_code(label):
            return None
        coded, named = (self.find(part, link, None, source) for part in pair)
        known = [found for found in (coded, named) if isinstance(found, Found) and not found.stub]
        if SIGN in text and not (len(known) == len(pair) and known[0].uid == known[1].uid):
            return None
        return known[0] if known else None

    def _place(self, text: str, label: Label) -> Found | None:
        """The place that ``text`` means when it is a path, or a name that only one has: the same whatever is loaded."""
        if not label.places:
            return None
        path = path_code(text)
        code = path or sole_code(text)
        if code is None:
            return None
        ((prop, *_), *_) = label.keys
        found, *wider = (
            Found(f"{label.prefix}:{prop}:{one}", stub=True, properties={prop: one, label.caption: title(one)})
            for one in (code, *above(code))
        )
        if path is None:
            found = replace(found, method=BY_NAME, confidence=CONFIDENCE["caption"])
        return replace(found, above=tuple(wider))

    def _both(self, text: str, link: Link, owner: str | None, source: str) -> Found | Problem | None:
        """What a reference that gives a name and a code means; None when ``text`` is none.

        The entity with that code, where it is known; else the one with that name, else a stub of both, so that files
        may come in any order. Whatever speaks against it is told as a doubt.
        """
        label, pair = self.vocabulary.label(link.target), parted(text)
        coded = named_code(pair[1], label) if pair is not None else None
        if pair is None or coded is None:
            return None
        named = self.find(pair[0], link, owner, source)
        if isinstance(coded, InputError):
            return replace(named, doubt=(coded.code, coded.values)) if isinstance(named, Found) else named
        found = self.find(coded, link, owner, source)
        if not isinstance(found, Found):
            return named
        if found.stub and (not isinstance(named, Found) or named.stub):
            return replace(found, properties={**found.properties, label.caption: pair[0]})
        doubt = disagreement(named, found, label) if isinstance(named, Found) else None
        return replace(named if found.stub and isinstance(named, Found) else found, doubt=doubt)

    def _several(self, uids: Sequence[str], label: Label, stub: Found | Problem) -> Found | Problem:
        """What a name that fits several means: nothing, unless the items of code lists that tell them apart still wait
        for their list, or it names such an item itself. Then it waits, too."""
        waits = by_code(label) or any(mark in uid for uid in uids for mark in self._marks)
        if waits and isinstance(stub, Found) and stub.uid not in uids:
            return replace(stub, doubt=("REFERENCE_UNCLEAR", {"count": len(uids)}))
        return "REFERENCE_AMBIGUOUS", {"count": len(uids)}

    def _in_rows(self, label: Label, prop: str, value: str, *, owner: str | None, source: str) -> list[str]:
        rows = self.index.rows(base_label(label, self.vocabulary), prop, value)
        if label.parent is not None:
            family = self.vocabulary.family(label.name)
            rows = [row for row in rows if row.kind in family]
        if needs_owner(label, prop):
            rows = [row for row in rows if owner is not None and owner in row.owners]
        uids = list(dict.fromkeys(row.uid for row in rows))
        own = list(dict.fromkeys(row.uid for row in rows if row.source == source))
        return own if len(uids) > 1 and len(own) == 1 else uids

    def _in_store(self, label: Label, prop: str, value: str, *, owner: str | None, source: str) -> list[str]:
        found = self.index.stored(base_label(label, self.vocabulary), prop, value)
        if needs_owner(label, prop):
            found = [item for item in found if owner is not None and owner in item.owners]
        uids = list(dict.fromkeys(item.uid for item in found))
        own = [uid for uid in uids if f":{source}/" in uid or uid.endswith(f"#{source}")]
        return own if len(own) == 1 else uids

    def in_store(self, text: str, label: Label, owners: Sequence[str], source: str) -> Found | None:
        """The one entity of the store, told by a row of its own, that ``text`` means; None when there is not just one.

        ``owners``: any of them may tell it from others of its name; ``source``: whose text it is.
        """
        for prop, value in spellings(text, label, []):
            found: dict[str, None] = {}
            for owner in owners or (None,):
                found.update(dict.fromkeys(self._in_store(label, prop, value, owner=owner, source=source)))
            if found:
                return found_by(next(iter(found)), label, prop) if len(found) == 1 else None
        return None

    def _stub(self, spelled: list[tuple[str, str]], link: Link, owner: str | None, source: str) -> Found | Problem:
        label = self.vocabulary.label(link.target)
        if link.unresolved == "warn":
            return "REFERENCE_UNRESOLVED", {}
        for prop, value in spelled:
            known = {prop: value, SOURCE: source, label.refer_within or "": owner}
            if label.properties[prop].type == "strings" or not keyable(label, prop, value):
                continue
            for tier in label.keys:
                uid = tier_uid(label, tier, known.get) if prop in tier else None
                if uid is not None:
                    method, sure = (BY_NAME, CONFIDENCE["caption"]) if prop == label.caption else (STATED, 1.0)
                    owned = owner if label.refer_within in tier else None
                    return Found(uid, method, 1.0 if label.vocabulary else sure, True, {prop: value}, owned)
        if by_code(label) and label.caption in dict(spelled):
            return waiting(dict(spelled)[label.caption], label, ("REFERENCE_WAITING", {}))
        return ("REFERENCE_EMPLOYER" if label.refer_within and owner is None else "REFERENCE_UNRESOLVED"), {}
