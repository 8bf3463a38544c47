"""What the search for duplicates finds of the twins whose truth is known."""

from __future__ import annotations

import csv
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from api.bench.province import TRUTH
from etl.identity.proposals import propose
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

ROOT = "Organization"

Pair = tuple[str, str]


def against_truth(folder: Path, store: Store, vocabulary: Vocabulary) -> dict[str, Any]:
    """Precision and recall of the pairs that would be merged without asking, and of all that are proposed.

    A pair counts as true when ``truth.csv`` has it. Pairs that share their code are one entity from the load on and are
    not counted. Seconds: of the search.
    """
    with (folder / TRUTH).open(encoding="utf-8", newline="") as lines:
        true = {_pair(row["left"], row["right"]) for row in csv.DictReader(lines) if row["left"] != row["right"]}
    start = time.perf_counter()
    found = propose(store, vocabulary, kinds=[ROOT]).proposals
    seconds = time.perf_counter() - start
    sure = [one for one in found if one.sure]
    return {
        "true": len(true),
        "seconds": seconds,
        "sure": _scores((one.found for one in sure), true),
        "asked": _scores((one.found for one in found), true),
    }


def _scores(found: Iterable[Pair], true: set[Pair]) -> dict[str, float | None]:
    pairs = {_pair(*pair) for pair in found}
    hits = len(pairs & true)
    return {
        "pairs": len(pairs),
        "precision": hits / len(pairs) if pairs else None,
        "recall": hits / len(true) if true else None,
    }


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one < other else (other, one)
