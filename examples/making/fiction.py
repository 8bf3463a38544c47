"""The fictitious part: what no open data has. The texts are in ``invented/``; the patents they speak of are real."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from examples.making.credit_code import credit_code
from examples.making.patents import SOURCE as PATENTS
from examples.making.tables import Cell, Table

SOURCE = "demo"
_FOLDER = Path(__file__).with_name("invented")
Entry = Mapping[str, Any]

_INSTITUTE = {
    "机构名称": "name",
    "简称": "aliases",
    "类型": "type",
    "所在地区": "region",
    "网站": "website",
    "联系人": "contact",
    "电话": "phone",
    "合作单位": "partners",
}
_ENTERPRISE = {
    "企业名称": "name",
    "简称": "aliases",
    "统一社会信用代码": "uscc",
    "所在地区": "region",
    "所属行业": "industry",
    "企业规模": "scale",
    "企业资质": "qualification",
    "上级单位": "parent",
    "前身": "former",
    "对外投资": "invests_in",
    "合作单位": "partners",
    "联系人": "contact",
    "联系电话": "phone",
    "银行账户": "bank",
}
_RESEARCHER = {
    "姓名": "name",
    "所在单位": "organization",
    "职称": "title",
    "研究方向": "field",
    "学科": "discipline",
    "邮箱": "email",
}
_MANAGER = {
    "经理人编号": "id",
    "姓名": "name",
    "证书编号": "certificate",
    "级别": "grade",
    "服务领域": "field",
    "所在单位": "organization",
    "服务对象": "serves",
    "所在地区": "region",
    "电话": "phone",
    "邮箱": "email",
}
_RIGHT = {
    "uid": "uid",
    "专利名称": "title",
    "申请人": "owners",
    "专利权人": "owners",
    "发明人": "inventors",
    "IPC分类号": "ipc",
    "应用行业": "industry",
    "法律状态": "status",
    "法律状态日期": "as_of",
    "评估价值": "valuation",
    "受让方": "transferred_to",
}
_ACHIEVEMENT = {
    "成果编号": "id",
    "成果名称": "name",
    "成果简介": "summary",
    "关键词": "keywords",
    "成果类别": "category",
    "成果形式": "form",
    "所处阶段": "stage",
    "技术成熟度": "trl",
    "完成日期": "completed",
    "主要完成人": "completers",
    "完成单位": "organizations",
    "相关专利": "patents",
    "学科": "discipline",
    "应用行业": "industry",
    "意向价格区间": "price_band",
    "底价": "floor_price",
    "工艺参数": "process_parameters",
    "联系人": "contact",
    "受让方": "transferred_to",
}
_DEMAND = {
    "需求编号": "id",
    "需求名称": "title",
    "技术难题": "problem",
    "关键词": "keywords",
    "技术领域": "field",
    "发布单位": "poster",
    "是否匿名": "anonymous",
    "所属行业": "industry",
    "所在地区": "region",
    "截止日期": "deadline",
    "预算区间": "budget_band",
    "预算金额": "budget",
    "技术指标": "parameters",
    "联系人": "contact",
}
_CASE = {
    "案例编号": "id",
    "案例名称": "title",
    "年份": "year",
    "转化方式": "mode",
    "结果": "outcome",
    "经验教训": "lesson",
    "关键词": "keywords",
    "金额区间": "amount_band",
    "成交金额": "amount",
    "相关成果": "achievements",
    "相关专利": "patents",
    "参与单位": "organizations",
    "对应需求": "demands",
}


def tables(titles: Mapping[str, str]) -> list[Table]:
    """The fictitious tables; ``titles``: number of a patent → its title."""
    return [
        _table("institutes.csv", "Institution", _INSTITUTE, _entries("institutes", "institute")),
        _table("enterprises.xlsx", "Enterprise", _ENTERPRISE, _enterprises()),
        _table("inventors.csv", "Researcher", _RESEARCHER, _entries("inventors", "inventor")),
        _table("managers.csv", "TechnologyManager", _MANAGER, _entries("managers", "manager"), encoding="gb18030"),
        _table("patent_rights.csv", "Patent", _RIGHT, _rights(titles)),
        _table("achievements.csv", "Achievement", _ACHIEVEMENT, _entries("achievements*", "achievement")),
        _table("demands.xlsx", "Demand", _DEMAND, demands()),
        _table("cases.xlsx", "Case", _CASE, _entries("cases", "case")),
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
    """For each demand what was in mind when it was written; ``targets`` is empty where nothing should be found."""
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
            "related": sorted({uid for number in answers for uid in protecting.get(number, ())}),
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


def _table(
    path: str, kind: str, columns: Mapping[str, str], entries: Iterable[Entry], *, encoding: str = "utf-8"
) -> Table:
    rows = [tuple(_cell(entry.get(key)) for key in columns.values()) for entry in entries]
    return Table(SOURCE, path, kind, tuple(columns), rows, encoding=encoding)


def _cell(value: Any) -> Cell:
    return tuple(str(v) for v in value) if isinstance(value, list) else value
