"""Universities and colleges of the ministry's list, and one spelling for the name of a unit."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from examples.making.tables import Table

SOURCE = "moe_schools"
_FILE = "cn_institutions/moe_schools.csv"
_HEADER = ("学校名称", "学校标识码", "主管部门", "地区", "所在城市", "办学层次", "备注")


class Units:
    """Gives each unit the spelling it was first met in: brackets come in full and half width."""

    def __init__(self, schools: Iterable[str]) -> None:
        self._spellings = {_folded(name): name for name in schools}
        self._schools = frozenset(self._spellings.values())

    def spelling(self, name: str) -> str:
        """The spelling of ``name`` met first."""
        return self._spellings.setdefault(_folded(name), name.strip())

    def is_school(self, name: str) -> bool:
        """Whether ``name``, as spelt by ``spelling``, is in the ministry's list."""
        return name in self._schools


def table(data: Path) -> Table:
    """The ministry's list; the province is in the school code: 41 11 010001 → 110000."""
    rows = [
        (s["name"], s["code"], s["department"], s["code"][2:4] + "0000", s["place"], s["level"], s["remarks"])
        for s in _read(data)
    ]
    ignored = {"学校标识码": "", "所在城市": "", "办学层次": "", "备注": ""}
    return Table(SOURCE, "schools.csv", "Institution", _HEADER, rows, {"type": "高等学校"}, ignored)


def units(data: Path) -> Units:
    """The spellings of the ministry's list."""
    return Units(s["name"] for s in _read(data))


def _read(data: Path) -> list[dict[str, str]]:
    with (data / _FILE).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name).replace(" ", "")
