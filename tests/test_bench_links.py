"""The measurement of links gives every figure, and what it measures is right."""

from __future__ import annotations

from xml.etree import ElementTree

import networkx as nx
import numpy as np
import pytest

from api.bench.links import measure
from api.bench.links_bars import LATENCIES, MOST, verdict
from api.bench.links_graph import RELATIONS, graph_of
from api.bench.links_growth import lines, smaller
from api.bench.links_plot import Line, plot
from api.bench.timing import Latency
from api.cli.frame import invoke
from api.settings import Settings
from tests.small_graphs import VOCABULARY


def test_every_figure_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.bench.links.SMALL", (600, 3_000))
    monkeypatch.setattr("api.bench.links_calibration.STARTS", 250)  # more than the pairs that are drawn
    steps: list[str] = []
    figures = measure(VOCABULARY, nodes=3_000, edges=20_000, rounds=6, step=steps.append)
    assert figures.nodes == pytest.approx(3_000, rel=0.02)
    assert figures.edges == pytest.approx(20_000, rel=0.15)
    assert set(figures.latencies) == {
        *("counts", "paths_4", "paths_5", "paths_6", "p_first", "p_again"),
        *("match", "match_ranked"),
    }
    assert all(0 < one.p50 <= one.p95 for one in figures.latencies.values())
    assert set(figures.ratios) | set(figures.omitted) == {"networkx", "matrix", "rebuild", "igraph", "hetmatpy"}
    bars = {*LATENCIES, *MOST, *({"hetmatpy"} & set(figures.ratios))}
    assert set(figures.met) == bars
    assert steps == ["MAKE", "COUNT", "PATHS", "P", "REFRESH", "MATCH", "CALIBRATE", "PEERS"]
    assert set(figures.resident) == {"graph", "graph_own", "all", "all_own"}
    assert all(0 <= one.distance < 0.25 for one in figures.calibrations)


def test_the_graph_has_hubs_and_the_ends_the_vocabulary_wants() -> None:
    graph = graph_of(5_000, 40_000, VOCABULARY)
    for name, starts, end, *_ in RELATIONS:
        rows = graph.relations[name].out
        assert {graph.kind(int(node)) for node in np.unique(rows.indices)} <= {end, *starts}
        assert np.diff(rows.indptr).max() >= 3
    degrees = np.diff(graph.relations["MENTIONS"].back.indptr)
    assert degrees.max() > 30 * np.median(degrees[degrees > 0])
    whole = nx.Graph(
        (int(a), int(b))
        for a, row in enumerate(graph.relations["CITES"].out.indptr[:-1])
        for b in graph.relations["CITES"].out.indices[row : graph.relations["CITES"].out.indptr[a + 1]]
    )
    assert not list(nx.selfloop_edges(whole))
    again = graph_of(5_000, 40_000, VOCABULARY)
    assert (again.relations["CITES"].out.indices == graph.relations["CITES"].out.indices).all()


def test_too_small_a_graph_is_refused(tmp_path: object, capsys: pytest.CaptureFixture[str]) -> None:
    settings = Settings.from_environment({"KEZHUAN_HOME": str(tmp_path)})
    assert invoke(settings, ["bench", "links", "--nodes", "10"]) != 0
    assert "SETTING_INVALID" in capsys.readouterr().err


def test_figures_are_held_against_their_bars() -> None:
    assert verdict("match", Latency(20, 60.0, 250.0)) == ("≤ 60 / ≤ 250 ms", True)
    assert verdict("match", Latency(20, 10.0, 250.1)) == ("≤ 60 / ≤ 250 ms", False)
    assert verdict("hetmatpy", 99.9) == ("≥ 100×", False)
    assert verdict("paths_5", Latency(20, 59.0, 60.0)) == ("≤ 60 ms", True)
    assert verdict("graph", 40.1) == ("≤ 40 B", False)
    assert verdict("match_ranked", Latency(20, 1.0, 2.0)) is None


def test_the_plot_has_every_question_at_its_place() -> None:
    told = [Line("a & b", [(1e3, 1.0), (1e4, 10.0)]), Line("c", [(1e3, 10.0)])]
    drawn = ElementTree.fromstring(plot(told, across="x", up="y"))
    name = "{http://www.w3.org/2000/svg}"
    first, second = ([circle.attrib for circle in drawn.iter(f"{name}circle")][at] for at in (0, 1))
    assert float(second["cx"]) - float(first["cx"]) == pytest.approx(760 - 64 - 250)  # one decade is the whole width
    assert float(first["cy"]) - float(second["cy"]) == pytest.approx(420 - 24 - 46, abs=0.2)
    assert {"a & b: 10 ms", "c: 10 ms"} <= {text.text for text in drawn.iter(f"{name}text")}


def test_a_tenth_and_a_hundredth_are_measured_where_they_are_large_enough() -> None:
    found = smaller(VOCABULARY, nodes=10_000, edges=60_000, rounds=4, step=lambda _: None)
    assert [one.edges for one in found] == [pytest.approx(6_000, rel=0.2)]
    assert [one.nodes for one in found] == [pytest.approx(1_000, rel=0.05)]
    assert {line.name for line in lines(found)} == set(found[0].latencies)
