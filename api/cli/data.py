"""What offices fill in, and the graph as other tools read it: template, export."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated

import networkx as nx
import typer

from api.cli.desk import Desk, Json
from etl.collect.template import write_template, write_templates
from graph.errors import InputError
from graph.handoff import to_networkx, write_gexf, write_graphml
from graph.links.engine import Engine


class Format(StrEnum):
    """What an export is written as."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"
    BUNDLE = "bundle"


def template(
    ctx: typer.Context,
    kind: Annotated[str | None, typer.Argument()] = None,
    every: Annotated[bool, typer.Option("--all")] = False,
    output: Path | None = None,
    as_json: Json = False,
) -> None:
    """Write an Excel template for a kind, or for all."""
    desk: Desk = ctx.obj
    lang = desk.settings.lang
    if every or kind is None:
        path = output or Path(f"{desk.say('TEMPLATE_ALL')}.xlsx")
        write_templates(desk.vocabulary, path, lang=lang)
    else:
        path = output or Path(f"{desk.vocabulary.label(kind).words.text(lang)}.xlsx")
        write_template(kind, desk.vocabulary, path, lang=lang)
    desk.print_json({"path": str(path)}) if as_json else desk.console.print(desk.say("DONE_WROTE", path=path))


def export(ctx: typer.Context, output: Path, form: Annotated[Format | None, typer.Option("--format")] = None) -> None:
    """Write the graph as the role may see it, for networkx, Gephi or another tool."""
    desk: Desk = ctx.obj
    chosen = form or _format_of(output)
    with desk.engine() as engine:
        if chosen is Format.BUNDLE:
            _bundle(desk, engine, output)
        else:
            _write(to_networkx(engine, clearance=desk.clearance), output, chosen)
    desk.remark("DONE_WROTE", path=output)


def _format_of(output: Path) -> Format:
    suffix = output.suffix.removeprefix(".").lower()
    if suffix not in set(Format):
        raise InputError("EXPORT_FORMAT", path=output, known=", ".join(Format))
    return Format(suffix)


def _bundle(desk: Desk, engine: Engine, folder: Path) -> None:
    from graph.bundle.write import write  # noqa: PLC0415 - Polars takes long to import, and no other format needs it

    ground, what = engine.ground(), desk.say("STAGE_BUNDLE")
    with desk.bar() as progress:
        told = partial(progress, what=what)
        write(ground.projection, ground.properties, folder, clearance=desk.clearance, progress=told)


def _write(graph: nx.MultiDiGraph[str], output: Path, form: Format) -> None:
    if form is Format.GRAPHML:
        write_graphml(graph, output)
    elif form is Format.GEXF:
        write_gexf(graph, output)
    else:
        output.write_text(json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False), encoding="utf-8")


TOP: dict[str, Callable[..., None]] = {"template": template, "export": export}
