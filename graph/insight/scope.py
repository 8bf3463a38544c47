"""Which relations and kinds a question about the whole graph is asked over, derived from the vocabulary."""

from __future__ import annotations

from collections.abc import Sequence

from graph.links.scheme import Scheme
from graph.projection.projection import View
from graph.vocabulary import Vocabulary


def placed(scheme: Scheme, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Relations to code lists that tell where something is, not what it is about: no supply has them."""
    relations = vocabulary.relations
    return tuple(name for name in scheme.listed if not set(relations[name].start) & set(scheme.supply))


def usual(scheme: Scheme, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The kinds of key nodes unless told otherwise: people, organizations, documents."""
    return tuple(kind for kind in vocabulary.labels if kind not in (*scheme.terms, *scheme.lists))


def walked(scheme: Scheme, view: View, kinds: Sequence[str]) -> tuple[str, ...]:
    """The relations over which key nodes of ``kinds`` are compared.

    People, organizations and documents by who made, owns, cites or knows what: over terms and code lists everything is
    near to everything. Where terms or entries of code lists are asked for, over all relations. Those without visible
    edges are left out.
    """
    subjects = {*scheme.terms, *scheme.lists}
    wanted = view.relations if subjects & set(kinds) else scheme.acquaintance
    return tuple(name for name in view.relations if name in wanted and len(view.adjacency(name).out.indices))
