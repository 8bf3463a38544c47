"""A cold load through import files leaves the graph that batches leave, whatever stands in the values."""

from __future__ import annotations

import random
import stat
import subprocess
from collections.abc import Iterator
from itertools import groupby, product
from pathlib import Path
from typing import Any

import neo4j
import pytest

from etl.bulk import numbers
from etl.bulk.cells import BETWEEN
from etl.bulk.load import FILES, Loaded, Opening, Target, bulk_load, write_facts
from etl.bulk.served import describe
from etl.bulk.sink import BulkSink
from etl.facts.statements import EdgeFact, NodeFact
from etl.writing.decide import Stamp, edge_row, node_row
from etl.writing.sink import Refusals
from graph.errors import StoreError
from graph.store import embedded
from graph.store.address import StoreAddress
from graph.store.backup import Java
from graph.store.bolt import Store
from graph.store.importing import ImportFiles, Sheet, import_into
from graph.vocabulary import Vocabulary

HEAP = "384m"
STAMP = Stamp("20261124T000000Z-abcdef", "2026-11-24T00:00:00+00:00", frozenset({"demo"}))
PIECES = [
    "",
    "石墨烯",
    '"',
    '""',
    ",",
    ";",
    "\n",
    "\r\n",
    "\r",
    "\\",
    "'",
    "😀",
    " ",
    "\t",
    "|",
    "#",
    "null",
    "\u2028",
    "\\n",
]
ODD = ["".join(pieces) for pieces in product(PIECES, repeat=2)]
SOURCES: list[dict[str, Any]] = [
    {"id": "demo", "zh": "示例", "en": "", "licence": 'a "b"', "url": "", "publisher": "", "fictitious": True},
    {"id": "s", "zh": "源\n二", "en": "s", "licence": "", "url": "", "publisher": "", "fictitious": False},
]
BOOKS: list[dict[str, Any]] = [
    {"key": "s/a.csv", "source": "s", "file": "a.csv", "sha256": "0" * 64, "bytes": 7, "loaded": None}
]

Graph = tuple[list[Any], list[Any]]


def node_facts() -> Iterator[NodeFact]:
    chance = random.Random(7)
    for number, text in enumerate(ODD):
        several = [word for word in chance.sample(ODD, 3) if word] or ["x"]
        refs = [f"s|a.csv|表,1|{number}|d{number}", "demo|b.csv||2|x"][: 1 + number % 2]
        yield NodeFact(
            f"inst:name:{number}{text}", "Institution", {"name": text, "aliases": several}, refs, stated=True
        )
    numbers = [0.1, 1e22, -0.0, 5e-324, 123456789.123456789, 2.0**53, 1 / 3]
    for number, budget in enumerate(numbers):
        properties = {"budget": budget, "anonymous": bool(number % 2), "deadline": "2018-01", "title": None}
        yield NodeFact(f"dem:source_id:demo/{number}", "Demand", properties, [f"demo|b.csv||{number}|x"], stated=True)
    yield NodeFact(
        "dem:source_id:whole", "Demand", {"budget": 5, "unheard_of": 2**53 + 1}, ["s|a.csv||1|y"], stated=True
    )
    yield NodeFact("dem:source_id:long", "Demand", {"problem": "长" * 3_000_000}, ["s|a.csv||1|y"], stated=True)
    yield NodeFact("org:name:只被提到", "Organization", {"name": "只被提到"}, ["s|a.csv||1|z", "demo|b"], stated=False)
    yield NodeFact("term:name:储能", "Term", {"name": "储能", "document_frequency": 3}, ["s|a.csv||1|z"], stated=False)


def edge_facts() -> Iterator[EdgeFact]:
    for number, text in enumerate(ODD):
        start, end = f"inst:name:{number}{text}", f"dem:source_id:demo/{number % 7}"
        said = {"confidence": 1.0 if number % 3 else 1, "method": text, "level": number % 2 or None}
        yield EdgeFact("POSTED", start, end, said, [f"s|a.csv||{number}|q", "demo|b.csv||1|q"])
        yield EdgeFact("MENTIONS", end, f"inst:name:{number}{text}", {"quote": text}, ["s|a|b"])
    yield EdgeFact("MENTIONS", "dem:source_id:whole", "term:name:储能", {"weight": 0.5, "quote": "…"}, ["s|a.csv||1|q"])


def opening(vocabulary: Vocabulary) -> Opening:
    return Opening(vocabulary, STAMP, SOURCES, BOOKS)


def graph(address: StoreAddress) -> Graph:
    """Every node with its labels and properties, every edge with its ends and properties; floats to the bit."""
    with neo4j.GraphDatabase.driver(address.uri, auth=(address.user, address.password)) as driver:
        nodes = driver.execute_query("MATCH (n) RETURN labels(n), properties(n)").records
        edges = driver.execute_query("MATCH (a)-[r]->(b) RETURN a.uid, type(r), b.uid, properties(r)").records
    return (
        sorted(repr((sorted(labels), sorted(properties.items()))) for labels, properties in nodes),
        sorted(repr((start, kind, end, sorted(properties.items()))) for start, kind, end, properties in edges),
    )


@pytest.fixture
def batched(store: Store, store_address: StoreAddress, vocabulary: Vocabulary) -> Graph:
    """The graph that the statements of a batched load leave."""
    store.write("etl_load_start", id=STAMP.load_id, started=STAMP.now, sources=SOURCES, files=BOOKS)
    for kind, facts in groupby(node_facts(), key=lambda fact: fact.kind):
        labels = ":".join(reversed(vocabulary.chain(kind)))
        label = vocabulary.label(kind)
        rows = [{"uid": fact.uid, "properties": node_row(fact, label, None, STAMP)[1]} for fact in facts]
        store.write("etl_nodes", parts={"labels": labels}, rows=rows, now=STAMP.now)
    for relation in ("POSTED", "MENTIONS"):
        stated = [edge_row(edge, None, STAMP) for edge in edge_facts() if edge.relation == relation]
        store.write("etl_edges", parts={"relation": relation}, rows=stated, files=[])
    return graph(store_address)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """An empty store whose folder has a name of all sorts."""
    folder = tmp_path_factory.mktemp("bulk") / '库, "1"=[a]'
    yield Target(folder, Java(heap=HEAP))
    embedded.stop(folder)


@pytest.fixture(scope="module")
def loaded(target: Target, vocabulary: Vocabulary) -> Loaded:
    """Entities named by their odd uids, as when two share a number (by number: ``test_etl_cold``)."""
    missing = EdgeFact("POSTED", "inst:name:nobody", "dem:source_id:demo/0", {"confidence": 1.0}, ["s|a.csv||9|q"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("etl.bulk.sink.number", len)
        return bulk_load(node_facts(), [*edge_facts(), missing], opening(vocabulary), target)


def test_it_is_equal_to_batches(loaded: Loaded, batched: Graph) -> None:
    nodes, edges = graph(loaded.address)
    assert nodes == batched[0]
    assert edges == batched[1]


def test_what_was_done_is_counted(loaded: Loaded) -> None:
    nodes, edges = len(list(node_facts())), len(list(edge_facts()))
    written = loaded.written
    assert (written.nodes, written.nodes_created, written.edges, written.edges_created) == (
        nodes,
        nodes,
        edges + 1,
        edges,
    )
    assert (loaded.missing, written.refused) == (1, [])


def test_its_schema_is_made_and_no_file_stays(loaded: Loaded, target: Target) -> None:
    with Store(loaded.address) as store:
        assert {row["state"] for row in store.read("schema_indexes")} == {"ONLINE"}
        assert store.read("etl_load_running") == [{"id": STAMP.load_id}]
    assert [path.name for path in target.folder.iterdir() if path.name.startswith((FILES, ".new-"))] == []


def test_a_used_store_is_refused(loaded: Loaded, target: Target, vocabulary: Vocabulary) -> None:
    before = graph(loaded.address)
    with pytest.raises(StoreError, match="STORE_NOT_EMPTY"):
        bulk_load(node_facts(), edge_facts(), opening(vocabulary), target)
    assert graph(loaded.address) == before


def test_a_failed_import_leaves_an_empty_store(tmp_path: Path) -> None:
    (tmp_path / "h.csv").write_text("uid:ID,name:string\n")
    (tmp_path / "d.csv").write_text('"a","secret"\n"a","secret"\n')
    files = ImportFiles(tmp_path, (Sheet("Entity", "h.csv", "d.csv", breaks=False),), (), "U+001F")
    store = tmp_path / "store"
    with pytest.raises(StoreError, match="IMPORT_FAILED") as caught:
        import_into(store, files, java=Java(heap=HEAP))
    assert "secret" not in str(caught.value)
    assert (store / "logs" / "import.log").read_text()
    assert list((store / "data").iterdir()) == []
    assert embedded.status(store).state == "stopped"


@pytest.mark.parametrize("value", [[], [""], [f"a{BETWEEN}b"], ["a", 1], [["a"]], {"a": 1}, b"x"])
def test_what_no_file_can_hold_is_refused_row_by_row(tmp_path: Path, vocabulary: Vocabulary, value: object) -> None:
    refusals = Refusals()
    good = {"uid": "t:1", "properties": {"name": "a", "sources": ["s|f||1|x"]}}
    bad = {"uid": "t:2", "properties": {"name": value, "sources": ["s|f||2|x"]}}
    with BulkSink(tmp_path, refusals) as sink:
        sink.nodes("etl_nodes", [bad, good, bad], {"labels": "Term"}, now="now")
        files = sink.close()
    assert [(ref, error.code, error.values["uid"]) for ref, error in refusals.take()] == [
        ("s|f||2|x", "BULK_VALUE", "t:2")
    ] * 2
    assert [sheet.group for sheet in files.nodes] == ["Entity:Term"]
    assert (tmp_path / files.nodes[0].data).read_text() == f'{numbers.number("t:1")},"t:1","now","a","s|f||1|x"\n'


@pytest.mark.parametrize("suffix", [".csv", ".csv.gz"])
def test_files_for_a_served_store(tmp_path: Path, vocabulary: Vocabulary, suffix: str) -> None:
    with BulkSink(tmp_path, Refusals(), suffix=suffix) as sink:
        written = write_facts(node_facts(), edge_facts(), opening(vocabulary), sink)
        files = sink.close()
    describe(files, vocabulary, nodes=written.nodes, database="kz")
    names = {path.name for path in tmp_path.iterdir()}
    assert {f"nodes-Organization-Institution{suffix}", f"edges-POSTED{suffix}", f"nodes-Load{suffix}"} < names
    assert {"import.sh", "schema.cypher", "README.md"} < names
    # neo4j-admin's stand-in prints what it is given: the script must hand over what the store is imported with here.
    stand_in = tmp_path / "bin" / "neo4j-admin"
    stand_in.parent.mkdir()
    stand_in.write_text('#!/bin/sh\nprintf "%s\\n" "$@"\npwd\n')
    stand_in.chmod(stand_in.stat().st_mode | stat.S_IXUSR)
    said = subprocess.run(
        ["sh", str(tmp_path / "import.sh"), "kz"], capture_output=True, text=True, check=True,
        env={"PATH": f"{stand_in.parent}:/usr/bin:/bin"}, cwd="/",
    ).stdout.splitlines()  # fmt: skip
    begun = ["database", "import", "full", "kz", "--overwrite-destination=true"]
    assert said == [*begun, *files.arguments(), str(tmp_path)]


def test_nothing_is_taken_back_in_an_empty_store(tmp_path: Path) -> None:
    with BulkSink(tmp_path, Refusals()) as sink, pytest.raises(ValueError, match="etl_nodes_delete"):
        sink.nodes("etl_nodes_delete", [{"uid": "a"}])
