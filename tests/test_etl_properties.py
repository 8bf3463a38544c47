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

NAMES = ["甲公司", "乙公司", "丙研究院", "丁大学", "戊公司", "己公司", "Huawei Co., Ltd."]
HEADINGS = ["名称", "地区", "上级单位", "合作单位", "网站"]


def organizations(seed: int) -> list[list[str]]:
    """Rows of organizations that refer to each other; what a row says does not depend on which row of it that is."""
    chance = random.Random(seed)  # the same rows in every run
    rows = []
    for name in chance.sample(NAMES, chance.randint(2, len(NAMES))):
        partners = chance.sample(NAMES, chance.randint(0, 3))
        region = "北京市" if name in NAMES[::2] else ""
        rows.append([name, region, chance.choice(["", *NAMES]), "；".join(partners), f"www.{len(name)}.cn"])
    return rows


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


@pytest.mark.parametrize("seed", range(12))
def test_two_halves_in_any_order_are_one_whole(
    seed: int, tmp_path: Path, store: Store, vocabulary: Vocabulary, look: Look
) -> None:
    rows = organizations(seed)
    whole, first, second = (tmp_path / f"Organization-{name}.csv" for name in ("whole", "first", "second"))
    region = tmp_path / "Region.csv"
    region.write_text("行政区划代码,名称\n110000,北京市\n", encoding="utf-8")
    half = len(rows) // 2
    for path, part in ((whole, rows), (first, rows[:half]), (second, rows[half:])):
        path.write_bytes(written(part))
    load([whole, region], store, vocabulary, source="s")
    wanted = sourceless(look())
    for order in ([region, first, second], [region, second, first]):
        store.sweep("schema_clear")
        for path in order:
            load([path], store, vocabulary, source="s")
        assert sourceless(look()) == wanted, [path.name for path in order]
