"""The command ``kezhuan bench etl`` and how its figures are shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer
from rich.table import Table

from api.bench.etl import EtlFigures, measure
from api.cli.desk import Desk, Json
from api.render.plain import plain
from graph.errors import InputError

LEAST = 400  # rows of a province that has some of every kind


def etl(ctx: typer.Context, rows: int = 200_000, as_json: Json = False) -> None:
    """Validation and load of an invented province: rates, ratios, memory."""
    desk: Desk = ctx.obj
    if rows < LEAST:
        raise InputError("SETTING_INVALID", name="--rows", value=rows, expected=f"≥ {LEAST}")
    with desk.bar() as progress:
        figures = measure(desk.settings, rows=rows, progress=progress)
    desk.print_json(plain(figures)) if as_json else desk.console.print(_table(desk, figures))


def _table(desk: Desk, figures: EtlFigures) -> Table:
    counts = {name: f"{count:,}" for name, count in figures.counts.items()}
    table = Table(desk.say("BENCH_MEASURE"), "", title=desk.say("BENCH_ETL_TITLE", **counts))
    _section(table, {name: f"{rate:,.0f} /s" for name, rate in figures.rates.items()}, desk)
    _section(table, {f"stage_{name}": f"{seconds:.2f} s" for name, seconds in figures.seconds.items()}, desk)
    _section(table, {f"whole_{name}": f"{seconds:,.1f} s" for name, seconds in figures.whole.items()}, desk)
    _section(table, {name: f"{ratio:.3g}" for name, ratio in figures.ratios.items()}, desk)
    _section(table, {f"memory_{rows}": f"{mib:.0f} MiB" for rows, mib in figures.memory.items()}, desk)
    _section(table, _identity(figures.identity), desk)
    for words in figures.omitted:
        table.add_row(desk.text(words), "–")
    return table


def _identity(found: Mapping[str, Any]) -> dict[str, str]:
    told = {"identity_true": f"{found['true']:,}", "identity_seconds": f"{found['seconds']:.1f} s"}
    for which in ("sure", "asked"):
        for name in ("precision", "recall"):
            share = found[which][name]
            told[f"identity_{which}_{name}"] = "–" if share is None else f"{share:.1%}"
    return told


def _section(table: Table, rows: Mapping[str, str], desk: Desk) -> None:
    for name, value in rows.items():
        table.add_row(_name(name, desk), value)
    table.add_section()


def _name(name: str, desk: Desk) -> str:
    kind, _, rest = name.partition("_")
    if kind == "memory":
        return desk.say("BENCH_ETL_MEMORY", rows=f"{int(rest):,}")
    if kind == "stage":
        return f"{desk.say('BENCH_ETL_LOAD')}: {desk.say(f'STAGE_{rest.upper()}')}"
    return desk.say(f"BENCH_{name.upper()}")
