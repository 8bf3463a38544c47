"""Papers of CSL: achievements in the form of a journal paper."""

from __future__ import annotations

import json
from pathlib import Path

from examples.making.codes import csl_disciplines
from examples.making.tables import Table

SOURCE = "csl"
_FILE = "csl/csl_merged.jsonl"


def table(data: Path) -> Table:
    """The 2,000 papers, their discipline as a code of ``disciplines.csv``."""
    codes = csl_disciplines()
    with (data / _FILE).open(encoding="utf-8") as lines:
        papers = [json.loads(line) for line in lines]
    rows = [(p["id"], p["title"], p["abstract"], tuple(p["keywords"]), (codes[p["discipline"]],)) for p in papers]
    header = ("source_id", "title", "abstract", "keywords", "discipline")
    return Table(SOURCE, "papers.jsonl.gz", "Achievement", header, rows, {"form": "论文"})
