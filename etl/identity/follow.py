"""Decisions go with an entity that gets another uid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from etl.identity.decisions import Action, Decision, append, made, read_log
from etl.identity.reasons import Reason
from etl.identity.standing import Standing, standing, undone_ids
from graph.store.bolt import Store

BY = "kezhuan"


def follow(store: Store, pairs: Mapping[str, str]) -> int:
    """Decide for each new uid what was decided for the old one; done again, it adds nothing.

    Returns: how many decisions that took. Raises ``StoreError``.
    """
    log = read_log(store)
    undone = undone_ids(log)
    about = {uid for decision in log if decision.id not in undone for uid in decision.uids}
    new: list[Decision] = []
    for old, uid in pairs.items():
        if old in about:
            new += _follow(standing([*log, *new]), old, uid)
    if new:
        append(store, new, {})
    return len(new)


def _follow(now: Standing, old: str, uid: str) -> Iterator[Decision]:
    more: dict[str, Any] = {"method": "rename", "reasons": (str(Reason("IDENTITY_RENAMED")),)}
    apart = [next(iter(pair - {old})) for pair in now.apart if old in pair]
    for other in sorted(apart):
        if frozenset((uid, other)) not in now.apart and other != uid:
            yield made(Action.KEEP_APART, [uid, other], by=BY, **more)
    if uid not in now.cluster(old):
        shown = now.shown(old)
        yield made(Action.MERGE, [uid, old], by=BY, canonical=uid if shown == old else shown, **more)
