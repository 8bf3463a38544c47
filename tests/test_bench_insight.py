"""The measurement of insight gives every figure."""

from __future__ import annotations

import pytest

from api.bench.insight import measure
from tests.small_graphs import VOCABULARY


def test_every_figure_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.bench.insight.PEERS", (2_000, 12_000))
    steps: list[str] = []
    figures = measure(VOCABULARY, nodes=2_000, edges=12_000, step=steps.append)
    assert steps == ["MAKE", "COMMUNITIES", "KEY", "HUBS", "SIMILAR", "GAPS", "PEERS"]
    assert set(figures.first) == set(figures.again) == {"communities", "key", "hubs", "similar", "gaps"}
    assert set(figures.ratios) == {"pagerank", "betweenness", "cores", "communities"}
    assert figures.nodes == pytest.approx(2_000, rel=0.02)
    assert 0 < figures.modularity["networkx"] < 1
    assert 0 < figures.modularity["ours"] < 1
