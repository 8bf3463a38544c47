"""A demand as a match reads it: its terms with what they weigh, and its words for retrieval."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from graph.links.evidence import EdgeKey, EdgeRecord
from graph.links.footing import Footing
from graph.links.ground import Ground
from graph.links.model import Entity, Evidence
from graph.links.wanted import Wanted, wanted_terms, wanted_words
from graph.projection.projection import View
from graph.projection.stored import read_texts
from graph.text.generic import generic
from graph.text.segment import fold, tokens
from graph.vocabulary import ENTITY
from graph.words import message

QUOTE = 60  # characters of the typed text around a term
SPOKEN = 8  # demands or documents that speak for who has no text
CAPTION = 40  # characters of a typed text that name it
TYPED = 0.9  # confidence that a typed text is about a term found in it

Texts = Mapping[str, Mapping[str, Any]]  # properties by uid


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked for. ``node``: its id; ``None`` for a typed text, whose edges to terms are in ``edges``.

    ``words``: the words to retrieve by, with weights; ``terms``: the heaviest first; ``linked``: ids of the terms that
    the demand has edges to, with the edges' confidence; ``bare``: the text is nothing but known terms.
    """

    entity: Entity
    node: int | None
    text: str
    terms: tuple[Wanted, ...]
    words: Mapping[str, float]
    linked: Mapping[int, float]
    edges: Mapping[EdgeKey, EdgeRecord]
    bare: bool = False

    @property
    def mass(self) -> float:
        """What all its terms weigh together."""
        return sum(term.weight for term in self.terms)


def stored(ground: Ground, view: View, uid: str, texts: Texts | None = None) -> Demand:
    """The demand – or any other entity – with ``uid``. Raises ``NotFoundError`` (UNKNOWN_UID), ``StoreError``.

    Who has no text of their own is read by what they ask for, or else by what they made. ``texts``: see ``said``.
    """
    node = ground.projection.id_of(uid)
    return said(ground, view, [node] if ground.is_written(node) else [node, *_speaking(ground, view, node)], texts)


def said(ground: Ground, view: View, spoken: Sequence[int], texts: Texts | None = None) -> Demand:
    """What the first of ``spoken`` asks for or offers, as all of them say it together.

    ``texts``: properties by uid, as ``Ground.properties`` reads them, of all that speak; read here when not given.
    Raises ``StoreError``.
    """
    node, entity = spoken[0], ground.entity(spoken[0])
    if texts is None:
        texts = ground.properties([ground.projection.uids[one] for one in spoken])
    text = "\n".join(_text(ground, ground.entity(one), texts) for one in spoken)
    linked: dict[int, float] = {}
    for relation in ground.scheme.mentions:
        for term, sure in (edge for one in spoken for edge in _edges(view, relation, one)):
            if ground.is_term[term]:
                linked[term] = max(sure, linked.get(term, 0.0))
    return reworded(ground, Demand(entity, node, text, (), {}, linked, {}))


def reworded(ground: Ground, demand: Demand) -> Demand:
    """The demand with the terms and words that its text and its edges of any confidence above 0 give."""
    title = "" if demand.node is None else demand.entity.caption
    linked = {term: sure for term, sure in demand.linked.items() if sure > 0}
    wanted = wanted_terms(ground, demand.text, title, {} if demand.node is None else linked)
    return replace(demand, terms=wanted, words=wanted_words(demand.text, title, ground, wanted))


def _speaking(ground: Ground, view: View, node: int) -> list[int]:
    """The demands next to a node; where there are none, the documents that it made."""
    both = ((relation, forward) for relation in view.relations for forward in (True, False))
    near = {int(far) for relation, forward in both for far in view.neighbours(relation, node, forward=forward)}
    asked = sorted(far for far in near if ground.projection.kind(far) == ground.scheme.demand)
    made = sorted(far for far in near if ground.projection.kind(far) in ground.scheme.supply)
    return (asked or made)[:SPOKEN]


def typed(ground: Footing, text: str) -> Demand:
    """A demand typed by hand; its uid is ``text:`` and a hash of it."""
    text = text.strip()
    caption = " ".join(text[:CAPTION].split()) + ("…" if len(text) > CAPTION else "")
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]
    entity = Entity(f"text:{digest}", ground.scheme.demand, caption)
    wanted = wanted_terms(ground, text, "", {})
    linked = {term.node: TYPED for term in wanted if term.node is not None}
    edges = dict(_typed_edge(ground, entity, text, term) for term in wanted if term.node is not None)
    return Demand(
        entity, None, text, wanted, wanted_words(text, "", ground, wanted), linked, edges, _is_bare(text, ground)
    )


def _is_bare(text: str, ground: Footing) -> bool:
    inside = {at for term in ground.lexicon.extract(text) for at in range(term.start, term.end)}
    said = [token for token in tokens(fold(text)) if token.text not in generic()]
    return bool(said) and all(token.start in inside for token in said)


def _text(ground: Ground, entity: Entity, texts: Texts) -> str:
    if entity.kind == ENTITY:
        return entity.caption
    found = texts.get(entity.uid, {})
    values = [found.get(name) for name in read_texts(ground.vocabulary.label(entity.kind))]
    parts = [one for value in values if value for one in (value if isinstance(value, list) else [value])]
    return "\n".join(dict.fromkeys((entity.caption, *map(str, parts))))


def _edges(view: View, relation: str, node: int) -> list[tuple[int, float]]:
    if relation not in view.relations:
        return []
    rows = view.adjacency(relation).out
    span = slice(int(rows.indptr[node]), int(rows.indptr[node + 1]))
    return list(zip(rows.indices[span].tolist(), rows.confidence[span].tolist(), strict=True))


def _typed_edge(ground: Footing, entity: Entity, text: str, term: Wanted) -> tuple[EdgeKey, EdgeRecord]:
    where: dict[str, Any] = {"source": "", "row": 1, "sheet": "", "field": "text"}
    room = max(0, QUOTE - (term.end - term.start)) // 2
    quote = " ".join(text[max(0, term.start - room) : term.end + room].split())
    title = message("TYPED_TEXT")
    evidence = Evidence(title=title, file=f"（{title.zh}）({title.en})", quote=quote, **where)
    key = (entity.uid, ground.mention, ground.projection.uids[term.node or 0])
    return key, EdgeRecord(TYPED, "text", (evidence,))
