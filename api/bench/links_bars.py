"""The bars that measurements of links are held against, on 1,000,000 nodes and 10,000,000 edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.bench.timing import Latency


@dataclass(frozen=True, slots=True)
class Bar:
    """Milliseconds that 95 % of all questions may take, and half of them where that is set apart."""

    p95: float
    p50: float | None = None

    def met(self, found: Latency) -> bool:
        """Whether both are kept."""
        return found.p95 <= self.p95 and (self.p50 is None or found.p50 <= self.p50)

    def __str__(self) -> str:
        return f"≤ {self.p95:g} ms" if self.p50 is None else f"≤ {self.p50:g} / ≤ {self.p95:g} ms"


LATENCIES = {
    "counts": Bar(50.0),
    "paths_4": Bar(10.0),
    "paths_5": Bar(60.0),
    "paths_6": Bar(400.0),
    "p_first": Bar(1_000.0),
    "p_again": Bar(100.0),
    "match": Bar(250.0, 60.0),
}
MOST = {"open": (1.0, "s"), "refresh": (2.0, "s"), "graph": (40.0, "B")}  # at most so many seconds, bytes per edge
RATIOS = {"hetmatpy": 100.0}  # at least so many times faster than the peer


def held(figures: Mapping[str, Latency | float]) -> dict[str, bool]:
    """By figure whether its bar is met, where one is set."""
    told = {name: verdict(name, found) for name, found in figures.items()}
    return {name: one[1] for name, one in told.items() if one is not None}


def verdict(name: str, found: Latency | float) -> tuple[str, bool] | None:
    """The bar of a figure and whether it is met; ``None`` where none is set."""
    if isinstance(found, Latency):
        bar = LATENCIES.get(name)
        return None if bar is None else (str(bar), bar.met(found))
    if name in MOST:
        most, unit = MOST[name]
        return f"≤ {most:g} {unit}", found <= most
    least = RATIOS.get(name)
    return None if least is None else (f"≥ {least:g}×", found >= least)
