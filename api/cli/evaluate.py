"""``kezhuan evaluate``: how well answers are found where they are known, in one table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from api.cli.desk import Desk, Json
from api.evaluate.measure import OURS, TASKS, Figures, Result, Wish, measure
from api.evaluate.scores import Interval
from api.render.plain import plain
from graph.errors import InputError
from graph.ontology import load_vocabulary

COLUMNS = ("nDCG@10", "MRR", "Recall@100")


def evaluate(
    ctx: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", show_default=False)] = None,
    task: Annotated[list[str] | None, typer.Option("--task", show_default=False)] = None,
    queries: int = 1_000,
    development: Annotated[bool, typer.Option("--development")] = False,
    as_json: Json = False,
) -> None:
    """Retrieval with known truth, beside other methods; the tasks are of the product's own vocabulary."""
    desk: Desk = ctx.obj
    if queries < 2:
        raise InputError("SETTING_INVALID", name="--queries", value=queries, expected="≥ 2")
    unknown = next((name for name in task or () if name not in TASKS), None)
    if unknown is not None:
        raise InputError("SETTING_INVALID", name="--task", value=unknown, expected=", ".join(TASKS))
    wish = Wish(task or TASKS, queries, development)
    with desk.bar() as progress:
        results = measure(data or desk.settings.data, load_vocabulary(), wish, progress)
    if as_json:
        desk.print_json(plain(results))
    else:
        desk.console.print(_table(desk, results, development=development))


def _table(desk: Desk, results: dict[str, Result], *, development: bool) -> Table:
    heads = (desk.say("EVALUATE_TASK"), desk.say("EVALUATE_METHOD"), *COLUMNS)
    table = Table(*heads, desk.say("EVALUATE_ABOVE"), desk.say("EVALUATE_TIME"), title=desk.say("EVALUATE_TITLE"))
    table.caption = desk.say("EVALUATE_DEVELOPMENT") if development else None
    for name, result in results.items():
        counts = desk.say("EVALUATE_COUNTS", queries=f"{result.queries:,}", answers=f"{result.answers:,}")
        left = [desk.say(f"EVALUATE_{name.upper()}"), counts]
        for method, figures in result.methods.items():
            words = desk.say(f"EVALUATE_{method.upper()}")
            table.add_row(left.pop(0) if left else "", words, *_cells(figures), style="bold" if method == OURS else "")
        table.add_section()
    return table


def _cells(figures: Figures) -> tuple[str, ...]:
    means = (_told(one) for one in (figures.ndcg, figures.mrr, figures.recall))
    above = figures.above
    share = f"{above.mean:+.1%} ({above.low:+.1%} … {above.high:+.1%})" if above.mean or above.high else "–"
    return (*means, share, f"{figures.milliseconds:.1f}")


def _told(one: Interval) -> str:
    return f"{one.mean:.3f} ({one.low:.3f}–{one.high:.3f})"


TOP: dict[str, Callable[..., None]] = {"evaluate": evaluate}
