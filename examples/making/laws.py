"""Laws and regulations on science, technology transfer and enterprises, with what cites what."""

from __future__ import annotations

import gzip
import json
import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examples.making.codes import region_code
from examples.making.law_heading import Heading, read_heading
from examples.making.tables import Cell, Table

SOURCE = "laws"
_FILE = "cn_sti_laws/laws.jsonl.gz"
_TOPICS = Path(__file__).with_name("lists") / "law_topics.toml"
_STATE = "中华人民共和国"
_NATIONAL_LEVELS = {"行政法规": "行政法规", "部门规章": "部门规章", "DLC": "地方性法规"}
_HEADER = (
    "source_id",
    "title",
    "document_no",
    "issuer",
    "issued",
    "validity",
    "level",
    "category",
    "region",
    "keywords",
    "based_on",
    "replaces",
    "supports_industry",
    "supports_region",
    "supports_terms",
    "body",
    "upstream",
)


@dataclass(frozen=True, slots=True)
class Law:
    """A law as upstream has it, and what its heading says."""

    number: str
    raw: Mapping[str, Any]
    heading: Heading


def tables(data: Path) -> list[Table]:
    """The bodies that issued the laws, and the laws."""
    with gzip.open(data / _FILE, "rt", encoding="utf-8") as lines:
        raw = [json.loads(line) for line in lines]
    laws = [Law(f"LAW-{n:03d}", entry, read_heading(entry)) for n, entry in enumerate(raw, start=1)]
    rows = _Rows(laws)
    issuers = sorted({law.heading.issuer for law in laws if law.heading.issuer})
    bodies = Table(SOURCE, "issuers.csv", "Organization", ("名称", "类型"), [(name, "国家机关") for name in issuers])
    table = Table(SOURCE, "laws.jsonl.gz", "Policy", _HEADER, [rows.row(w) for w in laws], {}, {"upstream": ""})
    return [bodies, table]


class _Rows:
    """Makes the rows; needs all laws to know editions, citations and which document numbers name one law only."""

    def __init__(self, laws: Sequence[Law]) -> None:
        self._editions: dict[str, list[Law]] = {}
        for law in sorted(laws, key=lambda w: w.heading.issued):
            self._editions.setdefault(law.heading.title, []).append(law)
        self._numbers = Counter(w.heading.document_no for w in laws)
        self._topics = tomllib.loads(_TOPICS.read_text(encoding="utf-8"))

    def row(self, law: Law) -> tuple[Cell, ...]:
        heading, raw = law.heading, law.raw
        unique = self._numbers[heading.document_no] == 1
        region = "" if raw["region"] == "国家" else region_code(raw["region"])
        local = raw["cls"] == "DLC"
        newest = self._editions[heading.title][-1] is law
        return (
            law.number,
            heading.title,
            heading.document_no if unique else "",
            heading.issuer,
            heading.issued,
            "" if newest else "已有新版",
            _NATIONAL_LEVELS.get(raw["cls"], "法律"),
            "" if local else raw["cls"],
            region,
            self._matches(heading.title, "keywords"),
            self._cited(law),
            self._replaced(law),
            self._industries(heading.title),
            region,
            self._matches(heading.title, "terms"),
            heading.body,
            raw["id"],
        )

    def _cited(self, law: Law) -> tuple[str, ...]:
        """What the law cites: by its title, or by number where there are several editions (the newest)."""
        found = dict.fromkeys(t for c in law.raw["cites"] for t in (c, _STATE + c) if t in self._editions)
        found.pop(law.heading.title, None)
        return tuple(t if len(self._editions[t]) == 1 else self._editions[t][-1].number for t in found)

    def _replaced(self, law: Law) -> tuple[str, ...]:
        editions = self._editions[law.heading.title]
        position = editions.index(law)
        return (editions[position - 1].number,) if position else ()

    def _matches(self, title: str, part: str) -> tuple[str, ...]:
        return tuple(word for word in self._topics[part] if word in title)

    def _industries(self, title: str) -> tuple[str, ...]:
        named = self._topics["industries"]
        return tuple(dict.fromkeys(code for word, codes in named.items() if word in title for code in codes))
