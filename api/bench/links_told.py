"""The command ``kezhuan bench links`` and how its figures are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from api.bench.links import LinkFigures, measure
from api.bench.links_bars import verdict
from api.bench.links_growth import smaller, write
from api.cli.desk import Desk, Json
from api.render.plain import plain
from graph.errors import InputError

Plot = Annotated[Path | None, typer.Option("--plot")]


def links(
    ctx: typer.Context,
    nodes: int = 1_000_000,
    edges: int = 10_000_000,
    rounds: int = 60,
    plot: Plot = None,
    as_json: Json = False,
) -> None:
    """Path counts, paths and p-values on a generated graph."""
    desk: Desk = ctx.obj
    for name, value, least in (("--nodes", nodes, 2_000), ("--edges", edges, 2_000), ("--rounds", rounds, 4)):
        if value < least:
            raise InputError("SETTING_INVALID", name=name, value=value, expected=f"≥ {least}")

    def step(name: str) -> None:
        desk.remark(f"BENCH_LINKS_STEP_{name}")

    sizes = {"nodes": nodes, "edges": edges, "rounds": rounds}
    before = smaller(desk.vocabulary, **sizes, step=step) if plot else []
    figures = measure(desk.vocabulary, **sizes, step=step)
    if plot:
        write([*before, figures], plot)
    desk.print_json(plain(figures)) if as_json else desk.console.print(_table(desk, figures))


def _table(desk: Desk, figures: LinkFigures) -> Table:
    sizes = {"nodes": f"{figures.nodes:,}", "edges": f"{figures.edges:,}", "largest": f"{figures.largest:,}"}
    heads = (desk.say("BENCH_LINKS_WHAT"), "p50", "p95", desk.say("BENCH_LINKS_BAR"))
    table = Table(*heads, title=desk.say("BENCH_LINKS_TITLE", **sizes))
    for name, found in figures.latencies.items():
        times = (f"{found.p50:.1f} ms", f"{found.p95:.1f} ms")
        table.add_row(desk.say(f"BENCH_LINKS_{name.upper()}"), *times, _held(desk, verdict(name, found)))
    table.add_section()
    for name, seconds in figures.seconds.items():
        bar = _held(desk, verdict(name, seconds))
        table.add_row(desk.say(f"BENCH_LINKS_{name.upper()}"), f"{seconds:.2f} s", "", bar)
    for name, size in figures.resident.items():
        bar = _held(desk, verdict(name, size))
        table.add_row(desk.say(f"BENCH_LINKS_BYTES_{name.upper()}"), f"{size:.1f} B", "", bar)
    table.add_section()
    for name, ratio in figures.ratios.items():
        table.add_row(desk.say(f"BENCH_LINKS_{name.upper()}"), f"{ratio:,.1f}×", "", _held(desk, verdict(name, ratio)))
    for name in figures.omitted:
        table.add_row(desk.say(f"BENCH_LINKS_{name.upper()}"), escape(desk.say("BENCH_LINKS_OMITTED")))
    table.add_section()
    for one in figures.calibrations:
        what = desk.say("BENCH_LINKS_CALIBRATION", metapath=one.metapath, pairs=one.pairs)
        table.add_row(what, f"{one.distance:.3f}", f"p = {one.p:.2g}")
    return table


def _held(desk: Desk, bar: tuple[str, bool] | None) -> str:
    """A bar, and whether it is met."""
    return "" if bar is None else f"{bar[0]}: {desk.say('BENCH_LINKS_MET' if bar[1] else 'BENCH_LINKS_MISSED')}"
