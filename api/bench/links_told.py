"""The command ``kezhuan bench links`` and how its figures are shown."""

from __future__ import annotations

import typer
from rich.table import Table

from api.bench.links import LinkFigures, measure
from api.cli.desk import Desk, Json
from api.render.plain import plain
from graph.errors import InputError


def links(
    ctx: typer.Context, nodes: int = 1_000_000, edges: int = 10_000_000, rounds: int = 60, as_json: Json = False
) -> None:
    """Path counts, paths and p-values on a generated graph."""
    desk: Desk = ctx.obj
    for name, value, least in (("--nodes", nodes, 2_000), ("--edges", edges, 2_000), ("--rounds", rounds, 4)):
        if value < least:
            raise InputError("SETTING_INVALID", name=name, value=value, expected=f"≥ {least}")

    def step(name: str) -> None:
        desk.remark(f"BENCH_LINKS_STEP_{name}")

    figures = measure(desk.vocabulary, nodes=nodes, edges=edges, rounds=rounds, step=step)
    desk.print_json(plain(figures)) if as_json else desk.console.print(_table(desk, figures))


def _table(desk: Desk, figures: LinkFigures) -> Table:
    sizes = {"nodes": f"{figures.nodes:,}", "edges": f"{figures.edges:,}", "largest": f"{figures.largest:,}"}
    table = Table(desk.say("BENCH_LINKS_WHAT"), "p50", "p95", title=desk.say("BENCH_LINKS_TITLE", **sizes))
    for name, found in figures.latencies.items():
        table.add_row(desk.say(f"BENCH_LINKS_{name.upper()}"), f"{found.p50:.1f} ms", f"{found.p95:.1f} ms")
    table.add_section()
    for name, seconds in figures.seconds.items():
        table.add_row(desk.say(f"BENCH_LINKS_{name.upper()}"), f"{seconds:.2f} s", "")
    for name, size in figures.resident.items():
        table.add_row(desk.say(f"BENCH_LINKS_BYTES_{name.upper()}"), f"{size:.1f} B", "")
    table.add_section()
    for name, ratio in figures.ratios.items():
        table.add_row(desk.say(f"BENCH_LINKS_{name.upper()}"), f"{ratio:,.1f}×", "")
    table.add_section()
    for one in figures.calibrations:
        what = desk.say("BENCH_LINKS_CALIBRATION", metapath=one.metapath, pairs=one.pairs)
        table.add_row(what, f"{one.distance:.3f}", f"p = {one.p:.2g}")
    return table
