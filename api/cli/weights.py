"""``kezhuan weights``: what the factors of a match weigh, and what past transfers would have them weigh."""

from __future__ import annotations

from collections.abc import Callable

import typer
from rich.table import Table

from api.cli.desk import Desk, Json
from api.render.plain import plain
from graph.links.learn import Learned, learn
from graph.links.transfers import samples, transfers
from graph.links.weights import WEIGHTS
from graph.words import message


def weights(ctx: typer.Context, learning: bool = typer.Option(False, "--learn"), as_json: Json = False) -> None:
    """The weights of the factors; ``--learn``: beside what past transfers give, with their figures."""
    desk: Desk = ctx.obj
    if not learning:
        desk.print_json(WEIGHTS) if as_json else desk.console.print(_table(desk, None))
        return
    with desk.engine() as engine:
        ground = engine.ground()
        view = ground.view(desk.clearance)
        learned = learn(list(samples(ground, view, transfers(ground, view))))
    desk.print_json(plain(learned)) if as_json else desk.console.print(_table(desk, learned))


def _table(desk: Desk, learned: Learned | None) -> Table:
    table = Table(desk.say("WEIGHTS_FACTOR"), desk.say("WEIGHTS_DEFAULT"))
    if learned:
        table.add_column(desk.say("WEIGHTS_LEARNED"))
    for name, weight in WEIGHTS.items():
        caption = desk.text(message(f"FACTOR_{name.upper()}"))
        table.add_row(caption, f"{weight:.2f}", *([f"{learned.weights[name]:.2f}"] if learned else []))
    if learned:
        table.add_section()
        for name, default, own in (
            ("AUC", learned.held_default.auc, learned.held.auc),
            ("MRR", learned.held_default.mrr, learned.held.mrr),
        ):
            table.add_row(name, f"{default:.3f}", f"{own:.3f}")
        table.caption = desk.say("WEIGHTS_MEASURED", fitted=learned.fitted, later=learned.later, year=learned.split)
    return table


TOP: dict[str, Callable[..., None]] = {"weights": weights}
