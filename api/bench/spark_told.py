"""The command ``kezhuan bench spark`` and how its figures are shown."""

from __future__ import annotations

import tempfile
from pathlib import Path

import typer
from rich.table import Table

from api.bench.links_graph import graph_of
from api.bench.spark import SparkFigure, measure
from api.cli.desk import Desk, Json
from api.render.plain import plain
from graph.errors import InputError
from graph.spark.session import Cluster, session


def spark(
    ctx: typer.Context,
    nodes: int = 100_000,
    edges: int = 1_000_000,
    master: str = "local[2]",
    as_json: Json = False,
) -> None:
    """Path counts of all pairs, by one process and by Spark."""
    desk: Desk = ctx.obj
    for name, value in (("--nodes", nodes), ("--edges", edges)):
        if value < 2_000:
            raise InputError("SETTING_INVALID", name=name, value=value, expected="≥ 2000")
    with tempfile.TemporaryDirectory(prefix="kezhuan-bench-") as folder, session(Cluster(master)) as running:
        figures = list(measure(graph_of(nodes, edges, desk.vocabulary), running, Path(folder)))
    desk.print_json(plain(figures)) if as_json else desk.console.print(_table(desk, figures))


def _table(desk: Desk, figures: list[SparkFigure]) -> Table:
    table = Table(*(desk.say(f"BENCH_SPARK_{name}") for name in ("METAPATH", "PAIRS", "ROWS", "SPARK")))
    for one in figures:
        table.add_row(one.metapath, f"{one.pairs:,}", f"{one.rows:.1f} s", f"{one.spark:.1f} s")
    return table
