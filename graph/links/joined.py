"""Over which metapaths two entities are linked, how strongly, and how likely that is by chance."""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from graph.links.bounds import within
from graph.links.captions import caption
from graph.links.ground import Ground
from graph.links.metapath import Metapath
from graph.links.results import LinkResult, LinkType
from graph.metapaths.pair import LENGTH, Pair
from graph.metapaths.significance import adjusted
from graph.vocabulary import Level
from graph.words import message

LENGTHS = (1, LENGTH)
TYPES = (1, 500)


def joined(ground: Ground, ends: tuple[str, str], *, length: int, first: int, clearance: Level) -> LinkResult:
    """The metapaths of at most ``length`` edges (1–4) that join two uids, the least likely by chance first.

    All of them are tested; at most ``first`` are told. Raises ``NotFoundError`` (UNKNOWN_UID), ``LimitError``.
    """
    within("length", length, LENGTHS)
    within("first", first, TYPES)
    start, end = (ground.projection.id_of(uid) for uid in ends)
    counts = Pair(ground.tables[clearance], start, end).counts(length)
    paths = Pair(ground.counted[clearance], start, end).counts(length)
    found = _tested(ground, clearance, (start, end), counts, paths)
    reason = message("PATHS_SAME") if start == end else None if found else message("PATHS_NONE", hops=length)
    shown = tuple(sorted(found, key=lambda one: (one.q, one.p, -one.lift, one.metapath))[:first])
    return LinkResult(ground.entity(start), ground.entity(end), shown, ground.version, len(found), reason)


def _tested(
    ground: Ground,
    clearance: Level,
    pair: tuple[int, int],
    counts: Mapping[Metapath, float],
    paths: Mapping[Metapath, float],
) -> list[LinkType]:
    nulls, vocabulary = ground.nulls[clearance], ground.vocabulary
    p = nulls.all(pair, counts)
    found = []
    for (metapath, count), q in zip(counts.items(), adjusted(list(p.values())).tolist(), strict=True):
        chance = nulls.chance.expected(metapath, *pair)
        found.append(
            LinkType(
                metapath=metapath.text(vocabulary),
                caption=caption(metapath, vocabulary),
                paths=round(paths[metapath]),
                dwpc=count,
                expected=chance,
                lift=log(count / chance) if chance > 0 else 0.0,
                p=p[metapath],
                q=q,
            )
        )
    return found
