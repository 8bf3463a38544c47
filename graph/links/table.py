"""Matches as a table: one row per demand and answer, written as Parquet."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.links.model import Factor
from graph.links.weights import MAKER_WEIGHTS, WEIGHTS

Row = dict[str, Any]

PART = 20_000  # rows that are held in memory


def columns() -> dict[str, type]:
    """The columns, in order, with the types of their values; all but the load version may be empty.

    ``rank``: of the answer among those to what was asked about, from 1; ``score``: Σ value · weight; a factor's value,
    in [0, 1], is empty where it says nothing; ``abstained``: the code of the reason why there is no answer.
    """
    ends = {f"{end}_{part}": str for end in ("demand", "answer") for part in ("uid", "kind", "caption")}
    names = dict.fromkeys((*WEIGHTS, *MAKER_WEIGHTS))
    parts: dict[str, type] = {f"{name}_{part}": float for name in names for part in ("value", "weight")}
    return {**ends, "rank": int, "score": float, **parts, "load_version": str, "abstained": str}


def weighed_columns(factors: Sequence[Factor]) -> Row:
    """Value and weight of each factor, by column."""
    return {
        f"{factor.name}_{part}": number
        for factor in factors
        for part, number in (("value", factor.value), ("weight", factor.weight))
    }


def write(rows: Iterable[Sequence[Row]], file: Path, *, force: bool = False) -> int:
    """Write groups of rows as they come to ``file``, whole or not at all; returns how many. ``force``: replace a file.

    Raises ``InputError``: OUT_EXISTS, OUT_FOLDER when the folder is not there or not to be written into; ``OSError``,
    and what ``rows`` raises: then nothing is left behind.
    """
    import polars as pl  # noqa: PLC0415 - its import takes long and few commands need it

    if file.exists() and not force:
        raise InputError("OUT_EXISTS", path=file)
    try:
        draft = tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=file.parent)
    except OSError as error:
        raise InputError("OUT_FOLDER", path=file.parent, why=error.strerror or error) from error
    with draft as folder:
        count = 0
        for number, part in enumerate(_parts(rows)):
            count += len(part)
            pl.DataFrame(part, schema=columns(), orient="row").write_parquet(Path(folder) / f"{number:06}.parquet")
        whole = Path(folder) / "whole"
        pl.scan_parquet(sorted(Path(folder).glob("*.parquet"))).sink_parquet(whole)
        whole.replace(file)
    return count


def _parts(rows: Iterable[Sequence[Row]]) -> Iterable[list[Row]]:
    """Rows in parts of at most so many that memory stays flat; one part at least."""
    part: list[Row] = []
    for some in rows:
        part.extend(some)
        if len(part) >= PART:
            yield part
            part = []
    yield part
