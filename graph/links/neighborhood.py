"""What stands around an entity: counts first, then a page of its edges."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from graph.links.bounds import FIRST, within
from graph.links.ground import Ground
from graph.links.meeting import Found
from graph.links.moves import Move, Moves
from graph.links.results import Neighborhood, RelationCount
from graph.links.tell import Teller
from graph.vocabulary import Level

AFTER = (0, 10_000_000)


def neighborhood(  # noqa: PLR0913 - each names one choice of the caller's
    ground: Ground,
    uid: str,
    *,
    relation: str | None,
    forward: bool | None,
    first: int,
    after: int,
    clearance: Level,
) -> Neighborhood:
    """Counts of all edges of ``uid`` by relation and direction, and a page of those asked for.

    Pages take the edges of each relation in turn, the most confident first, so that one page shows every relation.
    Raises ``NotFoundError`` (UNKNOWN_UID, UNKNOWN_RELATION), ``LimitError``, ``StoreError``.
    """
    within("first", first, FIRST)
    within("after", after, AFTER)
    node = ground.projection.id_of(uid)
    moves = ground.moves[clearance]
    wanted = None if relation is None else ground.vocabulary.relation(relation).name
    edges = _edges(moves, node, wanted, forward)
    page = edges[after : after + first]
    teller = Teller(moves, ground.reader())
    teller.prepare(page)
    steps = tuple(teller.path(one, 1.0).steps[0] for one in page)
    nodes = tuple(ground.entity(far) for far in dict.fromkeys(one.nodes[1] for one in page))
    counts = tuple(_counts(ground, moves, node))
    return Neighborhood(ground.entity(node), counts, nodes, steps, ground.version, after + first < len(edges))


def _edges(moves: Moves, node: int, relation: str | None, forward: bool | None) -> list[Found]:
    """The edges of ``node`` as paths of one step: the best of each relation, the second best of each, and so on."""
    ranked = sorted(
        (rank, number, far)
        for number, move in enumerate(moves.all)
        if relation in (None, move.relation) and (forward is None or move.forward == forward or move.rows is move.other)
        for rank, far in enumerate(_far(move, node))
    )
    return [Found(1.0, (node, far), (number,)) for _, number, far in ranked]


def _far(move: Move, node: int) -> list[int]:
    span = slice(int(move.rows.indptr[node]), int(move.rows.indptr[node + 1]))
    far = move.rows.indices[span]
    return [int(n) for n in far[np.lexsort((far, -move.rows.confidence[span]))]]


def _counts(ground: Ground, moves: Moves, node: int) -> Iterator[RelationCount]:
    order = {name: at for at, name in enumerate(ground.vocabulary.relations)}
    for move in sorted(moves.all, key=lambda m: (order[m.relation], not m.forward)):
        count = int(move.rows.indptr[node + 1] - move.rows.indptr[node])
        if count:
            relation = ground.vocabulary.relation(move.relation)
            caption = relation.words if move.forward else relation.reverse
            yield RelationCount(move.relation, move.forward, caption, count)
