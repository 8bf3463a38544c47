"""Code lists: regions (GB/T 2260), industries (GB/T 4754-2017), disciplines (GB/T 13745-2009 and CSL's own), IPC."""

from __future__ import annotations

from pathlib import Path

from examples.making.tables import Table

SOURCE = "codes"
_LISTS = Path(__file__).with_name("lists")


def tables() -> list[Table]:
    """The four code lists as tables."""
    return [_regions(), _industries(), _disciplines(), _ipc()]


def csl_disciplines() -> dict[str, str]:
    """Name of a discipline in CSL → its code in ``disciplines.csv``."""
    return {csl: code for code, _, _, csl in _lines("disciplines.txt", 4) if csl != "-"}


def _regions() -> Table:
    rows = [(code, name, short, "GB/T 2260", 1) for code, name, short in _lines("regions.txt", 3)]
    header = ("行政区划代码", "地区名称", "简称", "标准", "层级")
    return Table(SOURCE, "regions.tsv", "Region", header, rows)


def _industries() -> Table:
    rows = [
        (code, name, "GB/T 4754-2017", 1 if len(code) == 1 else 2, "" if len(code) == 1 else code[0])
        for code, name in _lines("industries.txt", 2)
    ]
    return Table(SOURCE, "industries.csv", "Industry", ("行业代码", "行业名称", "标准", "层级", "上级行业"), rows)


def _disciplines() -> Table:
    rows = [
        (code, name, "CSL" if code.startswith("CSL") else "GB/T 13745-2009", 1, "" if parent == "-" else parent)
        for code, name, parent, _ in _lines("disciplines.txt", 4)
    ]
    return Table(SOURCE, "disciplines.csv", "Discipline", ("学科代码", "学科名称", "标准", "层级", "上级学科"), rows)


def _ipc() -> Table:
    rows = [
        (code, name, {1: 1, 3: 2, 4: 3}[len(code)], "" if parent == "-" else parent, () if to == "-" else (to,))
        for code, parent, to, name in _lines("ipc.txt", 4)
    ]
    return Table(SOURCE, "ipc.csv", "IPC", ("分类号", "名称", "层级", "上位类", "对应行业"), rows)


def _lines(name: str, width: int) -> list[list[str]]:
    """The lines of a list, each of ``width`` fields parted by a space; the last field may hold spaces."""
    text = (_LISTS / name).read_text(encoding="utf-8")
    return [line.split(" ", width - 1) for line in text.splitlines() if line]


def region_code(name: str) -> str:
    """The code of a region by its name or short name. Raises ``KeyError`` when there is none."""
    codes = {n: code for code, full, short in _lines("regions.txt", 3) for n in (full, short)}
    return codes[name]
