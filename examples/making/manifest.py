"""``sources.toml``: what each source is, and for each file its kind and the number of rows it promises."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from examples.making.tables import Table

_SOURCES = Path(__file__).with_name("lists") / "sources.toml"
_HEAD = """# 示例数据清单：由 examples/make_examples.py 生成，请勿手工修改。
# Manifest of the sample data, written by examples/make_examples.py; do not edit by hand.
"""


def manifest(tables: Iterable[Table]) -> str:
    """The manifest of ``tables``, in their order within each source."""
    known = tomllib.loads(_SOURCES.read_text(encoding="utf-8"))
    by_source: dict[str, list[Table]] = {}
    for table in tables:
        by_source.setdefault(table.source, []).append(table)
    parts = [_source(name, known[name], files) for name, files in by_source.items()]
    return "\n".join([_HEAD, *parts])


def _source(name: str, about: Mapping[str, Any], tables: Iterable[Table]) -> str:
    lines = ["[[source]]", f"id = {_value(name)}", *(f"{key} = {_value(value)}" for key, value in about.items()), ""]
    for table in tables:
        lines += ["  [[source.file]]", *(f"  {key} = {_value(value)}" for key, value in _file(table).items()), ""]
    return "\n".join(lines)


def _file(table: Table) -> dict[str, Any]:
    entry: dict[str, Any] = {"path": table.path, "kind": table.kind, "minimum": len(table.rows)}
    if table.constants:
        entry["constants"] = table.constants
    if table.columns:
        entry["columns"] = table.columns
    return entry


def _value(value: object) -> str:
    """``value`` in TOML; a JSON string is a TOML basic string."""
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_value(k)} = {_value(v)}" for k, v in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)
