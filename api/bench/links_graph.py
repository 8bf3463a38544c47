"""A generated province for measuring links: kinds and relations of the vocabulary, with Zipf degrees at both ends."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graph.projection import documents
from graph.projection.csr import Adjacency, EdgeTable, adjacency
from graph.projection.projection import Projection
from graph.projection.strings import Strings
from graph.text.segment import fold
from graph.vocabulary import ENTITY, Vocabulary

# Shares of all nodes, and of all edges with the exponents of the two ends.
KINDS = {
    "Institution": 0.02,
    "Enterprise": 0.12,
    "Researcher": 0.28,
    "Patent": 0.25,
    "Achievement": 0.15,
    "Demand": 0.05,
    "Case": 0.01,
    "Term": 0.11,
    "IPC": 0.005,
    "Industry": 0.002,
    "Discipline": 0.002,
    "Region": 0.001,
}
RELATIONS: tuple[tuple[str, tuple[str, ...], str, float, float, float], ...] = (
    ("MENTIONS", ("Patent", "Achievement", "Demand"), "Term", 0.40, 0.2, 0.75),
    ("INVENTED", ("Researcher",), "Patent", 0.09, 0.6, 0.2),
    ("COMPLETED", ("Researcher",), "Achievement", 0.07, 0.6, 0.2),
    ("AFFILIATED_WITH", ("Researcher",), "Institution", 0.04, 0.2, 0.7),
    ("OWNS", ("Enterprise",), "Patent", 0.04, 0.7, 0.2),
    ("APPLIED_FOR", ("Institution",), "Patent", 0.04, 0.7, 0.2),
    ("CLASSIFIED_AS", ("Patent",), "IPC", 0.05, 0.2, 0.7),
    ("IN_INDUSTRY", ("Enterprise", "Demand"), "Industry", 0.04, 0.2, 0.7),
    ("IN_DISCIPLINE", ("Researcher",), "Discipline", 0.03, 0.2, 0.7),
    ("LOCATED_IN", ("Institution", "Enterprise"), "Region", 0.02, 0.1, 0.7),
    ("CITES", ("Patent",), "Patent", 0.08, 0.4, 0.6),
    ("COLLABORATES_WITH", ("Enterprise",), "Institution", 0.04, 0.5, 0.6),
    ("POSTED", ("Enterprise",), "Demand", 0.01, 0.4, 0.1),
    ("PROTECTED_BY", ("Achievement",), "Patent", 0.03, 0.3, 0.3),
    ("INVESTS_IN", ("Enterprise",), "Enterprise", 0.02, 0.5, 0.5),
)
CONFIDENCES = (1.0, 1.0, 1.0, 0.8, 0.6)
LASTED = 5  # an edge holds for fewer years

Ids = NDArray[np.int32]


def graph_of(nodes: int, edges: int, vocabulary: Vocabulary, *, seed: int = 1) -> Projection:
    """A graph of about so many nodes and edges; the same seed gives the same graph. It has no texts."""
    dice = np.random.default_rng(seed)
    kinds = (*vocabulary.labels, ENTITY)
    counts = [max(2, round(KINDS[kind] * nodes)) if kind in KINDS else 0 for kind in kinds]
    bounds = np.concatenate(([0], np.cumsum(counts))).astype(np.int64)
    span = {kind: (int(bounds[at]), int(bounds[at + 1])) for at, kind in enumerate(kinds)}
    whole = int(bounds[-1])
    names = Strings.of([f"{kind}:{i:08}" for kind, count in zip(kinds, counts, strict=True) for i in range(count)])
    return Projection(
        version=f"bench-{nodes}-{edges}-{seed}",
        kinds=kinds,
        bounds=bounds,
        uids=names,
        captions=names,
        order=np.concatenate([np.arange(*span[kind], dtype=np.int32) for kind in sorted(kinds, key=fold)]),
        fictitious=np.ones(whole, dtype=bool),
        names=Strings.of(()),
        named=np.empty(0, np.int32),
        relations=_relations(edges, span, whole, vocabulary, dice),
        documents=documents.empty(),
        vocabulary=vocabulary,
    )


def _relations(
    edges: int, span: Mapping[str, tuple[int, int]], whole: int, vocabulary: Vocabulary, dice: np.random.Generator
) -> dict[str, Adjacency]:
    found = {}
    for name, starts, end, share, out, back in RELATIONS:
        near = np.concatenate([np.arange(*span[kind], dtype=np.int32) for kind in starts])
        count = round(share * edges)
        table = _table(
            _zipf(near, count, out, dice), _zipf(np.arange(*span[end], dtype=np.int32), count, back, dice), dice
        )
        found[name] = adjacency(table, whole, symmetric=vocabulary.relation(name).symmetric)
    return dict(sorted(found.items()))


def _zipf(among: Ids, count: int, exponent: float, dice: np.random.Generator) -> Ids:
    """``count`` of some nodes, the r-th of a random order with probability ∝ r^-exponent."""
    share = np.cumsum(np.arange(1, len(among) + 1, dtype=np.float64) ** -exponent)
    ranks = np.searchsorted(share, dice.random(count) * share[-1])
    chosen: Ids = dice.permutation(among)[ranks]
    return chosen


def _table(start: Ids, end: Ids, dice: np.random.Generator) -> EdgeTable:
    count = len(start)
    confidence = dice.choice(np.array(CONFIDENCES, dtype=np.float32), count)
    year = dice.integers(2005, 2026, count).astype(np.int16)
    last = year + (start % LASTED).astype(np.int16)
    return EdgeTable(start, end, confidence, year, np.zeros(count, dtype=np.uint8), last)
