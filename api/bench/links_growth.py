"""The same questions on graphs of a hundredth and a tenth of the size, to show how their cost grows."""

from __future__ import annotations

from pathlib import Path

from api.bench.links import LinkFigures, Step, asked
from api.bench.links_graph import graph_of
from api.bench.links_plot import Line, plot
from api.bench.links_texts import with_texts
from graph.vocabulary import Vocabulary

SHARES = (100, 10)
LEAST = 1_000  # nodes of the smallest graph


def smaller(vocabulary: Vocabulary, *, nodes: int, edges: int, rounds: int, step: Step) -> list[LinkFigures]:
    """The figures of ``asked`` on smaller graphs, the smallest first; none smaller than 1,000 nodes."""
    found = []
    for share in SHARES:
        if nodes // share >= LEAST:
            figures = LinkFigures()
            asked(figures, with_texts(graph_of(nodes // share, edges // share, vocabulary)), rounds, step)
            found.append(figures)
    return found


def lines(measured: list[LinkFigures]) -> list[Line]:
    """A line for each question, over graphs from small to large."""
    names = measured[-1].latencies
    return [Line(name, [(one.edges, one.latencies[name].p50) for one in measured]) for name in names]


def write(measured: list[LinkFigures], file: Path) -> None:
    """The plot as an SVG. Raises ``OSError``."""
    file.write_text(plot(lines(measured), across="edges", up="median, ms"), encoding="utf-8")
