"""A kind added to the ontology file alone: it is in the template, the store, GraphQL and the legend."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from etl.collect.template import write_template
from etl.run import load
from graph.ontology import DEFAULT, load_vocabulary
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.store.schema import ensure_schema
from graph.vocabulary import Vocabulary

KIND = """
[labels.Laboratory]
zh = "重点实验室"
en = "key laboratory"
prefix = "lab"
color = "#345678"
caption = "name"
keys = [["source", "source_id"]]
refer_by = ["source_id", "name"]
text = ["name"]

[labels.Laboratory.properties]
source_id = { zh = "编号", en = "number", type = "string", level = "public", required = true }
name = { zh = "实验室名称", en = "name", type = "string", level = "public", required = true }
opened = { zh = "成立日期", en = "opened", type = "date", level = "public" }
budget = { zh = "年度经费", en = "yearly budget", type = "number", unit = "CNY", level = "core" }

[labels.Laboratory.links]
host = { zh = "依托单位", en = "host", relation = "HOSTED_BY", direction = "out", target = "Organization" }

[relations.HOSTED_BY]
start = ["Laboratory"]
end = ["Organization"]
zh = { label = "依托", reverse = "所辖实验室", forward = "{a}依托{b}", backward = "{a}设有{b}" }
en = { label = "hosted by", reverse = "hosts", forward = "{a} is hosted by {b}", backward = "{a} hosts {b}" }
"""
ROW = {
    "编号": "L1",
    "实验室名称": "膜材料重点实验室",
    "成立日期": "2021年5月",
    "年度经费（元）": "300万",
    "依托单位": "示例大学",
}


@pytest.fixture
def ontology(tmp_path: Path) -> Path:
    file = tmp_path / "ontology.toml"
    file.write_text(DEFAULT.read_text(encoding="utf-8") + KIND, encoding="utf-8")
    return file


def fill(template: Path) -> None:
    """Write ``ROW`` under the headings of the template, as a person would."""
    book = openpyxl.load_workbook(template)
    sheet = book["重点实验室"]
    headings = [str(cell.value or "").rstrip("*＊ ") for cell in sheet[1]]
    for heading, value in ROW.items():
        sheet.cell(row=2, column=headings.index(heading) + 1, value=value)
    book.save(template)


def test_a_new_kind_needs_no_code(
    ontology: Path, store: Store, store_address: StoreAddress, tmp_path: Path, vocabulary: Vocabulary
) -> None:
    own = load_vocabulary(ontology)
    template = tmp_path / "重点实验室.xlsx"
    write_template("Laboratory", own, template)
    fill(template)

    ensure_schema(store, own)
    try:
        assert "range_laboratory_name" in {row["name"] for row in store.read("schema_indexes")}
        report = load([template], store, own, source="test")
        assert (report.rejected, list(report.faults)) == (0, [])
        settings = replace(
            Settings.from_environment({"KEZHUAN_HOME": str(tmp_path / "home"), "KEZHUAN_ONTOLOGY": str(ontology)}),
            neo4j_uri=store_address.uri,
            neo4j_user=store_address.user,
            neo4j_password=store_address.password,
        )
        with TestClient(create_app(settings)) as client:
            client.get("/ready")
            query = """{ entities(kind: "Laboratory") { nodes { caption ... on Laboratory { opened budget } } }
              vocabulary { labels { name color count words { zh } } } }"""
            data = client.post("/graphql", json={"query": query}).json()["data"]
            around = client.post(
                "/graphql",
                json={"extensions": {"persisted": "neighborhood"}, "variables": {"uid": "lab:source_id:test/L1"}},
            ).json()["data"]["neighborhood"]
    finally:
        ensure_schema(store, vocabulary)

    assert data["entities"]["nodes"] == [{"caption": "膜材料重点实验室", "opened": "2021-05", "budget": None}]
    legend = {label["name"]: label for label in data["vocabulary"]["labels"]}
    assert legend["Laboratory"] == {
        "name": "Laboratory",
        "color": "#345678",
        "count": 1,
        "words": {"zh": "重点实验室"},
    }
    hosted = next(step for step in around["steps"] if step["relation"] == "HOSTED_BY")
    assert hosted["sentence"] == {"zh": "膜材料重点实验室依托示例大学", "en": "膜材料重点实验室 is hosted by 示例大学"}
    assert hosted["evidence"][0]["row"] == 2
