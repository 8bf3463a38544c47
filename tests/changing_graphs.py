"""A graph of facts that changes step by step, noting what each step touches: an oracle for projections kept in step."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from graph.projection import files
from graph.projection.build import from_facts
from graph.projection.changes import Changed, EdgeKey
from graph.projection.facts import EdgeFact, NodeFact
from graph.projection.projection import Projection
from tests.small_graphs import RELATIONS, VOCABULARY

KINDS = ("Researcher", "Institution", "Enterprise", "Patent", "Term", "Ghost")
WORDS = ("石墨烯", "导热膜", "锂电池", "电解液", "散热", "矿山", "GaN", "ｇａｎ", "催化剂", "")
ENDS = (*RELATIONS, ("COLLABORATES_WITH", "Enterprise", "Institution"), ("OWNS", "Enterprise", "Patent"))
LASTING = ("INVENTED", "COLLABORATES_WITH")  # relations with edges whose last year is told


@dataclass
class World:
    """Facts by uid and by edge, asked as a store is asked; ``touched`` since it was last taken."""

    dice: Random
    nodes_now: dict[str, NodeFact] = field(default_factory=dict)
    edges_now: dict[EdgeKey, EdgeFact] = field(default_factory=dict)
    uids: set[str] = field(default_factory=set)
    keys: set[EdgeKey] = field(default_factory=set)

    def nodes(self, uids: Collection[str]) -> Iterator[NodeFact]:
        return (self.nodes_now[uid] for uid in uids if uid in self.nodes_now)

    def shown_as(self, uids: Collection[str]) -> Iterator[str]:
        return (uid for uid, node in self.nodes_now.items() if node.canonical in uids)

    def edges_at(self, uids: Collection[str]) -> Iterator[EdgeFact]:
        return (edge for edge in self.edges_now.values() if edge.start in uids or edge.end in uids)

    def edges(self, keys: Collection[EdgeKey]) -> Iterator[EdgeFact]:
        return (self.edges_now[key] for key in keys if key in self.edges_now)

    def built(self, version: str) -> Projection:
        """The projection made anew, from facts in any order."""
        nodes, edges = list(self.nodes_now.values()), list(self.edges_now.values())
        self.dice.shuffle(nodes)
        self.dice.shuffle(edges)
        return from_facts(nodes, edges, VOCABULARY, version=version)

    def take(self) -> Changed:
        """What was touched since this was last asked."""
        taken = Changed(frozenset(self.uids), frozenset(self.keys))
        self.uids, self.keys = set(), set()
        return taken

    def step(self) -> None:
        """Change something at random."""
        self.dice.choice(STEPS)(self)

    def tell(self) -> None:
        """A new node, or another word on one that is there, perhaps of another kind."""
        kind, number = self.dice.choice(KINDS), self.dice.randrange(6)
        uid = f"{kind.lower()}:{number}"
        if self.dice.random() < 0.15:
            kind = self.dice.choice(KINDS)
        caption, text = (self.dice.choice(WORDS) for _ in range(2))
        names = tuple(self.dice.sample(WORDS[:-1], self.dice.randrange(3))) if kind == "Term" else ()
        self._set(NodeFact(uid, kind, caption, self.dice.random() < 0.5, text, names, self._canonical(uid)))

    def merge(self) -> None:
        """Show a node as another, which may not be there, or as itself again."""
        if self.nodes_now:
            uid = self.dice.choice(list(self.nodes_now))
            other = f"{uid.partition(':')[0]}:{self.dice.randrange(7)}"
            shown = other if other != uid and self.dice.random() < 0.7 else ""
            self._set(self.nodes_now[uid]._replace(canonical=shown))

    def drop(self) -> None:
        """Take a node out with its edges."""
        if self.nodes_now:
            uid = self.dice.choice(list(self.nodes_now))
            del self.nodes_now[uid]
            self.uids.add(uid)
            for key in [key for key in self.edges_now if uid in (key[0], key[2])]:
                del self.edges_now[key]
                self.keys.add(key)

    def link(self) -> None:
        """A new edge, or another word on one."""
        name, start, end = self.dice.choice(ENDS)
        there = [[uid for uid in self.nodes_now if uid.startswith(f"{kind.lower()}:")] for kind in (start, end)]
        if all(there):
            key = (self.dice.choice(there[0]), name, self.dice.choice(there[1]))
            self.keys.add(key)
            said = self.dice.choice((1.0, 0.5, 0.25)), self.dice.choice((-1, 2019, 2021)), self.dice.choice((0, 0, 1))
            last = self.dice.choice((-1, 2020, 2024)) if name in LASTING else -1
            self.edges_now[key] = EdgeFact(*key, *said, last)

    def unlink(self) -> None:
        """Take an edge out."""
        if self.edges_now:
            key = self.dice.choice(list(self.edges_now))
            del self.edges_now[key]
            self.keys.add(key)

    def noise(self) -> None:
        """Touch what does not change, or is not there."""
        self.uids.add(f"{self.dice.choice(KINDS).lower()}:{self.dice.randrange(8)}")
        if self.edges_now:
            self.keys.add(self.dice.choice(list(self.edges_now)))

    def _canonical(self, uid: str) -> str:
        return self.nodes_now[uid].canonical if uid in self.nodes_now else ""

    def _set(self, node: NodeFact) -> None:
        self.nodes_now[node.uid] = node
        self.uids.add(node.uid)


STEPS = (*[World.tell] * 6, *[World.link] * 10, *[World.unlink] * 2, World.drop, World.merge, World.noise)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a saved projection but what it says of itself."""
    kept = (path for path in folder.rglob("*") if path.suffix in (".npy", ".txt"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in kept}


def saved(graph: Projection, folder: Path) -> dict[str, bytes]:
    """``contents`` of a projection saved into ``folder``."""
    files.save(graph, folder)
    return contents(folder)
