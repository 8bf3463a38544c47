"""A small graph with doubles in it, written with the statements of a load."""

from __future__ import annotations

from typing import Any

from graph.store.bolt import Store

NOW = "2026-01-01T00:00:00+00:00"
FULL, SHORT, THIRD = "org:uscc:914403001922038216", "org:name:海信网络科技", "org:name:海信网络"
PATENT, BOTH, DEMAND = "pat:application_no:1", "pat:application_no:2", "dem:source_id:d/1"
ZHANG, ZHANG_TOO = "per:name:张伟@a#x", "per:name:张伟@b#y"
REGION = "reg:code:370200"


def node(uid: str, name: str, row: int, **more: Any) -> dict[str, Any]:
    """An entity of one row of the file d/f.csv."""
    return {"uid": uid, "properties": {"name": name, "sources": [f"d|f.csv||{row}|x{row}"], **more}}


def fill(store: Store) -> None:
    """Two records of one company with a patent each and one that both applied for, a namesake each, a rival."""
    source = {"id": "d", "zh": "测试", "en": "test", "licence": "CC0", "url": "", "fictitious": False}
    file = {"key": "d/f.csv", "source": "d", "file": "f.csv", "sha256": "ab", "bytes": 1}
    store.write("etl_load_start", id="L1", started=NOW, sources=[source], files=[file])
    nodes(
        store,
        "Organization:Enterprise",
        node(FULL, "青岛海信网络科技股份有限公司", 1, uscc="914403001922038216", website="https://hisense.example"),
        node(SHORT, "海信网络科技（青岛）有限公司", 2, aliases=["海信网科"], scale="大型", contact="甲"),
        node(THIRD, "青岛海心网络科技有限公司", 3),
    )
    nodes(store, "Region", node(REGION, "青岛市", 4, code="370200"))
    nodes(store, "Researcher", node(ZHANG, "张伟", 5), node(ZHANG_TOO, "张伟", 6))
    nodes(store, "Patent", patent(PATENT, "导热膜", 7), patent(BOTH, "石墨烯电池", 8))
    nodes(store, "Demand", patent(DEMAND, "散热需求", 9))
    for relation, start, end, row in (
        ("LOCATED_IN", FULL, REGION, 1),
        ("APPLIED_FOR", FULL, BOTH, 8),
        ("APPLIED_FOR", SHORT, BOTH, 18),
        ("APPLIED_FOR", SHORT, PATENT, 7),
        ("POSTED", SHORT, DEMAND, 9),
        ("COLLABORATES_WITH", FULL, SHORT, 19),
        ("COLLABORATES_WITH", SHORT, THIRD, 20),
        ("AFFILIATED_WITH", ZHANG, FULL, 5),
        ("AFFILIATED_WITH", ZHANG_TOO, SHORT, 6),
        ("INVENTED", ZHANG, BOTH, 8),
        ("INVENTED", ZHANG_TOO, BOTH, 18),
    ):
        edge(store, relation, start, end, row=row)
    store.write("etl_load_complete", id="L1", finished=NOW, changes=20, report="{}", left=[], fingerprint="")


def nodes(store: Store, labels: str, *rows: dict[str, Any]) -> None:
    """Write entities."""
    store.write("etl_nodes", parts={"labels": labels}, rows=list(rows), now=NOW)


def patent(uid: str, title: str, row: int) -> dict[str, Any]:
    """An entity with a title."""
    made = node(uid, title, row)
    made["properties"]["title"] = made["properties"].pop("name")
    return made


def edge(store: Store, relation: str, start: str, end: str, *, row: int) -> None:
    """Write an edge that one row states."""
    one = {"start": start, "end": end, "properties": {"confidence": 1.0}, "sources": [f"d|f.csv||{row}|x{row}"]}
    store.write("etl_edges", parts={"relation": relation}, rows=[one], files=[])
