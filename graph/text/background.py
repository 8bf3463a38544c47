"""In how many texts of a background each phrase stands: what makes a phrase of a text telling, and its words cohere."""

from __future__ import annotations

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from math import log
from pathlib import Path

from graph.text.candidates import runs
from graph.text.segment import fold

PACKAGED = Path(__file__).with_name("background.tsv.gz")
PHRASE = 5  # words of the longest phrase counted
SMOOTH = 0.1


@dataclass(frozen=True, slots=True)
class Background:
    """``texts``: how many were read; ``counts``: in how many of them a phrase of one to five words stands."""

    texts: int
    counts: Mapping[str, int]

    @classmethod
    def of(cls, texts: Iterable[str], *, least: int = 1) -> Background:
        """The background of some texts, without what stands in fewer than ``least`` of them."""
        counts: Counter[str] = Counter()
        read = 0
        for text in texts:
            counts.update(set(_phrases(fold(text))))
            read += 1
        return cls(read, {phrase: count for phrase, count in counts.items() if count >= least})

    @classmethod
    def read(cls, file: Path) -> Background:
        """The background that ``write`` wrote. Raises ``OSError``, or ``ValueError`` for another file."""
        with gzip.open(file, "rt", encoding="utf-8") as lines:
            texts = int(next(lines, ""))
            rows = (line.rstrip("\n").rpartition("\t") for line in lines)
            return cls(texts, {phrase: int(count) for phrase, _, count in rows})

    def write(self, file: Path) -> None:
        """Write to ``file`` (gzip, the same bytes for the same background): texts, then phrase, tab, count a line."""
        lines = [str(self.texts), *(f"{phrase}\t{self.counts[phrase]}" for phrase in sorted(self.counts))]
        file.write_bytes(gzip.compress("\n".join(lines).encode(), 9, mtime=0))

    def rarity(self, phrase: str) -> float:
        """−ln of the share of texts that have ``phrase``: 0 for all of them."""
        return log((self.texts + 1) / (self.counts.get(phrase, 0) + 0.5))

    def cohesion(self, whole: str, head: str, tail: str) -> float:
        """How much more often ``whole`` stands than chance puts ``head`` and ``tail`` together, as a logarithm.

        ``head`` lacks the last word of ``whole``, ``tail`` the first. 0 for a phrase that no text has.
        Source: pointwise mutual information, Church & Hanks 1990, https://aclanthology.org/J90-1003/.
        """
        together = self.counts.get(whole, 0)
        if not together:
            return 0.0
        apart = (self.counts.get(head, 0) + 1) * (self.counts.get(tail, 0) + 1)
        return log((together + SMOOTH) * self.texts / apart)


def _phrases(folded: str) -> Iterator[str]:
    for run in runs(folded):
        for i, first in enumerate(run.words):
            for last in run.words[i : i + PHRASE]:
                yield folded[first.start : last.end]


@cache
def packaged() -> Background:
    """The background that comes with the program: grant titles, patents and laws; ``tools.term_background`` makes it.

    Read once per process in a tenth of a second. Raises ``OSError`` when the file is not there.
    """
    return Background.read(PACKAGED)
