"""``MENTIONS`` edges from documents to terms: those their keywords state, and those found in their texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from etl.facts.spoken import Spoken
from etl.identity.resolve import Found, Resolver
from etl.rows.clean import line
from etl.rows.records import Record
from graph.vocabulary import Label, Level, Link, Property, Vocabulary

MENTIONS = "MENTIONS"
LENGTHS = range(2, 41)  # characters of a term; one character or a whole sentence links nothing
PER_DOCUMENT = 8
QUOTE = 60
SURE = (0.6, 0.9)  # confidence of a mention found in text, for weight 0 to 1


class TermLike(Protocol):
    """A term found in a text: its name, weight in (0, 1], and where it stands."""

    @property
    def name(self) -> str:
        """The term as the lexicon has it."""

    @property
    def weight(self) -> float:
        """How much the text is about it, in (0, 1]."""

    @property
    def start(self) -> int:
        """Where it begins in the text."""

    @property
    def end(self) -> int:
        """Where it ends, exclusive."""


class Extractor(Protocol):
    """Finds known terms in a text (``graph.text.terms.TermExtractor``)."""

    def extract(self, text: str) -> Sequence[TermLike]:
        """The known terms in ``text``."""


MakeExtractor = Callable[[Iterable[str]], Extractor]  # from the lexicon: the names of all known terms


@dataclass(slots=True)
class Mentions:
    """States the mentions of records; ``lexicon`` has the names of terms with their uids."""

    spoken: Spoken
    resolver: Resolver
    label: Label
    lexicon: dict[str, str] = field(default_factory=dict)

    def know(self, names: str | Iterable[str] | None, uid: str) -> None:
        """Add one or more names of a term to the lexicon, unless another term has them."""
        for name in (names,) if isinstance(names, str) else names or ():
            self.lexicon.setdefault(name, uid)

    def keywords(self, record: Record, uid: str, ref: str) -> None:
        """Edges to the terms that the record's keyword properties list; terms not known yet become nodes.

        A record that is a term itself only goes into the lexicon, with its synonyms.
        """
        if record.label.vocabulary:
            for prop in record.label.refer_by:
                self.know(record.properties.get(prop), uid)
        for text in keywords(record):
            found = self.resolver.find(text, term_link(self.label), None, record.place.source)
            if not isinstance(found, Found):
                continue
            origin = {"origin": "keyword"} if found.stub and "origin" in self.label.properties else {}
            self.spoken.refer(found, self.label, ref, **origin)
            self.spoken.relate((MENTIONS, uid, found.uid), {"confidence": 1.0, "method": "keyword", "weight": 1.0}, ref)
            self.lexicon.setdefault(text, found.uid)

    def texts(self, record: Record, uid: str, ref: str, extractor: Extractor) -> None:
        """Edges to the best known terms in the record's texts, with the piece of text around each."""
        best: dict[str, dict[str, Any]] = {}
        for prop in (record.label.properties[name] for name in record.label.text):
            text = str(record.properties.get(prop.name, ""))
            for term in extractor.extract(text) if text else ():
                target = self.lexicon.get(term.name)
                if target is not None and (target not in best or term.weight > best[target]["weight"]):
                    best[target] = _mention(term, text, prop)
        for target in sorted(best, key=lambda key: (-best[key]["weight"], key))[:PER_DOCUMENT]:
            self.spoken.relate((MENTIONS, uid, target), best[target], ref)


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
        for text in (value,) if isinstance(value, str) else value:
            term = line(text)
            if term and len(term) in LENGTHS:
                yield term


def _mention(term: TermLike, text: str, prop: Property) -> dict[str, Any]:
    low, high = SURE
    values: dict[str, Any] = {
        "confidence": round(low + (high - low) * term.weight, 3),
        "method": "text",
        "weight": round(term.weight, 4),
        "field": prop.name,
    }
    if prop.level == Level.PUBLIC:
        return {**values, "quote": quote(text, term.start, term.end)}
    return {**values, "level": int(prop.level)}


def quote(text: str, start: int, end: int) -> str:
    """At most ``QUOTE`` characters of ``text`` around [start, end), on one line."""
    room = max(0, QUOTE - (end - start)) // 2
    return " ".join(text[max(0, start - room) : end + room][:QUOTE].split())
