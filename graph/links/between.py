"""The answer to "how are these two linked": the best paths, told, and what ended the search."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import exp, fsum, log

from graph.links.best import best
from graph.links.bounds import FIRST, Bounds, within
from graph.links.diversity import diverse
from graph.links.dwpc import pair
from graph.links.ground import Ground
from graph.links.meeting import Found
from graph.links.model import Path
from graph.links.paths import Question, ask
from graph.links.results import Bound, PathResult
from graph.links.tell import Teller
from graph.links.via import best_via
from graph.links.walks import Budget, start_at
from graph.metapaths.table import Table
from graph.vocabulary import Level
from graph.words import Words, message

POOL = 10  # paths that are ranked for each that is shown
DWPC_BUDGET = 100_000


def between(ground: Ground, ends: tuple[str, str], *, bounds: Bounds, first: int, clearance: Level) -> PathResult:
    """The best ``first`` simple paths between two uids, told with their evidence.

    Raises ``NotFoundError`` (UNKNOWN_UID, UNKNOWN_RELATION, UNKNOWN_KIND), ``LimitError``, ``InputError`` (of bounds),
    ``StoreError``.
    """
    within("first", first, FIRST)
    table = ground.tables[clearance]
    question = ask(ground.view(clearance), *ends, bounds)
    budget = Budget.of(bounds.budget)
    pool = pool_of(question, table, max(first * POOL, 100), budget)
    chosen = sorted(diverse(pool, first), key=lambda one: one.key)
    teller = Teller(question.moves, ground.reader())
    bound, reason = ending(pool, first, budget, question)
    if not pool and bound == "hops" and bounds != bounds.bare:
        plain = ask(ground.view(clearance), *ends, bounds.bare)
        if best(plain, table, 1, Budget.of(bounds.budget)):
            bound, reason = "conditions", message("PATHS_NONE_CONDITIONS", hops=question.hops)
    return PathResult(
        start=ground.entity(question.start),
        end=ground.entity(question.end),
        paths=tell(teller, chosen),
        load_version=ground.version,
        truncated=budget.spent or len(pool) > first,
        bound=bound,
        reason=reason,
    )


def pool_of(question: Question, table: Table, most: int, budget: Budget) -> list[Found]:
    """The ``most`` best paths of a question, with or without nodes to pass, best first."""
    return (best_via if question.via else best)(question, table, most, budget)


def tell(teller: Teller, chosen: Sequence[Found]) -> tuple[Path, ...]:
    """The paths with their evidence, and each one's share of the DWPC of its metapath. Raises ``StoreError``."""
    teller.prepare(chosen)
    shares = _shares(teller, chosen)
    return tuple(teller.path(one, shares[one]) for one in chosen)


def _shares(teller: Teller, chosen: Sequence[Found]) -> dict[Found, float]:
    groups: dict[tuple[object, int, int], list[Found]] = defaultdict(list)
    for one in chosen:
        groups[teller.metapath(one), one.nodes[0], one.nodes[-1]].append(one)
    shares: dict[Found, float] = {}
    for (_, start, end), group in groups.items():
        weights = [exp(len(one.steps) * log(one.score)) for one in group]
        front = teller.guest.walks if teller.guest and start == len(teller.moves.view.projection) else start_at(start)
        whole = pair(teller.moves.view, teller.metapath(group[0]), front, end, Budget.of(DWPC_BUDGET))
        total = max(whole, fsum(weights))
        shares.update({one: weight / total for one, weight in zip(group, weights, strict=True)})
    return shares


def ending(pool: Sequence[Found], first: int, budget: Budget, question: Question) -> tuple[Bound, Words | None]:
    """Which bound ended a search for paths, and that as words."""
    if budget.spent:
        return "budget", message("PATHS_BUDGET" if pool else "PATHS_NONE_BUDGET")
    if question.start == question.end:
        return "none", message("PATHS_SAME")
    if not pool:
        return "hops", message("PATHS_NONE", hops=question.hops)
    if len(pool) > first:
        return "first", message("PATHS_MORE", first=first)
    return "hops", None
