"""Data in and out: load, template, export."""

from __future__ import annotations

import json
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import networkx as nx
import typer

from api.cli.desk import Desk, Json
from api.loading import load_files
from etl.collect.template import write_template
from graph.errors import InputError
from graph.handoff import to_networkx, write_gexf, write_graphml


class Format(StrEnum):
    """What an export is written as."""

    GRAPHML = "graphml"
    GEXF = "gexf"
    JSON = "json"


def load(
    ctx: typer.Context,
    files: list[Path],
    kind: str | None = None,
    source: str | None = None,
    rejects: Path | None = None,
    as_json: Json = False,
) -> None:
    """Load files or folders into the graph."""
    desk: Desk = ctx.obj
    with desk.store() as store, desk.bar() as progress:
        report = load_files(files, store, desk.vocabulary, kind=kind, source=source, rejects=rejects, progress=progress)
    if as_json:
        desk.print_json(report.plain())
    else:
        report.print(desk.console, desk.settings.lang)
    if report.failed:
        raise typer.Exit(2)


def template(ctx: typer.Context, kind: str, output: Path | None = None, as_json: Json = False) -> None:
    """Write an Excel template for a kind."""
    desk: Desk = ctx.obj
    label = desk.vocabulary.label(kind)
    path = output or Path(f"{label.words.text(desk.settings.lang)}.xlsx")
    write_template(kind, desk.vocabulary, path)
    desk.print_json({"path": str(path)}) if as_json else desk.console.print(desk.say("DONE_WROTE", path=path))


def export(ctx: typer.Context, output: Path, form: Annotated[Format | None, typer.Option("--format")] = None) -> None:
    """Write the graph as the role may see it, for networkx, Gephi or another tool."""
    desk: Desk = ctx.obj
    chosen = form or _format_of(output)
    with desk.engine() as engine:
        graph = to_networkx(engine, clearance=desk.clearance)
    _write(graph, output, chosen)
    desk.remark("DONE_WROTE", path=output)


def _format_of(output: Path) -> Format:
    suffix = output.suffix.removeprefix(".").lower()
    if suffix not in set(Format):
        raise InputError("EXPORT_FORMAT", path=output, known=", ".join(Format))
    return Format(suffix)


def _write(graph: nx.MultiDiGraph[str], output: Path, form: Format) -> None:
    if form is Format.GRAPHML:
        write_graphml(graph, output)
    elif form is Format.GEXF:
        write_gexf(graph, output)
    else:
        output.write_text(json.dumps(nx.node_link_data(graph, edges="edges"), ensure_ascii=False), encoding="utf-8")


COMMANDS: dict[str, Callable[..., None]] = {"load": load, "template": template, "export": export}
