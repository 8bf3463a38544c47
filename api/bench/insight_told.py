"""The command ``kezhuan bench insight`` and how its figures are shown."""

from __future__ import annotations

import typer
from rich.table import Table

from api.bench.insight import InsightFigures, measure
from api.cli.desk import Desk, Json
from api.render.plain import plain
from graph.errors import InputError


def insight(ctx: typer.Context, nodes: int = 100_000, edges: int = 1_000_000, as_json: Json = False) -> None:
    """Communities, key nodes, hubs, similarity and gaps on a generated graph."""
    desk: Desk = ctx.obj
    for name, value in (("--nodes", nodes), ("--edges", edges)):
        if value < 2_000:
            raise InputError("SETTING_INVALID", name=name, value=value, expected="≥ 2000")

    def step(name: str) -> None:
        desk.remark(f"BENCH_INSIGHT_{name}")

    figures = measure(desk.vocabulary, nodes=nodes, edges=edges, step=step)
    desk.print_json(plain(figures)) if as_json else desk.console.print(_table(desk, figures))


def _table(desk: Desk, figures: InsightFigures) -> Table:
    sizes = {"nodes": f"{figures.nodes:,}", "edges": f"{figures.edges:,}"}
    heads = (desk.say("BENCH_INSIGHT_WHAT"), desk.say("BENCH_INSIGHT_FIRST"), desk.say("BENCH_INSIGHT_AGAIN"))
    table = Table(*heads, title=desk.say("BENCH_INSIGHT_TITLE", **sizes))
    for name, found in figures.first.items():
        table.add_row(desk.say(f"BENCH_INSIGHT_{name.upper()}"), f"{found:.2f} s", f"{figures.again[name]:.2f} s")
    table.add_section()
    for name, ratio in figures.ratios.items():
        table.add_row(desk.say("BENCH_INSIGHT_RATIO", what=name), f"{ratio:,.1f}×", "")
    table.add_section()
    for name, value in figures.modularity.items():
        table.add_row(desk.say("BENCH_INSIGHT_MODULARITY", what=name), f"{value:.3f}", "")
    return table
