"""How two to five entities are connected: the best paths of every pair, what joins most of them, and one small tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import fsum

from graph.errors import InputError
from graph.links.between import ending, pool_of, tell
from graph.links.bounds import Bounds, within
from graph.links.diversity import diverse
from graph.links.footing import Footing
from graph.links.ground import Ground
from graph.links.meeting import Found
from graph.links.model import Path
from graph.links.paths import Question, ask
from graph.links.results import Bound, Connector, PathResult, RelationsResult
from graph.links.tell import Teller
from graph.links.walks import Budget
from graph.vocabulary import Level
from graph.words import Words, message

ENTITIES = (2, 5)
SHOWN = (1, 20)  # paths of each pair
POOL = 100  # paths of a pair that are looked at
CONNECTORS = 10


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two of the entities, and the paths between them: ``pool`` all that are looked at, ``chosen`` those shown."""

    question: Question
    pool: list[Found]
    chosen: list[Found]
    budget: Budget


def related(ground: Ground, uids: Sequence[str], *, bounds: Bounds, first: int, clearance: Level) -> RelationsResult:
    """How 2–5 entities are connected, told with evidence; ``first`` paths of each pair are shown.

    Every pair has its equal part of the budget. Raises ``NotFoundError`` (UNKNOWN_UID, UNKNOWN_RELATION, UNKNOWN_KIND),
    ``LimitError``, ``InputError`` (RELATIONS_SAME, and of bounds), ``StoreError``.
    """
    from graph.links.tree import connecting  # noqa: PLC0415 - networkx takes long to import and only this needs it

    within("first", first, SHOWN)
    within("uids", len(uids), ENTITIES)
    nodes = [ground.projection.id_of(uid) for uid in uids]
    twice = next((uid for at, uid in enumerate(uids) if nodes[at] in nodes[:at]), None)
    if twice is not None:
        raise InputError("RELATIONS_SAME", uid=twice)
    pairs = [_pair(ground, ends, bounds, first, clearance, len(nodes)) for ends in combinations(uids, 2)]
    moves = ground.moves[clearance]
    tree = connecting((one for pair in pairs for one in pair.pool), nodes, moves)
    teller = Teller(moves, ground.reader())
    told = iter(tell(teller, [*(one for pair in pairs for one in pair.chosen), *tree]))
    results = tuple(_told(ground, pair, tuple(next(told) for _ in pair.chosen)) for pair in pairs)
    joined = {node for one in tree for node in one.nodes}
    bound, reason = _ending(ground, pairs, [node for node in nodes if node not in joined], bounds)
    return RelationsResult(
        entities=tuple(ground.entity(node) for node in nodes),
        pairs=results,
        connectors=tuple(connectors(ground, {_ends(pair): pair.pool for pair in pairs}, nodes))[:CONNECTORS],
        nodes=tuple(ground.entity(node) for node in sorted(joined)),
        tree=tuple(next(told).steps[0] for _ in tree),
        apart=tuple(ground.entity(node) for node in nodes if node not in joined),
        load_version=ground.version,
        truncated=any(one.truncated for one in results),
        bound=bound,
        reason=reason,
    )


def connectors(
    ground: Footing, pools: Mapping[tuple[int, int], Sequence[Found]], nodes: Sequence[int]
) -> list[Connector]:
    """What stands between the ends of the pairs, on paths of most pairs first, then by its mean share of the scores."""
    shares: dict[int, dict[tuple[int, int], float]] = defaultdict(dict)
    for ends, pool in pools.items():
        whole = fsum(one.score for one in pool)
        for one in pool:
            for node in one.nodes[1:-1]:
                shares[node][ends] = shares[node].get(ends, 0.0) + one.score / whole
    mean = {node: fsum(by_pair.values()) / len(pools) for node, by_pair in shares.items() if node not in nodes}
    ranked = sorted(mean, key=lambda node: (-len(shares[node]), -round(mean[node], 12), node))
    return [_connector(ground, node, shares[node], mean[node]) for node in ranked]


def _connector(ground: Footing, node: int, shares: Mapping[tuple[int, int], float], mean: float) -> Connector:
    joins = tuple(ground.entity(end) for end in dict.fromkeys(end for ends in shares for end in ends))
    names = [one.caption for one in joins]
    entity = ground.entity(node)
    told = Words("、".join(names), ", ".join(names))
    return Connector(entity, joins, len(shares), mean, message("RELATIONS_CONNECTOR", name=entity.caption, names=told))


def _pair(  # noqa: PLR0913, PLR0917 - what a search of one pair depends on
    ground: Ground, ends: tuple[str, str], bounds: Bounds, first: int, clearance: Level, many: int
) -> _Pair:
    question = ask(ground.view(clearance), *ends, bounds)
    budget = Budget.of(bounds.budget // (many * (many - 1) // 2))
    pool = pool_of(question, ground.tables[clearance], max(POOL, first), budget)
    return _Pair(question, pool, sorted(diverse(pool, first), key=lambda one: one.key), budget)


def _ends(pair: _Pair) -> tuple[int, int]:
    return pair.question.start, pair.question.end


def _told(ground: Ground, pair: _Pair, paths: tuple[Path, ...]) -> PathResult:
    start, end = (ground.entity(node) for node in _ends(pair))
    bound, reason = ending(pair.pool, max(1, len(paths)), pair.budget, pair.question)
    cut = pair.budget.spent or len(pair.pool) > len(paths)
    return PathResult(start, end, paths, ground.version, cut, bound, reason)


def _ending(ground: Ground, pairs: Sequence[_Pair], apart: Sequence[int], bounds: Bounds) -> tuple[Bound, Words | None]:
    names = [ground.entity(node).caption for node in apart]
    if any(pair.budget.spent for pair in pairs):
        return "budget", message("PATHS_BUDGET" if len(apart) < len(pairs) else "PATHS_NONE_BUDGET")
    if names:
        told = Words("、".join(names), ", ".join(names))
        return "hops", message("RELATIONS_APART", names=told, hops=bounds.max_hops)
    more = any(len(pair.pool) > len(pair.chosen) for pair in pairs)
    return ("first", message("RELATIONS_MORE")) if more else ("hops", None)
