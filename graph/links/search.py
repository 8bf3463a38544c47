"""Find entities by words: captions first, then the full-text index of the store."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from graph.links.bounds import FIRST, within
from graph.links.ground import Ground
from graph.links.lucene import lucene
from graph.links.results import Hit, SearchResult
from graph.store.schema import full_text_properties
from graph.text.segment import fold, tokens
from graph.vocabulary import ENTITY, Level, Vocabulary

LIMIT = 1_000  # hits that are looked at and counted
PREFIXED = 200  # captions that begin with the query
EXACT, PREFIX = 4.0, 2.0  # scores of captions that are the query, or begin with it; other hits are below 1
QUERY = (1, 500)  # characters of a query that are read
SNIPPET = 80  # characters of a snippet
CLAUSES = 900  # Lucene refuses more than 1024; each phrase is looked for in every property
NARROWED = re.compile(r"\s*([^:：\s]+)\s*[:：]\s*(.*)", re.DOTALL)


def search(ground: Ground, query: str, *, kinds: Sequence[str], first: int) -> SearchResult:
    """Entities whose caption or public text has the words of ``query``; ``专利:石墨烯`` narrows to a kind.

    Raises ``NotFoundError`` (UNKNOWN_KIND), ``LimitError``, ``StoreError``.
    """
    within("first", first, FIRST)
    within("query", len(query), (0, QUERY[1]))
    own = ground.projection.find(query.strip())
    named, words = ((), query) if own is not None else narrowed(ground.vocabulary, query)
    wanted = ground.projection.of_kinds((*kinds, *named)) if (*kinds, *named) else None
    scores = {node: score for node, score in _scored(ground, words.strip()).items() if wanted is None or wanted[node]}
    if own is not None and (wanted is None or wanted[own]):
        scores[own] = EXACT + 1
    ranked = sorted(scores, key=lambda node: (-scores[node], node))
    shown = ranked[:first]
    texts = _texts(ground, shown)
    hits = tuple(Hit(ground.entity(node), scores[node], _snippet(ground, node, texts, words)) for node in shown)
    counts = Counter(ground.projection.kind(node) for node in ranked)
    return SearchResult(hits, ground.version, len(ranked) > first, dict(sorted(counts.items())))


def narrowed(vocabulary: Vocabulary, query: str) -> tuple[tuple[str, ...], str]:
    """The kind that a query's ``kind:`` names – by name, caption, or the caption's end – and the rest of it."""
    match = NARROWED.fullmatch(query)
    if match:
        kinds = _kinds_called(vocabulary, match[1].casefold())
        return (kinds, match[2]) if kinds else ((), query)
    return (), query


def _kinds_called(vocabulary: Vocabulary, said: str) -> tuple[str, ...]:
    """The kinds that ``said`` names: one by its whole name, else all whose Chinese caption ends so (需求)."""
    for name, label in vocabulary.labels.items():
        english = (name.casefold(), label.words.en.casefold())
        if said in (*english, *(f"{word}s" for word in english), label.words.zh, label.prefix):
            return (name,)
    return tuple(n for n, label in vocabulary.labels.items() if len(said) > 1 and label.words.zh.endswith(said))


def _scored(ground: Ground, words: str) -> dict[int, float]:
    """Scores by node: those found by uid or caption, then those of the full-text index, scaled below 1."""
    if not words:
        return {}
    graph = ground.projection
    rows = [(graph.find(row["uid"]), float(row["score"])) for row in _full_text(ground, words)]
    top = max((score for _, score in rows), default=1.0)
    scores: dict[int, float] = {}
    for node, score in rows:  # several rows may be of entities that are shown as one; the best of them counts
        if node is not None:
            scores.setdefault(node, score / (top * 1.001))
    for node in islice(graph.captioned(words), PREFIXED):
        scores[node] = EXACT if fold(graph.captions[node]) == fold(words) else PREFIX + scores.get(node, 0.0)
    return scores


def _full_text(ground: Ground, words: str) -> list[dict[str, Any]]:
    """Hits with all words; when there are none, hits with any."""
    most = max(2, CLAUSES // max(1, len(full_text_properties(ground.vocabulary))))
    for every in (True, False):
        query = lucene(words, every=every, most=most)
        rows = ground.store.read("links_search", query=query, limit=LIMIT) if query else []
        if rows:
            return rows
    return []


def _texts(ground: Ground, nodes: Sequence[int]) -> dict[str, Mapping[str, Any]]:
    uids = [ground.projection.uids[node] for node in nodes]
    return ground.properties(uids)


def _snippet(ground: Ground, node: int, texts: Mapping[str, Mapping[str, Any]], words: str) -> str:
    """The public text of an entity around the first word of the query that stands in it; else ""."""
    properties = texts.get(ground.projection.uids[node], {})
    sought = [fold(words), *(token.text for token in sorted(tokens(fold(words)), key=lambda t: -len(t.text)))]
    for word in sought:
        for text in _public(ground.vocabulary, ground.projection.kind(node), properties):
            at = fold(text).find(word)
            if at >= 0:
                low = max(0, at - (SNIPPET - len(word)) // 2)
                piece = " ".join(text[low : low + SNIPPET].split())
                return f"{'…' if low else ''}{piece}{'…' if low + SNIPPET < len(text) else ''}"
    return ""


def _public(vocabulary: Vocabulary, kind: str, properties: Mapping[str, Any]) -> Iterator[str]:
    if kind == ENTITY:
        return
    for prop in vocabulary.label(kind).visible(Level.PUBLIC):
        value = properties.get(prop.name)
        if prop.type in ("string", "text", "strings") and value:
            yield "；".join(map(str, value)) if isinstance(value, list) else str(value)
