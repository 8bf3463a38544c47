"""What the texts of a row say of terms: which known ones they mention, and which phrases name what they are about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Protocol

from graph.text.background import Background, packaged
from graph.text.keyphrases import KeyphraseExtractor
from graph.text.segment import fold
from graph.text.terms import Term
from graph.vocabulary import Label, Level, Property

PER_DOCUMENT = 8  # known terms
QUOTE = 60
TEXT, KEYPHRASE = "text", "keyphrase"  # methods
SURE = {TEXT: (0.6, 0.9), KEYPHRASE: (0.8, 0.9)}  # confidence of a mention found in text, for weight 0 to 1

PHRASES, POOL = 3, 5  # per document: taken, looked at
LIKELY, CERTAIN = 0.3, 0.5  # weight from which a phrase is taken, and from which although the background lacks it
LEAST, MOST = 5, 0.01  # texts of the background that have a phrase: a number at least, a share of all at most

Said = Sequence[tuple[str, dict[str, Any]]]  # terms, each with the properties of the edge to it


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
class KnownTerms:
    """Reads which terms of a lexicon (names with uids) the texts of a row mention best: their uids."""

    make: MakeExtractor
    lexicon: Mapping[str, str]
    _extractor: Extractor | None = field(init=False, default=None)

    def __call__(self, label: Label, properties: Mapping[str, Any]) -> Said:
        """The best terms, with the piece of text around each."""
        if self._extractor is None:
            self._extractor = self.make(sorted(self.lexicon))
        best: dict[str, tuple[float, TermLike, str, Property]] = {}
        for prop in (label.properties[name] for name in label.text):
            text = str(properties.get(prop.name, ""))
            for term in self._extractor.extract(text) if text else ():
                target = self.lexicon.get(term.name)
                if target is not None and (target not in best or term.weight > best[target][0]):
                    best[target] = round(term.weight, 4), term, text, prop
        chosen = sorted(best, key=lambda uid: (-best[uid][0], uid))[:PER_DOCUMENT]
        return [(uid, _mention(TEXT, *best[uid][1:])) for uid in chosen]


@dataclass(slots=True)
class Phrases:
    """Reads what the public texts of a row are about when it lists no keywords: phrases as they stand there.

    Which ones depends on the row and on the packaged background alone, so that it is the same whatever else is loaded.
    ``background``: gives another one.
    """

    background: Callable[[], Background] = packaged
    _extractor: KeyphraseExtractor | None = field(init=False, default=None)

    @staticmethod
    def fit(label: Label) -> bool:
        """Whether rows of a kind have texts and could list keywords."""
        return bool(label.text and label.terms)

    def __call__(self, label: Label, properties: Mapping[str, Any]) -> Said:
        """The best phrases, with the piece of text around each."""
        if any(properties.get(name) for name in label.terms):
            return ()
        props = [prop for name in label.text if (prop := label.properties[name]).level == Level.PUBLIC]
        texts = [(prop, str(properties[prop.name])) for prop in props if properties.get(prop.name)]
        return [(term.name, _mention(KEYPHRASE, term, text, prop)) for term, text, prop in self._best(texts, label)]

    def _best(self, texts: Sequence[tuple[Property, str]], label: Label) -> Iterator[tuple[Term, str, Property]]:
        if self._extractor is None:
            self._extractor = KeyphraseExtractor(self.background())
        heading = len(texts[0][1]) if texts and texts[0][0].name == label.caption else 0
        terms = self._extractor.extract("\n".join(text for _, text in texts), first=POOL, heading=heading)
        for term in islice((one for one in terms if tells(one, self._extractor.background)), PHRASES):
            at = 0  # where the text that the phrase stands in begins
            for prop, text in texts:
                if term.end <= at + len(text):
                    yield term._replace(start=term.start - at, end=term.end - at), text, prop
                    break
                at += len(text) + 1


def tells(term: TermLike, background: Background) -> bool:
    """Whether a phrase is worth a node: likely a keyword, and of a few texts of the background or very likely one."""
    texts = background.counts.get(fold(term.name), 0)
    known = LEAST <= texts <= MOST * background.texts
    return term.weight >= (LIKELY if known else CERTAIN) and texts <= MOST * background.texts


def _mention(method: str, term: TermLike, text: str, prop: Property) -> dict[str, Any]:
    low, high = SURE[method]
    values: dict[str, Any] = {
        "confidence": round(low + (high - low) * term.weight, 3),
        "method": method,
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
