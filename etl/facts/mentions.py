"""``MENTIONS`` edges from documents to terms: those their keywords state, and those found in their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from etl.facts.spoken import Spoken
from etl.facts.statements import LISTED, ORIGIN
from etl.facts.texts import TEXT, Said
from etl.identity.found import Found
from etl.identity.resolve import Resolver
from etl.rows.clean import line
from etl.rows.records import Record
from graph.vocabulary import Label, Link, Vocabulary

MENTIONS = "MENTIONS"
LENGTHS = range(2, 41)  # characters of a term; one character or a whole sentence links nothing
STATED = {"confidence": 1.0, "method": LISTED, "weight": 1.0}


@dataclass(slots=True)
class Mentions:
    """States the mentions of records; ``lexicon`` has the names of terms with their uids."""

    spoken: Spoken
    resolver: Resolver
    label: Label
    lexicon: dict[str, str] = field(default_factory=dict)
    _link: Link = field(init=False)

    def __post_init__(self) -> None:
        self._link = term_link(self.label)

    def know(self, names: str | Iterable[str] | None, uid: str) -> None:
        """Add one or more names of a term to the lexicon, unless another term has them."""
        for name in (names,) if isinstance(names, str) else names or ():
            self.lexicon.setdefault(name, uid)

    def name(self, record: Record, uid: str, ref: str, phrases: Said = ()) -> None:
        """Edges to the terms that the record's keyword properties list, and to ``phrases`` of its texts.

        Terms not known yet become nodes. A record that is a term itself only goes into the lexicon, with its synonyms.
        """
        if record.label.vocabulary:
            for prop in record.label.refer_by:
                self.know(record.properties.get(prop), uid)
        for text in keywords(record):
            self._name(text, record.place.source, (uid, ref), STATED, LISTED)
        for phrase, properties in phrases:
            term = line(phrase)
            if term is not None:
                self._name(term, record.place.source, (uid, ref), properties, TEXT)

    def _name(self, text: str, source: str, document: tuple[str, str], properties: dict[str, Any], origin: str) -> None:
        found = self.resolver.find(text, self._link, None, source)
        if not isinstance(found, Found):
            return
        uid, ref = document
        more = {ORIGIN: origin} if found.stub and ORIGIN in self.label.properties else {}
        self.spoken.refer(found, self.label, ref, **more)
        self.spoken.relate((MENTIONS, uid, found.uid), properties, ref)
        self.lexicon.setdefault(text, found.uid)

    def mention(self, uid: str, ref: str, known: Said) -> None:
        """Edges to ``known`` terms found in the texts of a record."""
        for term, properties in known:
            self.spoken.relate((MENTIONS, uid, term), properties, ref)


def term_label(vocabulary: Vocabulary) -> Label | None:
    """The kind that texts are linked to; None when the vocabulary has none, or no relation ``MENTIONS``."""
    if MENTIONS not in vocabulary.relations:
        return None
    return next((label for label in vocabulary.labels.values() if label.vocabulary), None)


def term_link(label: Label) -> Link:
    """The link by which documents mention terms; no column states it."""
    return Link(MENTIONS, label.words, MENTIONS, outgoing=True, target=label.name, many=True)


def keywords(record: Record) -> Iterator[str]:
    """The terms that a record's keyword properties list, each as one line."""
    for name in record.label.terms:
        value = record.properties.get(name) or ()
        for term in (line(value),) if isinstance(value, str) else value:  # those of a list were made lines before
            if term and len(term) in LENGTHS:
                yield term
