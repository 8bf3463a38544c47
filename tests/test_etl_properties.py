"""Whatever stands in a file: every row is accounted for, loading twice is loading once, halves make the whole."""

from __future__ import annotations

import csv
import io
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from etl.run import load
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from tests.graph_dump import Graph, Look

SLOW = settings(
    max_examples=25, deadline=None, derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

NAMES = ["甲公司", "乙公司", "丙研究院", "丁大学", "戊公司", "己公司", "己院"]
HEADINGS = ["名称", "地区", "上级单位", "合作单位", "网站"]


REGIONS = {"北京市": ["110000", "北京"], "上海市": ["310000", "上海；滬"], "臺北市": ["710100", "臺北"]}
PLACES = {
    "甲公司": ["北京市", "北京"],
    "乙公司": ["上海", "沪"],
    "丙研究院": ["台北市"],
    "丁大学": ["火星"],
    "戊公司": ["110000"],
}
INDUSTRIES = {"电池制造": "384", "稀土金属冶炼": "323"}
PEOPLE = ["张三", "李四", "王五"]


def province(seed: int, folder: Path) -> list[Path]:
    """Files of organizations, people and patents that refer to each other and to code lists, by several spellings.

    What a row says does not depend on which row of an entity it is; no name fits two entities.
    """
    chance = random.Random(seed)  # the same rows in every run
    folder.mkdir()
    regions, industries = ([f"{code},{name},{more}" for name, (code, more) in REGIONS.items()],
                           [f"{code},{name}" for name, code in INDUSTRIES.items()])  # fmt: skip
    organizations = [_organization(chance, name) for name in chance.sample(NAMES * 2, 8)]
    people = [f"{name},{chance.choice(NAMES)}" for name in PEOPLE]
    patents = [f"P{n},专利{n},{chance.choice(NAMES)},{chance.choice(PEOPLE)},{_industry(chance)}" for n in range(4)]
    tables = {
        "Region-1": ("行政区划代码,名称,简称", regions[:2]), "Region-2": ("行政区划代码,名称,简称", regions[2:]),
        "Industry": ("行业代码,行业名称", industries), "Researcher": ("姓名,工作单位", people),
        "Organization-1": ("名称,地区,上级单位,合作单位,所属行业,网站", organizations[:4]),
        "Organization-2": ("名称,地区,上级单位,合作单位,所属行业,网站", organizations[4:]),
        "Patent": ("专利编号,专利名称,申请人,发明人,应用行业", patents),
    }  # fmt: skip
    for name, (head, rows) in tables.items():
        (folder / f"{name}.csv").write_text("\n".join([head, *rows, ""]), encoding="utf-8")
    return sorted(folder.iterdir())


def _organization(chance: random.Random, name: str) -> str:
    partners = "；".join(chance.sample(NAMES[:-1], chance.randint(0, 3)))
    region = chance.choice(PLACES.get(name, [""]))
    parent = chance.choice(["", *NAMES[:-1]])
    return f'"{name}",{region},{parent},{partners},{_industry(chance)},www.{len(name)}.cn'


def _industry(chance: random.Random) -> str:
    return chance.choice(["", "384", "电池制造", "稀土金属冶炼", "没有这个行业"])


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=12)
ANY = st.lists(st.lists(st.one_of(CELLS, st.sampled_from(NAMES)), min_size=5, max_size=5), max_size=12)


def written(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows([HEADINGS, *rows])
    return text.getvalue().encode()


def sourceless(graph: Graph) -> Graph:
    """The graph without the files and rows that state it."""
    nodes, edges = graph
    bare = {
        uid: (labels, {k: v for k, v in p.items() if k not in ("sources", "content_hash")})
        for uid, (labels, p) in nodes.items()
    }
    return bare, {key: {k: v for k, v in p.items() if k != "sources"} for key, p in edges.items()}


@SLOW
@given(rows=ANY)
def test_every_row_is_accounted_for(rows: list[list[str]], session_store: Store, vocabulary: Vocabulary) -> None:
    session_store.sweep("schema_clear")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "Organization.csv"
        path.write_bytes(written(rows))
        first = load([path], session_store, vocabulary)
        again = load([path], session_store, vocabulary, source="Organization")
    for report in (first, again):
        (one,) = report.files
        assert one.read == one.created + one.updated + one.unchanged + one.merged + one.rejected
        assert one.rejected == len({fault.row for fault in report.faults if fault.severity == "error"})
    assert again.changes == 0


@pytest.mark.parametrize("seed", range(6))
def test_files_in_any_order_are_one_whole(
    seed: int, tmp_path: Path, store: Store, vocabulary: Vocabulary, look: Look
) -> None:
    files = province(seed, tmp_path / "files")
    load(files, store, vocabulary, source="s")
    wanted = look()
    order = random.Random(seed).sample(files, len(files))
    for one in (order, order[::-1]):
        store.sweep("schema_clear")
        for path in one:
            load([path], store, vocabulary, source="s")
        assert sourceless(look()) == sourceless(wanted), [path.name for path in one]
        load(files, store, vocabulary, source="s")
        assert look() == wanted, [path.name for path in one]
