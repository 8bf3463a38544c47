"""The graph handed over from the command line, as files that networkx opens."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest

from api.cli.frame import invoke
from api.loading import load_files
from api.settings import Settings
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

DEMANDS = "需求编号,需求名称,发布单位,关键词\nD1,石墨烯导热膜,甲公司,石墨烯\nD2,高镍正极,甲公司,储能\n"


def test_export_opens_in_networkx(
    store: Store,
    store_address: StoreAddress,
    tmp_path: Path,
    vocabulary: Vocabulary,
    capsys: pytest.CaptureFixture[str],
) -> None:
    (tmp_path / "demands.csv").write_text(DEMANDS, encoding="utf-8")
    load_files([tmp_path / "demands.csv"], store, vocabulary, source="t")
    where = {"NEO4J_URI": store_address.uri, "NEO4J_USER": store_address.user, "NEO4J_PASSWORD": store_address.password}
    settings = Settings.from_environment({"KEZHUAN_HOME": str(tmp_path / "home"), **where})
    for name, read in (("graph.graphml", nx.read_graphml), ("graph.gexf", nx.read_gexf), ("graph.json", _node_link)):
        assert invoke(settings, ["export", str(tmp_path / name)]) == 0, capsys.readouterr().err
        graph = read(tmp_path / name)
        captions = {data.get("caption") or data.get("label") for _, data in graph.nodes(data=True)}
        assert {"石墨烯导热膜", "高镍正极", "甲公司"} <= captions
        assert graph.number_of_edges() >= 2


def _node_link(file: Path) -> nx.Graph[str]:
    return nx.node_link_graph(json.loads(file.read_text(encoding="utf-8")), edges="edges")
