"""What a search is held to, and the check that it is within what the system allows."""

from __future__ import annotations

from dataclasses import dataclass

from graph.errors import LimitError

HOPS = (1, 6)
FIRST = (1, 200)
BUDGET = (1_000, 5_000_000)
NAMED = (0, 4)  # entities named in via


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a path may be: ``max_hops`` edges at most, through ``via`` all and ``avoid`` none of these uids.

    Only ``relations`` are walked and, between the ends, only ``kinds`` passed; ``budget`` edges may be expanded.
    """

    max_hops: int = 4
    via: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    relations: tuple[str, ...] | None = None
    kinds: tuple[str, ...] | None = None
    budget: int = 2_000_000

    def check(self) -> None:
        """Raises ``LimitError`` (LIMIT_RANGE) for a bound that is out of range."""
        within("max_hops", self.max_hops, HOPS)
        within("budget", self.budget, BUDGET)
        within("via", len(self.via), NAMED)


def within(name: str, value: int, limits: tuple[int, int]) -> None:
    """Raises ``LimitError`` (LIMIT_RANGE) unless ``low ≤ value ≤ high``."""
    low, high = limits
    if not low <= value <= high:
        raise LimitError("LIMIT_RANGE", name=name, value=value, low=low, high=high)
