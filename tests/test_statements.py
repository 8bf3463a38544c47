"""Every statement of queries/cypher is explained by the real store; none scans where an index should serve."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from graph.store import statements
from graph.store.bolt import Store

SCANS = {
    "AllNodesScan",
    "NodeByLabelScan",
    "UnionNodeByLabelsScan",
    "IntersectionNodeByLabelsScan",
    "DirectedAllRelationshipsScan",
    "UndirectedAllRelationshipsScan",
    "DirectedRelationshipTypeScan",
    "UndirectedRelationshipTypeScan",
    "DirectedUnionRelationshipTypesScan",
    "UndirectedUnionRelationshipTypesScan",
}
SAMPLE = {
    "label": "Organization",
    "labels": "Organization:Institution",
    "relation": "LOCATED_IN",
    "property": "name",
    "direction": "DESC",
}


def operators(plan: dict[str, Any]) -> Iterator[str]:
    yield plan["operatorType"].split("@")[0]
    for child in plan.get("children", []):
        yield from operators(child)


@pytest.mark.parametrize("name", statements.names())
def test_statement_is_valid_and_uses_an_index(session_store: Store, name: str) -> None:
    parts = {place: SAMPLE[place] for place in statements.places(name)}
    plan = session_store.explain(name, parts=parts)
    scans = SCANS.intersection(operators(plan))
    assert not scans or "// scan: " in statements.source(name), f"{name} scans: {scans}"


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
def test_a_page_is_read_in_the_order_of_the_index(session_store: Store, direction: str) -> None:
    plan = session_store.explain("api_page", parts={"label": "Organization", "direction": direction})
    assert not {"Sort", "Top", "PartialSort", "PartialTop"}.intersection(operators(plan))


@pytest.mark.parametrize("name", statements.names())
def test_statement_says_what_it_does(name: str) -> None:
    head = statements.source(name).splitlines()[0]
    assert head.startswith("// ")
    assert len(head) > 20


def test_a_scan_is_noticed(session_store: Store) -> None:
    assert SCANS.intersection(operators(session_store.explain("schema_clear")))


@pytest.mark.parametrize("part", ["n) DETACH DELETE n //", "a b", "`x`", "", "名称"])
def test_parts_can_only_be_identifiers(part: str) -> None:
    name = next(n for n in statements.names() if statements.places(n))
    parts = dict.fromkeys(statements.places(name), part)
    with pytest.raises(ValueError, match="identifiers"):
        statements.statement(name, parts)


def test_parts_must_be_exactly_those_named() -> None:
    with pytest.raises(ValueError, match="needs"):
        statements.statement("load_version", {"label": "Organization"})
