"""Any labelled property graph loads: a kind that only an ontology file knows needs no code."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook

from etl.collect.template import write_template
from etl.run import load
from graph.ontology import load_vocabulary
from graph.store.bolt import Store

ONTOLOGY = """
format = 1
[roles]
anonymous = { zh = "匿名", en = "anonymous", clearance = "public" }
[levels]
public = { zh = "公开", en = "public" }
registered = { zh = "注册可见", en = "registered" }
core = { zh = "核心", en = "core" }

[labels.Instrument]
zh = "大型仪器"
en = "instrument"
prefix = "ins"
color = "#123456"
caption = "title"
keys = [["asset_no"], ["title", "laboratory", "year"]]
refer_by = ["asset_no", "title"]
[labels.Instrument.properties]
asset_no = { zh = "资产编号", en = "asset number", type = "string", level = "public", headers = ["资产号"] }
title = { zh = "仪器名称", en = "title", type = "string", level = "public", required = true }
year = { zh = "购置年份", en = "year", type = "integer", level = "public" }
shared = { zh = "是否共享", en = "shared", type = "boolean", level = "public" }
price = { zh = "原值", en = "price", type = "number", unit = "CNY", level = "core" }
[labels.Instrument.links]
laboratory = { zh = "所在实验室", en = "laboratory", relation = "HOUSED_IN", direction = "out", target = "Laboratory" }

[labels.Laboratory]
zh = "实验室"
en = "laboratory"
prefix = "lab"
color = "#654321"
caption = "title"
keys = [["title"]]
refer_by = ["title"]
[labels.Laboratory.properties]
title = { zh = "实验室名称", en = "laboratory name", type = "string", level = "public", required = true }

[relations.HOUSED_IN]
start = ["Instrument"]
end = ["Laboratory"]
zh = { label = "位于", reverse = "仪器", forward = "{a}位于{b}", backward = "{a}有{b}" }
en = { label = "housed in", reverse = "houses", forward = "{a} is housed in {b}", backward = "{a} houses {b}" }
"""


def test_a_kind_of_ones_own_loads_without_code(tmp_path: Path, store: Store) -> None:
    (tmp_path / "o.toml").write_text(ONTOLOGY, encoding="utf-8")
    vocabulary = load_vocabulary(tmp_path / "o.toml")
    write_template("Instrument", vocabulary, tmp_path / "form.xlsx")
    book = load_workbook(tmp_path / "form.xlsx")
    book.worksheets[0].append(["Z-1", "透射电镜", 2019, "是", "380万", "材料中心"])
    book.worksheets[0].append([None, "离心机", "2020年", "否", None, "材料中心"])
    book.save(tmp_path / "form.xlsx")
    report = load([tmp_path / "form.xlsx"], store, vocabulary, source="lab")
    assert report.faults == []
    known = store.read("etl_nodes_existing", uids=["ins:asset_no:Z-1", "lab:title:材料中心"])
    assert [(row["uid"], row["stub"]) for row in known] == [("ins:asset_no:Z-1", False), ("lab:title:材料中心", True)]
    assert len(store.read("etl_nodes_existing", uids=["ins:title:离心机+2020@lab:title:材料中心"])) == 1
    assert (report.nodes_created, report.edges_created) == (3, 2)
    assert load([tmp_path / "form.xlsx"], store, vocabulary, source="lab").changes == 0
