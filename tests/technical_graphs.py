"""A made region with texts: demands, patents and achievements that speak of some of the same things."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from graph.links.evidence import Sources
from graph.links.ground import Ground
from graph.projection.build import from_facts
from graph.projection.facts import EdgeFact, NodeFact
from tests.small_graphs import VOCABULARY

THINGS = [
    "石墨烯",
    "导热膜",
    "锂电池",
    "隔膜",
    "催化剂",
    "光伏组件",
    "减速器",
    "轴承钢",
    "钛合金",
    "机器视觉",
    "激光熔覆",
    "污水处理",
    "膜分离",
    "生物酶",
    "疫苗佐剂",
]
DOING = ["制备方法", "检测装置", "控制系统", "回收工艺", "表面处理", "性能优化"]
SIZES = {"Demand": 70, "Patent": 60, "Achievement": 20, "Enterprise": 12, "Institution": 6, "Researcher": 30}
PREFIX = {"Demand": "dem", "Patent": "pat", "Achievement": "ach", "Enterprise": "org", "Institution": "org"}


@dataclass(frozen=True)
class Told:
    """Properties of nodes, hidden ones among them, as a store tells them."""

    properties: Mapping[str, Mapping[str, Any]]

    def read(self, name: str, *, parts: Mapping[str, str] | None = None, **params: Any) -> list[dict[str, Any]]:
        assert (name, parts) == ("links_nodes", None)
        return [{"uid": u, "properties": self.properties[u]} for u in params["uids"] if u in self.properties]


def technical(seed: int) -> Ground:
    """The region as a match sees it, without a store."""
    dice = random.Random(seed)
    uids = {k: [f"{PREFIX.get(k, 'per')}:{k}:{i:03}" for i in range(size)] for k, size in SIZES.items()}
    terms = {thing: f"term:{thing}" for thing in THINGS[:-3]}  # the last ones no lexicon has
    nodes = [NodeFact(uid, "Term", thing) for thing, uid in terms.items()]
    nodes += [NodeFact(uid, kind, uid) for kind in ("Enterprise", "Institution", "Researcher") for uid in uids[kind]]
    edges = [EdgeFact(one, "AFFILIATED_WITH", dice.choice(uids["Institution"])) for one in uids["Researcher"]]
    properties: dict[str, dict[str, Any]] = {}
    for kind, named in (("Demand", "title"), ("Patent", "title"), ("Achievement", "name")):
        for uid in uids[kind]:
            spoken = dice.sample(THINGS, dice.randint(1, 3)) if uid[-3:] > "004" or kind != "Demand" else ["电影票务"]
            title = "".join(spoken[:2]) + dice.choice(DOING)
            text = f"一种{'与'.join(spoken)}的{dice.choice(DOING)}，用于{dice.choice(THINGS)}"
            long = {"Demand": "problem", "Patent": "abstract", "Achievement": "summary"}[kind]
            properties[uid] = {"uid": uid, named: title, long: text, **_more(kind, dice)}
            nodes.append(NodeFact(uid, kind, title, text=f"{title}\n{text}"))
            said = [thing for thing in spoken if thing in terms]
            edges += [
                EdgeFact(uid, "MENTIONS", terms[one], dice.choice((1.0, 0.8)), -1, dice.choice((0, 0, 1)))
                for one in said
            ]
    edges += [EdgeFact(dice.choice(uids["Enterprise"]), "POSTED", one) for one in uids["Demand"]]
    edges += [EdgeFact(dice.choice(uids["Researcher"]), "INVENTED", one) for one in uids["Patent"]]
    edges += [EdgeFact(dice.choice(uids["Researcher"]), "COMPLETED", one) for one in uids["Achievement"]]
    return Ground(from_facts(nodes, edges, VOCABULARY, version="made"), Told(properties), Sources({}, {}))


def _more(kind: str, dice: random.Random) -> dict[str, Any]:
    """What factors read, and values that none may read."""
    if kind == "Patent":
        filed = f"{dice.randint(2010, 2025)}-05-01"
        return {"legal_status": dice.choice(("有效", "失效")), "filed": filed, "valuation": dice.randint(1, 9)}
    if kind == "Achievement":
        return {"trl": dice.randint(1, 9), "stage": dice.choice(("中试", "小试")), "floor_price": 5.5}
    return {}
