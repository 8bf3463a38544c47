"""What an answer hangs on: its score without each document, term, person or edge that carries its evidence.

Each score is counted anew on the graph without the one thing (see ``graph.links.cut`` for the convention: degrees, and
how rare words are, stay those of the whole graph), not estimated from the parts of the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from graph.errors import InputError
from graph.links.cut import Cut
from graph.links.demand import stored, typed
from graph.links.ground import Ground
from graph.links.model import Counterfactual, Entity, Explanation, Step
from graph.links.offer import Offer, in_reverse
from graph.links.pairs import Pair
from graph.links.recount import Answer, Recount, Wish
from graph.projection.projection import View
from graph.words import Words, message

LEAST = 0.0005  # of a score: what changes it by less is not told


class Thing(NamedTuple):
    """What may be taken out: an entity or an edge."""

    cut: Cut
    node: Entity | None = None
    step: Step | None = None


def recount(ground: Ground, view: View, target: str, *, demand: str | None, text: str | None) -> Recount:
    """The answer ``target`` to the question of a match: a ``demand`` (or what could answer some) by uid, or a ``text``.

    Raises ``NotFoundError`` (UNKNOWN_UID), ``StoreError``.
    """
    node = ground.projection.id_of(target)
    if demand is not None and in_reverse(ground, view, demand, (ground.projection.kind(node),)):
        return Wish(Offer.of(ground, view, demand), node)
    asked = typed(ground, text or "") if demand is None else stored(ground, view, demand)
    return Answer(ground, view, asked, node)


def counterfactuals(ground: Ground, again: Recount, explanation: Explanation) -> tuple[Counterfactual, ...]:
    """The score without each thing on the paths, each document and each term of the answer: the greatest fall first.

    What the score does not depend on is left out. Raises ``StoreError``.
    """
    now = again.pair()
    if now is None:
        return ()
    told = (counted(ground, again, now, thing) for thing in _carriers(ground, explanation, now))
    return tuple(sorted((one for one in told if abs(one.fall) >= LEAST), key=lambda one: (-one.fall, one.sentence.en)))


def without(ground: Ground, again: Recount, uids: Sequence[str]) -> tuple[Counterfactual, ...]:
    """The score without each of ``uids``, in their order, whether it changes or not.

    Raises ``NotFoundError`` (UNKNOWN_UID), ``InputError`` (COUNTERFACTUAL_SELF) for the answer or what was asked about,
    ``StoreError``.
    """
    now = again.pair()
    if now is None:
        return ()
    ends = {now.target, again.asked}
    nodes = [ground.projection.id_of(uid) for uid in uids]
    for node in nodes:
        if node in ends:
            raise InputError("COUNTERFACTUAL_SELF", name=ground.projection.captions[node])
    return tuple(counted(ground, again, now, Thing(Cut(node=node), ground.entity(node))) for node in nodes)


def counted(ground: Ground, again: Recount, now: Pair, thing: Thing) -> Counterfactual:
    """The score without one thing. Raises ``StoreError``."""
    then = again.pair(thing.cut)
    before, after = now.scored.score, 0.0 if then is None else then.scored.score
    change = "STAYS" if abs(before - after) < LEAST else "FALLS" if after < before else "RISES"
    sentence = message(
        "COUNTERFACTUAL_GONE" if then is None else f"COUNTERFACTUAL_{change}",
        thing=_named(ground, thing),
        answer=ground.projection.captions[now.target],
        before=f"{before:.3f}",
        after=f"{after:.3f}",
    )
    return Counterfactual(thing.node, thing.step, after, before - after, sentence)


def _carriers(ground: Ground, explanation: Explanation, now: Pair) -> Iterator[Thing]:
    """What stands on the paths between their ends, the documents, the terms that are covered; then the paths' edges."""
    graph, signals = ground.projection, now.signals
    ends = {explanation.target.uid, *(path.nodes[0].uid for path in explanation.paths)}
    covered = (
        term.node for term in signals.demand.terms if term in signals.at_hand.terms(now.scored.candidate.documents[0])
    )
    more = [*now.scored.candidate.documents, *(node for node in covered if node is not None)]
    shown = [node.uid for path in explanation.paths for node in path.nodes]
    for uid in dict.fromkeys([*shown, *(graph.uids[node] for node in more)]):
        node = graph.find(uid)
        if node is not None and uid not in ends:
            yield Thing(Cut(node=node), node=ground.entity(node))
    yield from _edges(ground, (step for path in explanation.paths for step in path.steps))


def _edges(ground: Ground, steps: Iterable[Step]) -> Iterator[Thing]:
    seen: set[object] = set()
    for step in steps:
        ends = (step.start, step.end) if step.forward else (step.end, step.start)
        near, far = (ground.projection.find(uid) for uid in ends)
        key = (len(ground.projection) if near is None else near, step.relation, -1 if far is None else far)
        if key not in seen:
            seen.add(key)
            yield Thing(Cut(edge=key), step=step)


def _named(ground: Ground, thing: Thing) -> Words:
    if thing.step is not None:
        return message("COUNTERFACTUAL_EDGE", link=thing.step.sentence)
    node = thing.node
    label = ground.vocabulary.labels.get(node.kind) if node else None
    return message("COUNTERFACTUAL_NODE", kind=label.words if label else "", name=node.caption if node else "")
