"""``kezhuan bench``: measurements with the figures that the documentation quotes."""

from __future__ import annotations

from collections.abc import Callable

import typer
from rich.table import Table

from api.bench.demo import DemoFigures, measure
from api.bench.etl_told import etl
from api.bench.insight_told import insight
from api.bench.links_told import links
from api.bench.spark_told import spark
from api.bench.terms_told import terms
from api.cli.desk import Desk, Json
from api.render.plain import plain


def demo(ctx: typer.Context, rounds: int = 40, as_json: Json = False) -> None:
    """Load time by stage, latencies and memory on the example graph."""
    desk: Desk = ctx.obj
    with desk.bar() as progress:
        figures = measure(desk.settings, desk.vocabulary, rounds=max(2, rounds), progress=progress)
    desk.print_json(plain(figures)) if as_json else _print(desk, figures)


def _print(desk: Desk, figures: DemoFigures) -> None:
    table = Table("measure", "p50", "p95", title=f"{figures.nodes:,} nodes, {figures.edges:,} edges")
    for name, sample in figures.latencies.items():
        table.add_row(f"{name} ({sample.count}×)", f"{sample.p50:.1f} ms", f"{sample.p95:.1f} ms")
    table.add_section()
    for name, seconds in figures.seconds.items():
        table.add_row(name, f"{seconds:.2f} s", "")
    table.add_section()
    for name, ratio in figures.ratios.items():
        table.add_row(name, f"{ratio:.1f}×", "")
    for name, mib in figures.memory.items():
        table.add_row(f"resident memory: {name}", f"{mib:.0f} MiB", "")
    desk.console.print(table)


COMMANDS: dict[str, Callable[..., None]] = {
    "demo": demo,
    "etl": etl,
    "terms": terms,
    "links": links,
    "insight": insight,
    "spark": spark,
}
