"""Entities that are shown as another: their texts and names go over to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass

from graph.projection.facts import NodeFact
from graph.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Collapsed:
    """``nodes`` that are shown, and for every entity that is shown as another the uid of that other."""

    nodes: Sequence[NodeFact]
    fronts: Mapping[str, str]


def collapse(known: Mapping[str, NodeFact], vocabulary: Vocabulary) -> Collapsed:
    """The nodes without those that are shown as another of them.

    A node whose other is not there, or that leads back to itself, is shown as itself: nothing is ever lost.
    """
    fronts = {uid: front for uid, node in known.items() if node.canonical and (front := _front(known, uid)) != uid}
    if not fronts:
        return Collapsed(list(known.values()), {})
    members: dict[str, list[NodeFact]] = defaultdict(list)
    for uid in sorted(fronts):
        members[fronts[uid]].append(known[uid])
    shown = (node for uid, node in known.items() if uid not in fronts)
    terms = {name for name, label in vocabulary.labels.items() if label.vocabulary}
    joined = (_joined(node, members[node.uid], terms) if node.uid in members else node for node in shown)
    return Collapsed(list(joined), fronts)


def _front(known: Mapping[str, NodeFact], uid: str) -> str:
    seen, front = {uid}, uid
    while (further := known[front].canonical) and further in known:
        if further in seen:
            return uid
        seen.add(further)
        front = further
    return front


def _joined(node: NodeFact, others: Sequence[NodeFact], terms: Container[str]) -> NodeFact:
    """The node with what the others bring. Only terms are looked up by what they are called besides."""
    texts = dict.fromkeys(one.text for one in (node, *others) if one.text)
    theirs = (name for one in others for name in (one.caption, *one.names) if name and name != node.caption)
    called = dict.fromkeys((*node.names, *theirs)) if node.kind in terms else node.names
    return node._replace(
        caption=node.caption or next((one.caption for one in others if one.caption), ""),
        fictitious=node.fictitious and all(one.fictitious for one in others),
        text="\n".join(texts),
        names=tuple(called),
    )
