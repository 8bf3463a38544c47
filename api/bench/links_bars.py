"""The bars that measurements of links are held against, on 1,000,000 nodes and 10,000,000 edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.bench.timing import Latency


@dataclass(frozen=True, slots=True)
class Bar:
    """Milliseconds that half of all questions, and 95 % of them, may take."""

    p50: float
    p95: float

    def met(self, found: Latency) -> bool:
        """Whether both are kept."""
        return found.p50 <= self.p50 and found.p95 <= self.p95


LATENCIES = {"match": Bar(60.0, 250.0)}
RATIOS = {"hetmatpy": 100.0}  # at least so many times faster than the peer


def held(figures: Mapping[str, Latency | float]) -> dict[str, bool]:
    """By figure whether its bar is met, where one is set."""
    told = {name: verdict(name, found) for name, found in figures.items()}
    return {name: one[1] for name, one in told.items() if one is not None}


def verdict(name: str, found: Latency | float) -> tuple[str, bool] | None:
    """The bar of a figure and whether it is met; ``None`` where none is set."""
    if isinstance(found, Latency):
        bar = LATENCIES.get(name)
        return None if bar is None else (f"≤ {bar.p50:g} / ≤ {bar.p95:g} ms", bar.met(found))
    least = RATIOS.get(name)
    return None if least is None else (f"≥ {least:g}×", found >= least)
