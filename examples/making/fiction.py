"""The fictitious part: what no open data has. The texts are in ``invented/``; the patents they speak of are real."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from examples.making import columns
from examples.making.credit_code import credit_code
from examples.making.patents import SOURCE as PATENTS
from examples.making.tables import Cell, Table

SOURCE = "demo"
_FOLDER = Path(__file__).with_name("invented")
Entry = Mapping[str, Any]


def tables(titles: Mapping[str, str]) -> list[Table]:
    """The fictitious tables; ``titles``: number of a patent → its title."""
    return [
        _table("institutes.csv", "Institution", columns.INSTITUTE, _entries("institutes", "institute")),
        replace(_table("enterprises.xlsx", "Enterprise", columns.ENTERPRISE, _enterprises()), sheet="企业"),
        _table("inventors.csv", "Researcher", columns.RESEARCHER, _entries("inventors", "inventor")),
        replace(
            _table("managers.csv", "TechnologyManager", columns.MANAGER, _entries("managers", "manager")),
            encoding="gb18030",
        ),
        _table("patent_rights.csv", "Patent", columns.RIGHT, _rights(titles)),
        _table("achievements.csv", "Achievement", columns.ACHIEVEMENT, _entries("achievements*", "achievement")),
        replace(_table("demands.xlsx", "Demand", columns.DEMAND, demands()), sheet="技术需求"),
        replace(_table("cases.xlsx", "Case", columns.CASE, _entries("cases", "case")), sheet="转化案例"),
    ]


def demands() -> list[Entry]:
    """The demands in the order of their numbers; place and contact are those of the enterprise that posted them."""
    posters = {e["name"]: e for e in _entries("enterprises", "enterprise")}
    found = sorted(_entries("demands*", "demand"), key=lambda d: str(d["id"]))
    return [_demand(d, posters[d["poster"]]) for d in found]


def _demand(entry: Entry, poster: Entry) -> Entry:
    filled = {"region": poster["region"], "contact": poster["contact"], "anonymous": False}
    problem = entry["problem"].strip()
    return {**filled, **entry, "problem": problem, "budget_band": _band(entry["budget"])}


def _band(budget: int) -> str:
    bounds = [(500_000, "50万元以下"), (1_000_000, "50万–100万元"), (3_000_000, "100万–300万元")]
    bounds += [(5_000_000, "300万–500万元"), (10_000_000, "500万–1000万元")]
    return next((band for bound, band in bounds if budget < bound), "1000万元以上")


def gold() -> Iterator[dict[str, Any]]:
    """For each demand what was in mind when it was written; ``targets`` is empty where nothing should be found.

    ``partial``: near misses that meet a part of it; ``related``: invented achievements protected by the targets;
    ``words``: "symptom" where the text tells the trouble without the terms of the answer, else "technical".
    """
    protecting: dict[str, list[str]] = {}
    for achievement in _entries("achievements*", "achievement"):
        for patent in achievement.get("patents", ()):
            protecting.setdefault(patent, []).append(f"ach:source_id:{SOURCE}/{achievement['id']}")
    for demand in demands():
        answers = demand["answers"]
        yield {
            "demand": f"dem:source_id:{SOURCE}/{demand['id']}",
            "title": demand["title"],
            "targets": [_uid(number) for number in answers],
            "partial": [_uid(number) for number in demand.get("partial", ())],
            "related": sorted({uid for number in answers for uid in protecting.get(number, ())}),
            "words": demand.get("words", "technical"),
            "twist": demand.get("twist", ""),
        }


def _uid(number: str) -> str:
    """KPP-0042 → the uid of the patent; csl-dev-7 → the uid of the paper."""
    return f"pat:source_id:{PATENTS}/{number}" if number.startswith("KPP") else f"ach:source_id:csl/{number}"


def _enterprises() -> list[Entry]:
    found = _entries("enterprises", "enterprise")
    return [{**e, "uscc": credit_code(e["code"]) if "code" in e else ""} for e in found]


def _rights(titles: Mapping[str, str]) -> list[Entry]:
    found = _entries("rights", "right")
    return [{**r, "uid": _uid(r["id"]), "title": titles[r["id"]]} for r in found]


def _entries(files: str, name: str) -> list[Entry]:
    texts = [path.read_text(encoding="utf-8") for path in sorted(_FOLDER.glob(f"{files}.toml"))]
    return [entry for text in texts for entry in tomllib.loads(text)[name]]


def _table(path: str, kind: str, headings: Mapping[str, str], entries: Iterable[Entry]) -> Table:
    rows = [tuple(_cell(entry.get(key)) for key in headings.values()) for entry in entries]
    return Table(SOURCE, path, kind, tuple(headings), rows)


def _cell(value: Any) -> Cell:
    return tuple(str(v) for v in value) if isinstance(value, list) else value
