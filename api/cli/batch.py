"""Jobs for more than one machine, over a bundle: dwpc, match."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from api.cli.desk import Desk, First, Json
from api.cli.match import Names, Side
from graph.errors import InputError
from graph.links.metapath import Metapath
from graph.metapaths.enumeration import metapaths
from graph.spark.jobs import Job
from graph.spark.matches import Matching
from graph.spark.session import Cluster, session

Out = Annotated[Path, typer.Option("--out")]
Master = Annotated[str, typer.Option("--master")]
Heap = Annotated[str, typer.Option("--heap")]


def dwpc(
    ctx: typer.Context,
    bundle: Path,
    out: Out,
    metapath: Names = None,
    start: Annotated[str | None, typer.Option("--from")] = None,
    end: Annotated[str | None, typer.Option("--to")] = None,
    length: int = 4,
    master: Master = "local[*]",
    heap: Heap = "2g",
    as_json: Json = False,
) -> None:
    """The weighed path counts of metapaths between all pairs."""
    desk: Desk = ctx.obj
    ways = [Metapath.parse(text, desk.vocabulary) for text in metapath or ()]
    if start and end:
        ways += metapaths(desk.vocabulary, start, end, length)
    if not ways:
        raise InputError("BATCH_NO_METAPATH")
    job = Job.of(bundle, desk.vocabulary, out)
    trie = job.trie(list(dict.fromkeys(ways)))
    with session(Cluster(master, heap)) as spark:
        count = job.dwpc(spark, trie)
    _tell(desk, out, count, as_json=as_json)


def match(
    ctx: typer.Context,
    bundle: Path,
    out: Out,
    to: Side = Side.ACHIEVEMENTS,
    target: Names = None,
    first: First = 5,
    master: Master = "local[*]",
    heap: Heap = "2g",
    as_json: Json = False,
) -> None:
    """Matches of everything, as ``kezhuan match --all`` gives them."""
    desk: Desk = ctx.obj
    job = Job.of(bundle, desk.vocabulary, out)
    matching = Matching(job.bundle, desk.vocabulary, to.value, tuple(target or ()), first)
    matching.check()
    with session(Cluster(master, heap)) as spark:
        count = job.match(spark, matching)
    _tell(desk, out, count, as_json=as_json)


def _tell(desk: Desk, out: Path, count: int, *, as_json: bool) -> None:
    if as_json:
        desk.print_json({"path": str(out), "rows": count})
    else:
        desk.remark("DONE_ROWS", path=out, rows=count)


COMMANDS: dict[str, Callable[..., None]] = {"dwpc": dwpc, "match": match}
