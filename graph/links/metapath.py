"""The types of a path: kinds and the relations between them, e.g. ``Demand>MENTIONS>Term<MENTIONS<Patent``."""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.errors import InputError
from graph.vocabulary import Vocabulary

SIGNS = {True: ">", False: "<"}
PIECE = re.compile(r"([<>-])(\w+)\1(\w+)")


@dataclass(frozen=True, slots=True)
class Metapath:
    """``kinds`` of its nodes, one more than ``steps``; a step is (relation, whether it is walked forward)."""

    kinds: tuple[str, ...]
    steps: tuple[tuple[str, bool], ...]

    @staticmethod
    def parse(text: str, vocabulary: Vocabulary) -> Metapath:
        """The metapath written as ``text``; ``-`` is for relations without direction.

        Raises ``InputError`` (METAPATH_INVALID), ``NotFoundError`` (UNKNOWN_KIND, UNKNOWN_RELATION).
        """
        first = re.match(r"\w+", text)
        pieces = PIECE.findall(text)
        if first is None or not pieces or "".join((first[0], *(s + r + s + k for s, r, k in pieces))) != text:
            raise InputError("METAPATH_INVALID", metapath=text)
        kinds = (first[0], *(kind for _, _, kind in pieces))
        steps = tuple((vocabulary.relation(relation).name, sign != "<") for sign, relation, _ in pieces)
        return Metapath(tuple(vocabulary.label(kind).name for kind in kinds), steps)

    def text(self, vocabulary: Vocabulary) -> str:
        """The metapath as ``parse`` reads it."""
        parts = [self.kinds[0]]
        for (relation, forward), kind in zip(self.steps, self.kinds[1:], strict=True):
            known = vocabulary.relations.get(relation)
            sign = "-" if known is not None and known.symmetric else SIGNS[forward]
            parts.append(f"{sign}{relation}{sign}{kind}")
        return "".join(parts)

    def reversed(self, vocabulary: Vocabulary) -> Metapath:
        """The same metapath walked from its end."""
        steps = tuple((name, True if vocabulary.relation(name).symmetric else not ahead) for name, ahead in self.steps)
        return Metapath(self.kinds[::-1], steps[::-1])

    def repeats(self, vocabulary: Vocabulary) -> bool:
        """Whether one node could stand at two places: then walks have to be checked to be simple."""
        families = [set(vocabulary.family(kind)) for kind in self.kinds]
        return any(a & b for i, a in enumerate(families) for b in families[:i])
