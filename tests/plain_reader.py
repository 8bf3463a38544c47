"""A reader of rows that helping processes import in no time, and rows for it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from etl.facts.readings import STRIPE, Sheet
from etl.staging.spool import Spool
from graph.ontology import load_vocabulary
from graph.vocabulary import Label

LONG = "长" * 1_000
ROWS = 5 * STRIPE + 7


def told(label: Label, properties: Mapping[str, Any]) -> list[Any]:
    """The kind and the number of a row, and more than a pipe takes of many rows before somebody listens."""
    return [label.name, f"{properties['number']}{LONG}"]


def sheets(folder: Path) -> list[Sheet]:
    """Two tables, whose rows are numbered through."""
    vocabulary, made = load_vocabulary(), []
    for kind, rows in (("Patent", range(100)), ("Demand", range(100, ROWS))):
        spool = Spool(folder / kind)
        for number in rows:
            spool.add((number, None, {"number": number}, {}))
        spool.close()
        made.append((vocabulary.label(kind), spool))
    return made
