"""Records to the facts of a graph, with the terms that a load would find in their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from etl.facts.mentions import MENTIONS
from etl.facts.texts import KnownTerms, Phrases, Said
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.stored import read_texts
from graph.text.background import Background
from graph.text.terms import TermExtractor
from graph.vocabulary import Label, Vocabulary

TERM = "Term"


@dataclass(frozen=True, slots=True)
class Document:
    """A document of a kind with its properties; those that are "" it lacks."""

    uid: str
    kind: str
    properties: dict[str, Any]


def document_facts(
    documents: Sequence[Document], vocabulary: Vocabulary, background: Background | None = None
) -> tuple[list[NodeFact], list[EdgeFact]]:
    """The documents, the terms that name what they are about, and the mentions: what a load makes of such rows.

    ``background``: texts that make phrases telling, by default those packaged with the program. Only the documents'
    own texts are read, so that nothing of a query stands in the graph.
    """
    phrases = Phrases() if background is None else Phrases(lambda: background)
    named = [(one.uid, phrases(vocabulary.label(one.kind), one.properties)) for one in documents]
    lexicon = {name: f"term:name:{name}" for _, said in named for name, _ in said}
    known = KnownTerms(TermExtractor, lexicon)
    nodes = [_node(one, vocabulary.label(one.kind)) for one in documents]
    nodes += [NodeFact(uid, TERM, name) for name, uid in lexicon.items()]
    edges = [edge for uid, said in named for edge in _mentions(uid, ((lexicon[name], more) for name, more in said))]
    for one in documents:
        edges += _mentions(one.uid, known(vocabulary.label(one.kind), one.properties))
    return nodes, edges


def _node(one: Document, label: Label) -> NodeFact:
    text = "\n".join(str(one.properties[name]) for name in read_texts(label) if one.properties.get(name))
    return NodeFact(one.uid, one.kind, str(one.properties.get(label.caption, "")), text=text)


def _mentions(document: str, said: Said | Iterable[tuple[str, dict[str, Any]]]) -> Iterator[EdgeFact]:
    return (EdgeFact(document, MENTIONS, term, more["confidence"]) for term, more in said)
