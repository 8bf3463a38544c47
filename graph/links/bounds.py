"""What a search is held to, and the check that it is within what the system allows."""

from __future__ import annotations

from dataclasses import dataclass, replace

from graph.errors import InputError, LimitError

HOPS = (1, 6)
FIRST = (1, 200)
BUDGET = (1_000, 5_000_000)
NAMED = (0, 4)  # entities named in via
SHUNNED = (0, 200)  # entities named in avoid
YEARS = (1000, 2999)


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a path may be: ``max_hops`` edges at most, through ``via`` all and ``avoid`` none of these uids.

    Only ``relations`` are walked and, between the ends and besides ``via``, only ``kinds`` passed; ``budget`` edges may
    be looked at. Edges held in one of the years ``since`` to ``until``, both included: what only a beginning is known
    of happened in that year, what has no year holds at any time.
    """

    max_hops: int = 4
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    relations: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    budget: int = 2_000_000
    since: int | None = None
    until: int | None = None

    def check(self) -> None:
        """Raises ``LimitError`` (LIMIT_RANGE) for a bound that is out of range, ``InputError`` (BOUNDS_VIA_AVOID)."""
        within("max_hops", self.max_hops, HOPS)
        within("budget", self.budget, BUDGET)
        within("via", len(self.via), NAMED)
        within("avoid", len(self.avoid), SHUNNED)
        if self.since is not None:
            within("since", self.since, YEARS)
        if self.until is not None:
            within("until", self.until, YEARS if self.since is None else (self.since, YEARS[1]))
        both = set(self.via) & set(self.avoid)
        if both:
            raise InputError("BOUNDS_VIA_AVOID", uid=min(both))

    @property
    def years(self) -> tuple[int, int] | None:
        """The first and the last year of the edges; ``None`` when neither is bound."""
        if self.since is None and self.until is None:
            return None
        return (self.since or YEARS[0], self.until or YEARS[1])

    @property
    def bare(self) -> Bounds:
        """The same without conditions: as many hops and as much work."""
        return replace(self, via=(), avoid=(), relations=None, kinds=None, since=None, until=None)


def within(name: str, value: int, limits: tuple[int, int]) -> None:
    """Raises ``LimitError`` (LIMIT_RANGE) unless ``low ≤ value ≤ high``."""
    low, high = limits
    if not low <= value <= high:
        raise LimitError("LIMIT_RANGE", name=name, value=value, low=low, high=high)
