"""A glossary: technical terms and what else the trade calls them. Compiled by hand."""

from __future__ import annotations

from pathlib import Path

from examples.making.tables import Table

SOURCE = "glossary"
_FILE = Path(__file__).with_name("lists") / "terms.txt"


def table() -> Table:
    """The terms with their synonyms; a line is ``term synonym；synonym`` or ``term -``."""
    lines = [line.split(" ", 1) for line in _FILE.read_text(encoding="utf-8").splitlines()]
    rows = [(term, () if others == "-" else tuple(others.split("；"))) for term, others in lines]
    return Table(SOURCE, "terms.csv", "Term", ("术语", "同义词"), rows)
