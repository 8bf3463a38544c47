"""Metapaths as a trie: what begins alike is walked once, and one join takes a step of all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from graph.bundle.manifest import Manifest, family
from graph.errors import InputError
from graph.links.metapath import Metapath
from graph.vocabulary import Vocabulary

LONGEST = 4  # edges; beyond that repeats are not counted

Step = tuple[str, bool]


class Longer(NamedTuple):
    """From a beginning over a move to nodes of a kind: the beginning that this gives."""

    beginning: int
    move: int
    kind: int
    next: int


class Trip(NamedTuple):
    """Walks v – w – v after a beginning that ends in v: by the moves ``there`` and ``back``, over w of ``inner``.

    ``metapath``: its number; ``kind``: of v; ``last``: the move that leads on from v, −1 where v is the end.
    """

    metapath: int
    beginning: int
    there: int
    back: int
    inner: int
    kind: int
    last: int


class Last(NamedTuple):
    """The last move of a metapath, and a kind of node that it may end in."""

    metapath: int
    last: int
    end: int


class Circle(NamedTuple):
    """Walks x – v – w – x after a beginning that ends in x, over nodes of the kinds ``one`` and ``two``."""

    metapath: int
    beginning: int
    first: int
    second: int
    third: int
    one: int
    two: int
    kind: int


@dataclass
class Trie:
    """The steps of ``metapaths``, whose numbers are their places.

    Beginnings have numbers; kinds those of the bundle; moves those of ``moves``. ``starts``: (kind, beginning without
    steps); ``levels``: the steps, first steps first; ``ends``: (metapath, beginning) of every metapath whose relations
    and kinds are all there; ``trips`` and ``circles``: how nodes can stand twice.
    """

    manifest: Manifest
    vocabulary: Vocabulary
    metapaths: tuple[Metapath, ...]
    moves: dict[Step, int] = field(default_factory=dict)
    starts: set[tuple[int, int]] = field(default_factory=set)
    levels: list[set[Longer]] = field(default_factory=lambda: [set() for _ in range(LONGEST)])
    ends: list[tuple[int, int]] = field(default_factory=list)
    trips: set[Trip] = field(default_factory=set)
    lasts: set[Last] = field(default_factory=set)
    circles: set[Circle] = field(default_factory=set)
    _known: dict[tuple[tuple[str, ...], tuple[Step, ...]], int] = field(default_factory=dict)

    @staticmethod
    def of(metapaths: Sequence[Metapath], manifest: Manifest, vocabulary: Vocabulary) -> Trie:
        """The trie of ``metapaths``.

        Raises ``InputError`` (METAPATH_LONG), ``NotFoundError`` (UNKNOWN_KIND).
        """
        made = Trie(manifest, vocabulary, tuple(metapaths))
        for number, metapath in enumerate(metapaths):
            made._add(number, metapath)
        return made

    def _add(self, number: int, metapath: Metapath) -> None:
        if len(metapath.steps) > LONGEST:
            raise InputError("METAPATH_LONG", metapath=metapath.text(self.vocabulary), most=LONGEST)
        kinds = [self._kinds(kind) for kind in metapath.kinds]
        if not all(kinds) or not all(map(self._walkable, metapath.steps)):
            return
        moves = [self.moves.setdefault(step, len(self.moves)) for step in metapath.steps]
        beginnings = [self._beginning(metapath, size) for size in range(len(moves) + 1)]
        self.starts |= {(kind, beginnings[0]) for kind in kinds[0]}
        for at, move in enumerate(moves):
            self.levels[at] |= {Longer(beginnings[at], move, kind, beginnings[at + 1]) for kind in kinds[at + 1]}
        self.ends.append((number, beginnings[-1]))
        self._repeats(number, kinds, moves, beginnings)

    def _walkable(self, step: Step) -> bool:
        """Whether there are edges of that way; those of a relation without direction are walked forward."""
        relation, forward = step
        return relation in self.manifest.relations and (forward or relation not in self.manifest.symmetric)

    def _repeats(self, number: int, kinds: list[tuple[int, ...]], moves: list[int], beginnings: list[int]) -> None:
        """Where a node can stand twice: at two places between which one or two others are, the start left out."""
        for at in range(1, len(moves) - 1):
            last = moves[at + 2] if at + 2 < len(moves) else -1
            both = set(kinds[at]) & set(kinds[at + 2])
            trips = (
                Trip(number, beginnings[at], moves[at], moves[at + 1], k, v, last) for k in kinds[at + 1] for v in both
            )
            self.trips |= set(trips)
        if len(moves) == LONGEST:
            self.lasts |= {Last(number, moves[3], kind) for kind in kinds[4]}
            both = set(kinds[1]) & set(kinds[4])
            over = (moves[1], moves[2], moves[3])
            self.circles |= {
                Circle(number, beginnings[1], *over, one, two, v) for one in kinds[2] for two in kinds[3] for v in both
            }

    def _beginning(self, metapath: Metapath, size: int) -> int:
        key = (metapath.kinds[: size + 1], metapath.steps[:size])
        return self._known.setdefault(key, len(self._known))

    def _kinds(self, kind: str) -> tuple[int, ...]:
        """The numbers of a kind and its subkinds that the bundle has nodes of."""
        found = family((kind,), self.vocabulary)
        return tuple(at for at, (name, count) in enumerate(self.manifest.kinds.items()) if name in found and count)
