"""What a ranking stands on: a projection and what follows from it. No store is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.links.figures import Figures
from graph.links.model import Entity
from graph.links.moves import Moves, moves_of
from graph.links.scheme import Scheme, scheme
from graph.metapaths.chance import Chance
from graph.metapaths.significance import Nulls
from graph.metapaths.table import Table
from graph.projection.projection import Projection, View
from graph.text.terms import TermExtractor
from graph.vocabulary import Level, Vocabulary


@dataclass(frozen=True)
class Footing:
    """One load version's graph, shared by all questions asked of it. What is costly is made once, when first needed."""

    projection: Projection

    @property
    def version(self) -> str:
        """The load version."""
        return self.projection.version

    @property
    def vocabulary(self) -> Vocabulary:
        """The vocabulary in force."""
        return self.projection.vocabulary

    def view(self, clearance: Level) -> View:
        """The graph as ``clearance`` sees it."""
        return self.projection.view(clearance)

    @cached_property
    def moves(self) -> Mapping[Level, Moves]:
        """All moves, by clearance."""
        return {level: moves_of(self.projection.view(level)) for level in Level}

    @cached_property
    def tables(self) -> Mapping[Level, Table]:
        """The rows of all moves as kernels read them, by clearance."""
        return {level: Table.of(moves) for level, moves in self.moves.items()}

    @cached_property
    def counted(self) -> Mapping[Level, Table]:
        """As ``tables``, but every edge counts 1, so that what is counted are paths."""
        return {level: Table.of(moves, count=True) for level, moves in self.moves.items()}

    @cached_property
    def nulls(self) -> Mapping[Level, Nulls]:
        """What chance would give, by clearance."""
        return {level: Nulls(table, Chance(table)) for level, table in self.tables.items()}

    def follow(self, former: Footing) -> None:
        """Make the random graphs that were in use over the version before, so that no question waits for them."""
        if "nulls" in vars(former):
            for level, nulls in former.nulls.items():
                self.nulls[level].drawn.make(nulls.drawn.opened & set(self.moves[level].view.relations))

    @cached_property
    def symmetric(self) -> frozenset[str]:
        """The relations without direction."""
        return frozenset(name for name, relation in self.vocabulary.relations.items() if relation.symmetric)

    @cached_property
    def scheme(self) -> Scheme:
        """What the vocabulary's kinds and relations mean to a match."""
        return scheme(self.vocabulary)

    def is_written(self, node: int) -> bool:
        """Whether a node is of a kind that has texts."""
        return self.projection.kind(node) in (self.scheme.demand, *self.scheme.supply, *self.scheme.others)

    @property
    def mention(self) -> str:
        """The relation that links a typed text to its terms; "" when the vocabulary has none."""
        return next(iter(self.scheme.mentions), "")

    @cached_property
    def is_term(self) -> NDArray[np.bool_]:
        """For every node whether it is a term."""
        return self.projection.of_kinds(self.scheme.terms)

    @cached_property
    def term_nodes(self) -> dict[str, int]:
        """The names of all terms, synonyms included, with their nodes."""
        captions = {self.projection.captions[int(node)]: int(node) for node in np.flatnonzero(self.is_term)}
        return {**self.projection.synonyms(), **captions}

    @cached_property
    def names(self) -> dict[int, tuple[str, ...]]:
        """What each term that has synonyms is called."""
        called: dict[int, list[str]] = {}
        for name, node in self.projection.synonyms().items():
            called.setdefault(node, [self.projection.captions[node]]).append(name)
        return {node: tuple(names) for node, names in called.items()}

    @cached_property
    def lexicon(self) -> TermExtractor:
        """Finds the graph's terms in texts; a term's frequency is in how many texts it is mentioned, publicly."""
        view, count = self.view(Level.PUBLIC), np.zeros(len(self.projection), dtype=np.int64)
        for relation in set(self.scheme.mentions) & set(view.relations):
            count += np.diff(view.adjacency(relation).back.indptr)
        frequencies = {name: int(count[node]) for name, node in self.term_nodes.items()}
        return TermExtractor(sorted(self.term_nodes), frequencies, len(self.projection.documents))

    @cached_property
    def figures(self) -> Figures:
        """What is counted once for all questions."""
        return Figures(self.projection, self.lexicon, self.is_term)

    def entity(self, node: int) -> Entity:
        """The entity of an id."""
        graph = self.projection
        return Entity(graph.uids[node], graph.kind(node), graph.captions[node], bool(graph.fictitious[node]))
