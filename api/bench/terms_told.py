"""The command ``kezhuan bench terms`` and how its figures are shown."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.bench.terms import Comparison, measure
from api.cli.desk import Desk, Json
from api.render.plain import plain
from graph.errors import InputError

DATA = Path(__file__).parents[3] / "shared" / "data"  # beside the checkout
COLUMNS = ("F1@5", "95 %", "P@5", "R@5", "F1@10")


def terms(
    ctx: typer.Context,
    data: Annotated[Path, typer.Option("--data", show_default=False)] = DATA,
    documents: int = 2_000,
    as_json: Json = False,
) -> None:
    """Terms found in papers and patents, beside other extractors."""
    desk: Desk = ctx.obj
    if documents < 2:
        raise InputError("SETTING_INVALID", name="--documents", value=documents, expected="≥ 2")
    with desk.bar() as progress:
        compared = measure(data, documents=documents, progress=progress)
    if as_json:
        desk.print_json(plain(compared))
        return
    for name, comparison in compared.items():
        desk.console.print(_table(desk, name, comparison))


def _table(desk: Desk, name: str, compared: Comparison) -> Table:
    title = desk.say(f"BENCH_TERMS_{name.upper()}", documents=f"{compared.documents:,}")
    table = Table(desk.say("BENCH_TERMS_METHOD"), *COLUMNS, desk.say("BENCH_TERMS_RATE"), title=title)
    for method, found in compared.found.items():
        cells = (found.f1, found.precision, found.recall, found.f1_of_ten)
        f1, *rest = (f"{cell:.3f}" for cell in cells)
        interval = f"{found.low:.3f}–{found.high:.3f}"
        table.add_row(desk.say(f"BENCH_TERMS_{method.upper()}"), f1, interval, *rest, f"{found.rate:,.0f}")
    table.caption = desk.say(
        "BENCH_TERMS_RATIO",
        ours=desk.say(f"BENCH_TERMS_{compared.ours.upper()}"),
        peer=desk.say(f"BENCH_TERMS_{compared.best_peer.upper()}"),
        ratio=f"{compared.ratio:.2f}",
        low=f"{compared.low:.2f}",
        high=f"{compared.high:.2f}",
    )
    return table
