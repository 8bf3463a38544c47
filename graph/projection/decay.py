"""What an edge still counts for after years: half after each half-life of its relation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.vocabulary import Relation


@dataclass(frozen=True, slots=True)
class Decay:
    """``half_life``: years after which an edge of a relation counts half; ``year``: the year from which one looks back.

    That year is the one of the newest load, never today's, so that an answer stays what it was. An edge without a year
    does not decay: nothing says that it is old, and most of such edges are facts without a date (whose field it is).
    One that held until later than ``year`` counts in full.
    """

    half_life: float
    year: int

    @staticmethod
    def of(relation: Relation, version: str) -> Decay | None:
        """That of a relation in the graph of a load version, which begins with the load's date (YYYYMMDD); ``None``
        where nothing decays."""
        dated = version[:8].isascii() and version[:8].isdecimal() and len(version) >= 8
        return Decay(relation.half_life, int(version[:4])) if relation.half_life and dated else None

    def share(self, years: NDArray[np.int16]) -> NDArray[np.float64]:
        """What edges count for whose last years are ``years`` (−1 unknown), in (0, 1]: 2^-(age / half-life)."""
        age = np.where(years < 0, 0, np.maximum(0, self.year - years.astype(np.int64)))
        share: NDArray[np.float64] = np.exp2(-age / self.half_life)
        return share

    def strength(self, confidence: NDArray[np.float32], years: NDArray[np.int16]) -> NDArray[np.float32]:
        """c_e = confidence × share; no edge that one is sure of falls to 0."""
        least = np.finfo(np.float32).tiny
        found = confidence * self.share(years)
        return np.where(confidence > 0, np.maximum(found, least), 0.0).astype(np.float32)
