"""Browsing: every operator on every type of property, every order, pages that join, on a small graph of its own."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from etl.run import load
from graph.ontology import DEFAULT, load_vocabulary
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.store.schema import ensure_schema

# A kind with a property of every type, and two whose names GraphQL has for something else already.
ONTOLOGY = """
[labels.Probe]
zh = "探针"
en = "probe"
prefix = "prb"
color = "#123456"
caption = "name"
keys = [["name"]]
refer_by = ["name"]

[labels.Probe.properties]
name = { zh = "名称", en = "name", type = "string", level = "public", required = true }
long_note = { zh = "说明", en = "note", type = "text", level = "public" }
marks = { zh = "标记", en = "marks", type = "strings", level = "public" }
count_of = { zh = "数量", en = "count", type = "integer", level = "public" }
weight = { zh = "重量", en = "weight", type = "number", level = "public" }
made_on = { zh = "日期", en = "made", type = "date", level = "public" }
open = { zh = "开放", en = "open", type = "boolean", level = "public" }
kind = { zh = "种类", en = "kind", type = "string", level = "public" }
is_type_of = { zh = "类属", en = "is type of", type = "string", level = "public" }

[labels.Path]
zh = "路线"
en = "route"
prefix = "pth"
color = "#123456"
caption = "name"
keys = [["name"]]

[labels.Path.properties]
name = { zh = "路名", en = "route name", type = "string", level = "public", required = true }
"""
ROWS: list[dict[str, Any]] = [
    {"name": "a", "long_note": "冷却 cooling", "marks": ["x", "y"], "count_of": 3, "weight": 1.5, "made_on": "2018-01"},
    {"name": "b", "marks": ["y"], "count_of": 3, "weight": 10.0, "made_on": "2018", "open": True, "kind": "旧"},
    {"name": "c", "long_note": "加热", "count_of": -7, "weight": 2.0, "made_on": "2019-05-06", "open": False},
    {"name": "d", "marks": ["x"], "count_of": 12, "made_on": "2018-01-31", "open": True, "is_type_of": "甲"},
    {"name": "e", "long_note": "冷却", "count_of": 4_000_000_000, "weight": -3.0},
    {"name": "石", "weight": 2.0, "open": True},
]

Ask = Callable[..., dict[str, Any]]


def write(file: Path, rows: list[dict[str, Any]]) -> None:
    columns = sorted({name for row in rows for name in row})
    with file.open("w", newline="", encoding="utf-8") as stream:
        out = csv.DictWriter(stream, columns)
        out.writeheader()
        out.writerows({k: ";".join(v) if isinstance(v, list) else v for k, v in row.items()} for row in rows)


@pytest.fixture(scope="module")
def ask(session_store: Store, store_address: StoreAddress, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    """Asks the app over a graph of ``ROWS``."""
    store, tmp_path = session_store, tmp_path_factory.mktemp("probes")
    store.sweep("schema_clear")
    ontology = tmp_path / "ontology.toml"
    ontology.write_text(DEFAULT.read_text(encoding="utf-8") + ONTOLOGY, encoding="utf-8")
    vocabulary = load_vocabulary(ontology)
    ensure_schema(store, vocabulary)
    write(tmp_path / "probes.csv", ROWS)
    write(tmp_path / "routes.csv", [{"name": "north"}])
    load([tmp_path / "probes.csv"], store, vocabulary, kind="Probe")
    load([tmp_path / "routes.csv"], store, vocabulary, kind="Path")
    settings = Settings(
        home=tmp_path,
        cache=tmp_path,
        ontology=ontology,
        neo4j_uri=store_address.uri,
        neo4j_user=store_address.user,
        neo4j_password=store_address.password,
    )
    with TestClient(create_app(settings)) as client:

        def post(query: str, **variables: Any) -> dict[str, Any]:
            answer: dict[str, Any] = client.post("/graphql", json={"query": query, "variables": variables}).json()
            return answer

        yield post
    ensure_schema(store, load_vocabulary())


PAGE = """query($where: [Filter!], $order: String, $down: Boolean!, $first: Int!, $after: String) {
  entities(kind: "Probe", where: $where, orderBy: $order, descending: $down, first: $first, after: $after) {
    nodes { caption } endCursor hasNextPage } }"""


def names(ask: Ask, where: list[tuple[str, str, str]]) -> str:
    conditions = [{"property": name, "op": op, "value": value} for name, op, value in where]
    answer = ask(PAGE, where=conditions, down=False, first=50)
    assert "errors" not in answer, answer
    return "".join(node["caption"] for node in answer["data"]["entities"]["nodes"])


FITS = [
    (("name", "EQ", "b"), "b"),
    (("name", "NE", "b"), "acde石"),
    (("name", "GE", "d"), "de石"),
    (("name", "IN", "a|石|nobody"), "a石"),
    (("long_note", "CONTAINS", "冷却"), "ae"),
    (("longNote", "CONTAINS", "cool"), "a"),
    (("marks", "EQ", "y"), "ab"),
    (("marks", "NE", "y"), "cde石"),
    (("marks", "CONTAINS", "x"), "ad"),
    (("marks", "IN", "x|z"), "ad"),
    (("count_of", "EQ", "3"), "ab"),
    (("countOf", "LT", "3"), "c"),
    (("count_of", "GT", "3.5"), "de"),
    (("count_of", "IN", "3|12"), "abd"),
    (("weight", "LE", "2"), "ace石"),
    (("weight", "NE", "2"), "abde"),
    (("made_on", "LT", "2018-01-15"), "ab"),
    (("made_on", "CONTAINS", "2018-01"), "ad"),
    (("open", "EQ", "true"), "bd石"),
    (("open", "NE", "True"), "ace"),
    (("kind", "EQ", "旧"), "b"),
]


def test_operators_on_every_type(ask: Ask) -> None:
    found = {condition: names(ask, [condition]) for condition, _ in FITS}
    assert found == dict(FITS)
    assert names(ask, [("open", "EQ", "true"), ("weight", "GE", "2")]) == "b石"


def test_what_does_not_fit_is_told(ask: Ask) -> None:
    wrong = {
        ("count_of", "EQ", "many"): "FILTER_VALUE",
        ("weight", "GT", "nan"): "FILTER_VALUE",
        ("weight", "CONTAINS", "1"): "FILTER_VALUE",
        ("open", "EQ", "perhaps"): "FILTER_VALUE",
        ("open", "LT", "true"): "FILTER_VALUE",
        ("marks", "GT", "x"): "FILTER_VALUE",
        ("nothing", "EQ", "x"): "UNKNOWN_PROPERTY",
        ("uid", "EQ", "x"): "UNKNOWN_PROPERTY",
        ("sources", "CONTAINS", "x"): "UNKNOWN_PROPERTY",
        ("name", "IN", "|".join("x" * 101)): "LIMIT_RANGE",
        ("name", "EQ", "x" * 501): "LIMIT_RANGE",
    }
    codes = {}
    for name, op, value in wrong:
        answer = ask(PAGE, where=[{"property": name, "op": op, "value": value}], down=False, first=5)
        codes[name, op, value] = answer["errors"][0]["extensions"]["code"]
    assert codes == wrong
    many = ask(PAGE, where=[{"property": "name", "value": "x"}] * 11, down=False, first=5)
    assert many["errors"][0]["extensions"]["code"] == "LIMIT_RANGE"
    listed = ask(PAGE, order="marks", down=False, first=5)
    assert listed["errors"][0]["extensions"]["code"] == "FILTER_VALUE"


def pages(ask: Ask, first: int, **asked: Any) -> str:
    """The captions of all pages, joined."""
    seen, after = "", None
    while True:
        page = ask(PAGE, first=first, after=after, **asked)["data"]["entities"]
        assert len(page["nodes"]) <= first
        seen += "".join(node["caption"] for node in page["nodes"])
        after = page["endCursor"]
        if not page["hasNextPage"]:
            assert after is None
            return seen


ORDERS = {
    None: "abcde石",  # by uid
    "name": "abcde石",
    "count_of": "石cabde",  # what has no value comes first; equal ones by uid
    "weight": "deac石b",
    "made_on": "e石badc",
    "open": "acebd石",  # no value counts as false
}


@pytest.mark.parametrize("first", [1, 2, 5])
def test_pages_of_every_order_join(ask: Ask, first: int) -> None:
    for order, expected in ORDERS.items():
        assert pages(ask, first, order=order, down=False) == expected, order
        backward = pages(ask, first, order=order, down=True)
        assert sorted(backward) == sorted(expected), order
        assert pages(ask, 50, order=order, down=True) == backward, order
    assert pages(ask, first, order=None, down=True) == "石edcba"
    assert pages(ask, first, order="count_of", down=True) == "edabc石"
    assert pages(ask, first, order="weight", down=True, where=[{"property": "open", "value": "true"}]) == "b石d"


def test_a_kind_may_have_the_name_of_another_type(ask: Ask) -> None:
    node = ask('{ node(uid: "pth:name:north") { __typename kind ... on PathEntity { name } } }')["data"]["node"]
    assert node == {"__typename": "PathEntity", "kind": "Path", "name": "north"}


def test_names_that_mean_something_else_do_no_harm(ask: Ask) -> None:
    query = '{ node(uid: "prb:name:d") { kind ... on Probe { isTypeOf } properties { name value } } }'
    node = ask(query)["data"]["node"]
    assert (node["kind"], node["isTypeOf"]) == ("Probe", "甲")
    old = ask('{ node(uid: "prb:name:b") { kind properties { name value } } }')["data"]["node"]
    assert old["kind"] == "Probe"
    assert {"name": "kind", "value": "旧"} in old["properties"]


def test_a_number_beyond_32_bits_is_told_and_read_elsewhere(ask: Ask) -> None:
    query = '{ node(uid: "prb:name:e") { ... on Probe { countOf weight } properties { name value } } }'
    answer = ask(query)
    assert answer["errors"][0]["extensions"]["code"] == "INTEGER_RANGE"
    node = answer["data"]["node"]
    assert (node["countOf"], node["weight"]) == (None, -3.0)
    assert {"name": "count_of", "value": "4000000000"} in node["properties"]


def test_properties_stand_in_the_order_of_the_vocabulary(ask: Ask) -> None:
    found = ask('{ node(uid: "prb:name:a") { properties { name value values } } }')["data"]["node"]["properties"]
    assert [entry["name"] for entry in found] == ["name", "long_note", "marks", "count_of", "weight", "made_on"]
    assert found[2] == {"name": "marks", "value": None, "values": ["x", "y"]}
    assert [entry["value"] for entry in found[3:]] == ["3", "1.5", "2018-01"]
    assert all(a["name"] != b["name"] for a, b in pairwise(found))
