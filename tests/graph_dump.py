"""The whole graph as plain data, for comparing two of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import neo4j

TIMES = {"load_id", "first_seen", "last_seen"}  # what two equal loads may differ in

Graph = tuple[dict[str, Any], dict[tuple[str, str, str], Any]]
Look = Callable[[], Graph]


def dump(driver: neo4j.Driver) -> Graph:
    """Nodes by uid with labels and properties, edges by (start, type, end) with properties; times left out."""
    nodes = driver.execute_query("MATCH (n:Entity) RETURN n.uid, labels(n), properties(n)").records
    edges = driver.execute_query("MATCH (a)-[r]->(b) RETURN a.uid, type(r), b.uid, properties(r)").records
    assert len({tuple(row[:3]) for row in edges}) == len(edges)  # one per (start, type, end)
    return (
        {row[0]: (sorted(row[1]), timeless(row[2])) for row in nodes},
        {(row[0], row[1], row[2]): timeless(row[3]) for row in edges},
    )


def timeless(properties: dict[str, Any]) -> dict[str, Any]:
    """Properties without times; sources in order."""
    return {k: sorted(v) if k == "sources" else v for k, v in properties.items() if k not in TIMES}
