"""Patents of KPPatent-ZH: title, abstract and the key phrases that are long enough to be technical terms."""

from __future__ import annotations

import json
import re
from pathlib import Path

from examples.making.tables import Table

SOURCE = "kppatent"
_FILE = "kppatent_zh/test_data_TAC.json"
_PARTS = re.compile(r"标题：(.*?)\n摘要：(.*?)\n权利声明：", re.DOTALL)
# Page counts of the scanned front page that upstream ran into the title.
_FRONT_PAGE = re.compile(r"^权利要求书\d+页说明书\d+页(附图\d+页)?")
# Upstream ran the end of an abstract into these titles, or lost the title (named after the abstract, in 〔〕).
_TITLES = {
    80: "一种以三芳胺为核心的有机化合物及其制备方法和其应用",
    98: "〔塑料-金属混杂材料〕",
    370: "〔织物多隔室内管的制造方法〕",
    470: "一种低压易漏井的固井方法及套管串",
    474: "〔天然皮革喷墨打印方法〕",
    511: "一种红色有机电致磷光铂配合物及其在OLED器件上的应用",
    657: "在工厂中利用轻钢龙骨拼接以预制出墙体模块构造墙体的方法及装配式墙体",
    674: "洗衣机控制方法及装置",
    687: "图像处理装置、成像装置、驾驶辅助装置、移动体和图像处理方法",
}


def patent_id(position: int) -> str:
    """The number of the patent at ``position`` (from 0) in the upstream file, e.g. KPP-0042."""
    return f"KPP-{position:04d}"


def table(data: Path) -> Table:
    """The 696 patents with a title; their claims are left out."""
    raw = json.loads((data / _FILE).read_text(encoding="utf-8"))
    rows = [_row(position, entry) for position, entry in enumerate(raw)]
    return Table(SOURCE, "patents.csv.gz", "Patent", ("专利编号", "专利名称", "摘要", "关键词"), rows)


def _row(position: int, entry: dict[str, str]) -> tuple[str, str, str, tuple[str, ...]]:
    found = _PARTS.match(entry["input"])
    if found is None:
        raise ValueError(f"patent {position} has no title and abstract")
    title = _TITLES.get(position) or _FRONT_PAGE.sub("", found[1]).strip()
    abstract = " ".join(found[2].split())
    return patent_id(position), title, abstract, keywords(entry["output"])


def keywords(phrases: str) -> tuple[str, ...]:
    """The phrases of two characters or more, once each; shorter ones (薄, 矿) name no technique."""
    return tuple(dict.fromkeys(p.strip() for p in phrases.split(",") if len(p.strip()) >= 2))
