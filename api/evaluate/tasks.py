"""The three tasks: papers by title and keywords, patents by claims, institutions by the titles of later grants."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from api.evaluate.data import Grant, Paper, Patent, grants, papers, patents
from api.evaluate.facts import Document, document_facts
from api.evaluate.task import Query, Split, Task
from graph.links.footing import Footing
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from graph.text.background import Background
from graph.vocabulary import Vocabulary

DEVELOPMENT, TEST = (2012, 2014), (2014, 2018)  # last year of the grants in the graph, last year of those asked for


def splits(data: Path, vocabulary: Vocabulary) -> dict[str, Callable[[], Split]]:
    """All tasks by name, each to be made when it is called.

    Raises ``InputError`` (EVALUATE_DATA) when the folder ``data`` lacks a file of any, before work is done on one.
    """
    written, claimed, granted = papers(data), patents(data), grants(data)
    return {
        "papers": lambda: paper_tasks(written, vocabulary),
        "patents": lambda: patent_tasks(claimed, vocabulary),
        "grants": lambda: Split(grant_task(granted, vocabulary, DEVELOPMENT), grant_task(granted, vocabulary, TEST)),
    }


def paper_tasks(rows: Sequence[Paper], vocabulary: Vocabulary) -> Split:
    """Title and keywords ask for the paper's abstract; titles and keywords are nowhere in the graph."""
    documents = [Document(f"ach:paper:{at}", "Achievement", {"summary": row.abstract}) for at, row in enumerate(rows)]
    task = _of_documents("papers", documents, vocabulary)
    asked = [
        (row.development, Query("\n".join((row.title, "；".join(row.keywords))), one.uid))
        for row, one in zip(rows, documents, strict=True)
    ]
    return _split(task, asked)


def patent_tasks(rows: Sequence[Patent], vocabulary: Vocabulary) -> Split:
    """Claims ask for their patent, known by title and abstract, among abstracts of others.

    Every other patent with claims is for development.
    """
    documents = [
        Document(f"pat:{at}", "Patent", {"title": row.title, "abstract": row.abstract}) for at, row in enumerate(rows)
    ]
    task = _of_documents("patents", documents, vocabulary)
    asked = [Query(row.claims, one.uid) for row, one in zip(rows, documents, strict=True) if row.claims]
    return _split(task, [(at % 2 == 1, query) for at, query in enumerate(asked)])


def grant_task(rows: Sequence[Grant], vocabulary: Vocabulary, years: tuple[int, int]) -> Task:
    """The title of a later grant asks for its institution, by the grants of earlier years alone.

    ``years``: the last of the graph and the last of the queries. No later grant is in the graph: neither its link, nor
    what that adds to degrees, nor its words. Institutions without an earlier grant cannot be answers and are not asked
    for.
    """
    last, end = years
    earlier = [row for row in rows if row.year <= last]
    properties = {_grant(row): {"name": row.title, "started": row.started} for row in earlier}
    documents = [Document(uid, "Achievement", told) for uid, told in properties.items()]
    nodes, edges = document_facts(documents, vocabulary, Background.of(row.title for row in earlier))
    texts: dict[str, list[str]] = defaultdict(list)
    for row in earlier:
        nodes += _actors(row)
        edges += _deeds(row)
        texts[_institution(row)].append(row.title)
    profiles = {uid: "\n".join(titles) for uid, titles in texts.items()}
    asked = [Query(row.title, _institution(row)) for row in rows if last < row.year <= end]
    footing = Footing(from_facts(nodes, edges, vocabulary, version="grants"))
    return Task("grants", "Institution", footing, profiles, properties, [one for one in asked if one.answer in texts])


def _of_documents(name: str, documents: Sequence[Document], vocabulary: Vocabulary) -> Task:
    nodes, edges = document_facts(documents, vocabulary)
    texts = {node.uid: node.text for node in nodes if node.text}
    properties = {one.uid: one.properties for one in documents}
    footing = Footing(from_facts(nodes, edges, vocabulary, version=name))
    return Task(name, documents[0].kind, footing, texts, properties, [])


def _split(task: Task, asked: Sequence[tuple[bool, Query]]) -> Split:
    """``asked``: queries, each with whether it is for development."""
    return Split(*(task.of([query for one, query in asked if one == wanted]) for wanted in (True, False)))


def _actors(row: Grant) -> list[NodeFact]:
    institution = NodeFact(_institution(row), "Institution", row.institution)
    return [institution, NodeFact(_leader(row), "Researcher", row.leader)]


def _deeds(row: Grant) -> list[EdgeFact]:
    return [
        EdgeFact(_institution(row), "COMPLETED", _grant(row)),
        EdgeFact(_leader(row), "COMPLETED", _grant(row)),
        EdgeFact(_leader(row), "AFFILIATED_WITH", _institution(row)),
    ]


def _grant(row: Grant) -> str:
    return f"ach:{row.number}"


def _institution(row: Grant) -> str:
    return f"org:name:{row.institution}"


def _leader(row: Grant) -> str:
    return f"per:{row.leader}@{row.institution}"
