"""Path counts between all pairs on a generated graph: one machine's rows beside Spark's joins."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from api.bench.timing import elapsed
from graph.bundle.write import write
from graph.links.metapath import Metapath
from graph.links.moves import moves_of
from graph.metapaths.rows import row
from graph.metapaths.table import Table
from graph.projection.projection import Projection
from graph.spark.jobs import Job
from graph.vocabulary import Level

WAYS = (  # two, three and four edges; in the last one a node could stand twice
    "Demand<POSTED<Enterprise>OWNS>Patent",
    "Demand<POSTED<Enterprise>OWNS>Patent<INVENTED<Researcher",
    "Demand<POSTED<Enterprise>OWNS>Patent<INVENTED<Researcher>COMPLETED>Achievement",
    "Demand<POSTED<Enterprise>OWNS>Patent<OWNS<Enterprise>POSTED>Demand",
)


@dataclass(frozen=True, slots=True)
class SparkFigure:
    """Pairs with paths, and the seconds until they are in a file: of one process with its kernels, and of Spark."""

    metapath: str
    pairs: int
    rows: float
    spark: float


def measure(graph: Projection, spark: Any, folder: Path, *, wanted: Sequence[str] = WAYS) -> Iterator[SparkFigure]:
    """Each of the metapaths ``wanted``, then all at once. Raises ``AssertionError`` when the two count differently."""
    write(graph, lambda _uids: {}, folder / "bundle", clearance=Level.PUBLIC, progress=lambda _done, _total: None)
    ways = [Metapath.parse(text, graph.vocabulary) for text in wanted]
    table = Table.of(moves_of(graph.view(Level.PUBLIC)))
    row(table, ways[-1], 0)  # compiled
    for number, chosen in enumerate([*([way] for way in ways), *([ways] if len(ways) > 1 else [])]):
        job = Job.of(folder / "bundle", graph.vocabulary, folder / f"spark{number}")
        file = folder / f"{number}.parquet"
        seconds = elapsed(partial(_local, table, chosen, file)), elapsed(partial(job.dwpc, spark, job.trie(chosen)))
        mine, theirs = _whole(file), _whole(job.out / "*.parquet")
        if mine[0] != theirs[0] or not np.isclose(mine[1], theirs[1]):
            raise AssertionError("Spark counts other paths")
        yield SparkFigure(" + ".join(way.text(graph.vocabulary) for way in chosen), mine[0], *seconds)


def _local(table: Table, ways: list[Metapath], file: Path) -> None:
    """All rows of one process into a file."""
    graph = table.moves.view.projection
    parts = []
    for number, way in enumerate(ways):
        for start in (start for low, high in graph.spans(way.kinds[0]) for start in range(low, high)):
            found = row(table, way, start)
            ends = pl.DataFrame({"end": found.nodes, "dwpc": found.values})
            parts.append(ends.with_columns(metapath=pl.lit(number), start=pl.lit(start)))
    pl.concat(parts).write_parquet(file)


def _whole(files: Path) -> tuple[int, float]:
    """The number of pairs in some files, and the sum of their counts."""
    found = pl.scan_parquet(files).select(pl.len(), pl.sum("dwpc")).collect()
    return int(found["len"].item()), float(found["dwpc"].item())
