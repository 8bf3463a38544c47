"""Find entities by words: captions first, then the full-text index of the store."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from graph.links.bounds import FIRST, within
from graph.links.ground import Ground
from graph.links.model import Hit, SearchResult
from graph.store.schema import full_text_properties
from graph.text.generic import is_generic
from graph.text.segment import fold, tokens
from graph.text.terms import general_rarity
from graph.vocabulary import ENTITY, Level, Vocabulary

LIMIT = 1_000  # hits that are looked at and counted
PREFIXED = 200  # captions that begin with the query
EXACT, PREFIX = 4.0, 2.0  # scores of captions that are the query, or begin with it; other hits are below 1
QUERY = (1, 500)  # characters of a query that are read
SNIPPET = 80  # characters of a snippet
CLAUSES = 900  # Lucene refuses more than 1024; each phrase is looked for in every property
PART = 60  # characters of a part that are looked for as they stand
LONGEST = 6  # characters of a compound of words
SPACES = re.compile(r"[\s,，。;；、]+")
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


def lucene(words: str, *, every: bool, most: int) -> str:
    """A Lucene query for texts with the words of ``words``; "" when there are none.

    A part between spaces is looked for as it stands, which counts most, and by its words. ``every``: texts must have
    all of them, else any. ``most``: how many phrases the query may have; the rarest words stay.
    """
    said = [part[:PART] for part in SPACES.split(words) if any(c.isalnum() for c in part)]
    parts = ([part for part in said if not is_generic(fold(part))] or said)[: most // 2]
    pieces = [pieces_of(part) for part in parts]
    kept = set(sorted({p for one in pieces for p in one}, key=lambda p: (-general_rarity(p), p))[: most - len(parts)])
    join = " AND " if every else " OR "
    clauses = (
        f'"{_quoted(part)}"^4' + (f" OR ({join.join(inner)})" if inner else "")
        for part, inner in (
            (part, [f'"{_quoted(p)}"' for p in dict.fromkeys(one) if p in kept and p != fold(part)])
            for part, one in zip(parts, pieces, strict=True)
        )
    )
    return join.join(f"({clause})" for clause in clauses)


def pieces_of(part: str) -> list[str]:
    """The words of a text without spaces; a single character goes with the word before it, as in 石墨|烯."""
    pieces: list[str] = []
    for token in tokens(fold(part)):
        single = len(token.text) == 1 and not token.latin
        if pieces and single and not is_generic(token.text) and len(pieces[-1]) < LONGEST:
            pieces[-1] += token.text
        else:
            pieces.append(token.text)
    return [piece for piece in pieces if len(piece) > 1 and not is_generic(piece)]


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


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
