"""The one entry to questions about the whole graph; what takes long is made once per load version and clearance."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from threading import RLock
from typing import Any, TypeVar

from graph.errors import InputError
from graph.insight import communities, gaps, hubs, key, scope, similar
from graph.insight.fields import Fields
from graph.insight.key import Centrality
from graph.insight.profiles import Profiles, profiles
from graph.insight.results import CommunityResult, GapResult, HubResult, KeyResult, SimilarResult
from graph.links.bounds import FIRST, within
from graph.links.footing import Footing
from graph.vocabulary import ENTITY, Level

__all__ = ["Insight"]

T = TypeVar("T")

KEPT = 24  # things that are kept at once; of more that goes which was asked for longest ago


class Insight:
    """Answers about the graph as a whole. Safe to share among threads. ``ground``: tells what they stand on now, as the
    method of that name of an ``Engine`` does.

    Each answer stands on one load version, named in it. An edge above the caller's ``clearance`` takes no part in
    anything. Every method raises ``StoreError`` (STORE_EMPTY before the first load), ``NotFoundError`` (UNKNOWN_UID,
    UNKNOWN_KIND) and ``LimitError`` (LIMIT_RANGE) for ``first`` out of 1–200. An empty graph gives an empty answer with
    the reason.
    """

    def __init__(self, ground: Callable[[], Footing]) -> None:
        self._now = ground
        self._lock = RLock()
        self._version = ""
        self._kept: dict[Hashable, Any] = {}

    def communities(
        self, *, kinds: Sequence[str] = (), detail: str = "usual", first: int = 10, clearance: Level = Level.PUBLIC
    ) -> CommunityResult:
        """The largest communities; with ``kinds``, those with the most members of these.

        Raises ``InputError`` (INSIGHT_DETAIL) for a ``detail`` that is none of ``DETAIL``.
        """
        ground = self._ground(first, kinds)
        if detail not in communities.DETAIL:
            raise InputError("INSIGHT_DETAIL", detail=detail, known=", ".join(communities.DETAIL))
        view = ground.view(clearance)
        made = self._keep(ground, ("cut", clearance, detail), lambda: communities.cut(ground, view, detail))
        return communities.told(made, kinds=tuple(kinds), first=first)

    def key(
        self,
        *,
        kinds: Sequence[str] = (),
        measure: str = "pagerank",
        first: int = 20,
        clearance: Level = Level.PUBLIC,
    ) -> KeyResult:
        """The most central entities of ``kinds`` – unless told otherwise, all but terms and code lists.

        Raises ``InputError`` (INSIGHT_MEASURE) for a ``measure`` that is none of ``MEASURES``.
        """
        ground = self._ground(first, kinds)
        view, chosen = ground.view(clearance), tuple(kinds) or scope.usual(ground.scheme, ground.vocabulary)
        relations = scope.walked(ground.scheme, view, chosen)
        made = self._keep(ground, ("centrality", clearance, relations), lambda: Centrality.of(view, relations))
        with self._lock:
            return key.key_nodes(ground, made, kinds=chosen, measure=measure, first=first)

    def hubs(self, *, kinds: Sequence[str] = (), first: int = 20, clearance: Level = Level.PUBLIC) -> HubResult:
        """The entities that paths had better not lead through, by their share of a relation's edges."""
        ground = self._ground(first, kinds)
        return hubs.hubs(ground, ground.view(clearance), kinds=kinds, first=first)

    def similar(
        self, uid: str, *, kinds: Sequence[str] = (), first: int = 10, clearance: Level = Level.PUBLIC
    ) -> SimilarResult:
        """What of ``kinds`` – unless told otherwise, of its own kind – is most like an entity, and what they share."""
        ground = self._ground(first, kinds)
        node = ground.projection.id_of(uid)
        own = ground.projection.kind(node)
        wanted = tuple(kinds) or (own,)
        among = tuple(sorted({own, *wanted}))
        held: Profiles = self._keep(
            ground, ("profiles", clearance, among), lambda: profiles(ground, ground.view(clearance), among)
        )
        return similar.similar(ground, held, node, kinds=wanted, first=first)

    def gaps(self, *, kinds: Sequence[str] = (), first: int = 10, clearance: Level = Level.PUBLIC) -> GapResult:
        """Fields of ``kinds`` – terms and code lists unless told otherwise – where demand and supply miss each other.

        ``first``: of each kind. Raises ``InputError`` (INSIGHT_FIELD) for a kind that is no kind of field.
        """
        ground = self._ground(first, kinds)
        fields: Fields = self._keep(ground, ("fields", clearance), lambda: Fields(ground, ground.view(clearance)))
        asked = ("gaps", clearance, tuple(kinds), first)
        return self._keep(ground, asked, lambda: gaps.gaps(fields, kinds=tuple(kinds), first=first))

    def _ground(self, first: int, kinds: Sequence[str]) -> Footing:
        within("first", first, FIRST)
        ground = self._now()
        for kind in kinds:
            if kind != ENTITY:
                ground.vocabulary.label(kind)
        return ground

    def _keep(self, ground: Footing, name: Hashable, make: Callable[[], T]) -> T:
        """What ``make`` gives, made once per load version; two that ask at once wait for one of them."""
        with self._lock:
            if self._version != ground.version:
                self._version, self._kept = ground.version, {}
            found: T = self._kept.pop(name) if name in self._kept else make()
            self._kept[name] = found
            while len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
            return found
