"""Communities of the graph: what belongs together by who works with whom and on what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.insight.marks import Subjects, name
from graph.insight.net import Net
from graph.insight.partition import NONE, Partition, partition
from graph.insight.results import Community, CommunityResult, KindSize, Mark
from graph.insight.scope import placed
from graph.links.footing import Footing
from graph.links.model import Entity
from graph.projection.projection import View
from graph.words import Words, message

DETAIL = {"coarse": 1.0, "usual": 3.0, "fine": 10.0}  # resolutions of modularity
KEY = 2  # members of each part – who makes, what answers, what asks – that are named


@dataclass(frozen=True)
class Cut:
    """The graph of one clearance cut into communities."""

    ground: Footing
    net: Net
    parts: Partition
    subjects: Subjects

    @cached_property
    def inside(self) -> NDArray[np.float64]:
        """How much of each node's strength goes to its own community (float64, n)."""
        edges = self.net.weights.tocoo()
        same = self.parts.of[edges.row] == self.parts.of[edges.col]
        return np.bincount(edges.row[same], weights=edges.data[same], minlength=len(self.net)).astype(np.float64)

    @cached_property
    def members(self) -> list[NDArray[np.int64]]:
        """The nodes of each community, ascending."""
        order = np.argsort(self.parts.of, kind="stable")
        bounds = np.searchsorted(self.parts.of[order], np.arange(self.parts.many + 1))
        return [order[low:high].astype(np.int64) for low, high in pairwise(bounds.tolist())]


def cut(ground: Footing, view: View, detail: str) -> Cut:
    """The communities that ``view`` sees, as fine as ``detail`` (one of ``DETAIL``) says.

    That two things lie in one place, or are entries of one code list, joins nothing; that they are listed under one
    subject does.
    """
    apart = (*ground.scheme.above, *placed(ground.scheme, ground.vocabulary))
    net = Net.of(view, (name for name in view.relations if name not in apart))
    parts = partition(net, resolution=DETAIL[detail])
    if net.edges and not parts.many:  # a graph of a few edges, too small to be cut so finely
        parts = partition(net)
    return Cut(ground, net, parts, Subjects.of(ground, view))


def told(made: Cut, *, kinds: tuple[str, ...], first: int) -> CommunityResult:
    """The ``first`` communities by size, or by the number of their members of ``kinds``."""
    ground, count = made.ground, made.parts.many
    rank = np.arange(count)
    if kinds:
        held = made.parts.of[ground.projection.of_kinds(kinds) & (made.parts.of != NONE)]
        sizes = np.bincount(held, minlength=count)
        rank = np.lexsort((rank, -sizes))
        rank = rank[sizes[rank] > 0]
    shown = tuple(_community(made, int(number)) for number in rank[:first])
    single = int((made.parts.of == NONE).sum())
    reason = None if shown else message("COMMUNITIES_NONE")
    return CommunityResult(shown, ground.version, len(rank), single, made.parts.modularity, reason)


def _community(made: Cut, number: int) -> Community:
    ground, members = made.ground, made.members[number]
    marks = made.subjects.marks(members)
    key = _key(made, members, marks)
    of = ground.projection.of_kinds
    return Community(
        number=number + 1,
        name=name(ground, marks) if marks else Words(key[0].caption, key[0].caption),
        size=len(members),
        sizes=_sizes(ground, members),
        marks=marks,
        key=key,
        inside=float(made.inside[members].sum() / made.net.strength[members].sum()),
        demands=int(of([ground.scheme.demand])[members].sum()),
        supply=int(of(ground.scheme.supply)[members].sum()),
    )


def _sizes(ground: Footing, members: NDArray[np.int64]) -> tuple[KindSize, ...]:
    """How many members there are of each kind, most first."""
    at = np.searchsorted(ground.projection.bounds, members, side="right") - 1
    counts = np.bincount(at, minlength=len(ground.projection.kinds))
    labels = ground.vocabulary.labels
    found = sorted(zip(counts.tolist(), ground.projection.kinds, strict=True), key=lambda one: -one[0])
    return tuple(
        KindSize(kind, labels[kind].words if kind in labels else Words(kind, kind), count)
        for count, kind in found
        if count
    )


def _key(made: Cut, members: NDArray[np.int64], marks: Sequence[Mark]) -> tuple[Entity, ...]:
    """Of who makes or asks those with the strongest links within; of what answers and of what is asked for those that
    are most about what the community is about."""
    scheme, of, inside = made.ground.scheme, made.ground.projection.of_kinds, made.inside[members]
    about = made.subjects.about(members, marks)
    parts = (
        (list(dict.fromkeys((*scheme.actors, *scheme.askers))), inside),
        (scheme.supply, about),
        ([scheme.demand], about),
    )
    chosen: list[int] = []
    for kinds, value in parts:
        those = np.flatnonzero(of(kinds)[members])
        chosen += members[those[np.lexsort((those, -inside[those], -value[those]))][:KEY]].tolist()
    strongest = members[np.argsort(-inside, kind="stable")][:KEY].tolist()
    return tuple(made.ground.entity(node) for node in chosen or strongest)
