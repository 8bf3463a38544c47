"""The best simple paths between two nodes: half grown from the start, half from the end, joined where they meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain, combinations

import numpy as np
from numpy.typing import NDArray

from graph.links.bounds import Bounds
from graph.links.meeting import Found, in_order, meet
from graph.links.moves import Moves, moves_of
from graph.links.reached import Reached
from graph.links.walks import Budget, Walks, grow, start_at
from graph.projection.projection import View


@dataclass(frozen=True, slots=True)
class Question:
    """A search for paths, its uids as ids; ``allowed``: the nodes that may stand between the ends."""

    start: int
    end: int
    hops: int
    via: frozenset[int]
    allowed: NDArray[np.bool_]
    moves: Moves


def ask(view: View, start: str, end: str, bounds: Bounds) -> Question:
    """The question in ids. Raises ``NotFoundError`` (UNKNOWN_UID, UNKNOWN_RELATION, UNKNOWN_KIND), ``LimitError``."""
    bounds.check()
    graph = view.projection
    low, high = graph.id_of(start), graph.id_of(end)
    allowed = np.ones(len(graph), dtype=bool) if bounds.kinds is None else graph.of_kinds(bounds.kinds)
    allowed[[graph.id_of(uid) for uid in bounds.avoid]] = False
    via = frozenset(graph.id_of(uid) for uid in bounds.via) - {low, high}
    allowed[[low, high]] = False
    moves = moves_of(view)
    if bounds.relations is not None:
        moves = moves.only({graph.vocabulary.relation(name).name for name in bounds.relations})
    return Question(low, high, bounds.max_hops, via, allowed, moves)


def find(question: Question, budget: Budget) -> Iterator[Found]:
    """Every simple path of the question, best first, while the budget lasts."""
    if question.start == question.end:
        return iter(())
    ahead = grown(start_at(question.start), question, (question.hops + 1) // 2, budget)
    behind = grown(start_at(question.end), question, question.hops // 2, budget)
    return in_order([direct(question), joined(ahead, behind, question, budget)])


def toward(question: Question, ahead: Sequence[Reached], end: int, budget: Budget) -> Iterator[Found]:
    """As ``find`` to another ``end``, without nodes to pass, with walks from the start that were grown before."""
    if question.start == end:
        return iter(())
    allowed = question.allowed.copy()
    allowed[end] = False
    question = replace(question, end=end, allowed=allowed)
    last, middle = question.hops // 2, (question.hops + 1) // 2
    behind = grown(start_at(end), question, last - 1, budget)
    marks = [walks.marks for walks in ahead[last : middle + 1]]  # a last step to elsewhere meets nothing
    behind.append(grow(behind[-1], question.moves, allowed & np.logical_or.reduce(marks), budget))
    clear = [ahead[0].walks]
    for number, walks in enumerate(ahead[1 : middle + 1], start=1):
        rear = [one.last for one in behind[max(1, number - 1) : number + 1]]  # with one edge less, or as many
        ends = np.sort(np.concatenate(rear))
        clear.append(walks.ending(ends[np.diff(ends, prepend=-1) > 0], without=end))
    inside = question.start < len(allowed)  # a typed text is no node and has no edges of its own
    return in_order([joined(clear, behind, question, budget), *([direct(question)] if inside else [])])


def grown(first: Walks, question: Question, depth: int, budget: Budget) -> list[Walks]:
    """Walks of 0 … ``depth`` steps that stay clear of both ends."""
    tables = [first]
    for _ in range(depth):
        tables.append(grow(tables[-1], question.moves, question.allowed, budget))
    return tables


def joined(ahead: list[Walks], behind: list[Walks], question: Question, budget: Budget) -> Iterator[Found]:
    """The paths of two hops and more that the walks from both ends make, best first."""
    streams: list[Iterator[Found]] = []
    for hops in range(2, question.hops + 1):
        front, rear = ahead[(hops + 1) // 2], behind[hops // 2]
        streams.extend(
            meet(_passing(front, mine), _passing(rear, theirs), question.moves, budget)
            for mine, theirs in _shares(question.via)
        )
    return in_order(streams)


def direct(question: Question) -> Iterator[Found]:
    """The edges between the two ends themselves."""
    if question.via:
        return iter(())
    allowed = np.zeros_like(question.allowed)
    allowed[question.end] = True
    walks = grow(start_at(question.start), question.moves, allowed, Budget.of(2**62))
    rows = zip(walks.weight.tolist(), walks.nodes.tolist(), walks.steps.tolist(), strict=True)
    found = [Found(float(np.exp(weight)), tuple(nodes), tuple(steps)) for weight, nodes, steps in rows]
    return iter(sorted(found, key=lambda one: one.key))


Side = tuple[frozenset[int], frozenset[int]]  # nodes that a walk must pass, nodes that it must not


def _shares(via: frozenset[int]) -> Iterator[tuple[Side, Side]]:
    """Every way to share out the nodes to pass: those on the front half, and the rest on the rear half alone."""
    names = sorted(via)
    for mine in chain.from_iterable(combinations(names, k) for k in range(len(names) + 1)):
        front = frozenset(mine)
        yield (front, via - front), (via - front, frozenset())


def _passing(walks: Walks, side: Side) -> Walks:
    wanted, unwanted = side
    keep = np.ones(len(walks), dtype=bool)
    for node in wanted:
        keep &= (walks.nodes == node).any(axis=1)
    for node in unwanted:
        keep &= ~(walks.nodes == node).any(axis=1)
    return walks.take(keep)
