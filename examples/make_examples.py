"""Writes ``examples/province``: ``python -m examples.make_examples --from ../shared/data``."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from examples.making import codes, fiction, grants, laws, papers, patents, schools, terms
from examples.making.manifest import manifest
from examples.making.tables import Table, write

_HERE = Path(__file__).parent


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the sample data; returns the exit status."""
    parser = argparse.ArgumentParser(description="Write the sample data / 生成示例数据")
    parser.add_argument("--from", dest="data", type=Path, required=True, help="folder of the open data / 开放数据目录")
    parser.add_argument("--to", type=Path, default=_HERE, help="folder to write into / 输出目录")
    given = parser.parse_args(arguments)
    for path in make(given.data, given.to):
        print(f"{path.stat().st_size:>9,}  {path.relative_to(given.to)}")
    return 0


def make(data: Path, folder: Path) -> list[Path]:
    """Write ``folder/province`` and ``folder/gold.jsonl`` from the open data in ``data``; returns what was written.

    Raises ``OSError`` when a file of ``data`` is missing.
    """
    province = folder / "province"
    province.mkdir(parents=True, exist_ok=True)
    tables = all_tables(data)
    written = [write(table, province) for table in tables]
    listing = province / "sources.toml"
    listing.write_text(manifest(tables), encoding="utf-8")
    gold = folder / "gold.jsonl"
    lines = [json.dumps(entry, ensure_ascii=False) + "\n" for entry in fiction.gold()]
    gold.write_text("".join(lines), encoding="utf-8")
    return [*written, listing, gold]


def all_tables(data: Path) -> list[Table]:
    """Every table of the sample: what is referred to comes before what refers to it."""
    real_patents = patents.table(data)
    return [
        *codes.tables(),
        terms.table(),
        schools.table(data),
        *grants.tables(data, schools.units(data)),
        real_patents,
        papers.table(data),
        *laws.tables(data),
        *fiction.tables({str(row[0]): str(row[1]) for row in real_patents.rows}),
    ]


if __name__ == "__main__":
    sys.exit(main())
