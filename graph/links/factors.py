"""The factors of a score: small functions, each of which says its value and the reason that a user reads."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from graph.links.case import NAMED, Case, Told, listed_words, where
from graph.links.model import Factor
from graph.links.record_factors import freshness, readiness, record, status
from graph.links.signals import FULL_LIFT
from graph.links.wanted import Wanted
from graph.text.dictionary import dictionary
from graph.text.generic import generic
from graph.words import Words, message

REGION = "Region"  # the code list that says where, not what


def factors(case: Case, weights: Mapping[str, float]) -> tuple[Factor, ...]:
    """Every factor that says something of a candidate, in the order of the table of ``weights``."""
    told = {name: FACTORS[name](case) for name in weights}
    return tuple(
        Factor(name, message(f"FACTOR_{name.upper()}"), round(one[0], 4), weights[name], one[1])
        for name, one in told.items()
        if one is not None
    )


def text(case: Case) -> Told:
    """Words in common with the demand: BM25, as a share of what a document with all its words would have."""
    scored = case.signals.at_hand.words(case.candidate.documents[0])
    shared = sorted((w for w in scored if scored[w] > 0), key=lambda w: (-scored[w], w))
    if not shared:
        return 0.0, message("REASON_TEXT_NONE")
    named = listed_words(_telling(case, shared) or shared[:NAMED])
    return case.candidate.values[0], message("REASON_TEXT", words=named, document=where(case))


def terms(case: Case) -> Told:
    """Which of the demand's terms the best document has, by weight; no splicing together of several documents."""
    covered, missing = split(case)
    if not covered:
        return 0.0, message("REASON_TERMS_NONE")
    values: dict[str, object] = {
        "count": len(covered),
        "total": len(covered) + len(missing),
        "terms": listed_words([term.name for term in covered]),
        "document": where(case),
    }
    if missing:
        return case.candidate.values[1], message(
            "REASON_TERMS", **values, missing=listed_words([t.name for t in missing])
        )
    return case.candidate.values[1], message("REASON_TERMS_ALL", **values)


def link(case: Case) -> Told:
    """How many times stronger than chance the paths to it are, over the metapath where they are strongest."""
    signals, node = case.signals, case.candidate.node
    lifts = signals.at_hand.lifts(node) or signals.at_hand.lifts(case.candidate.documents[0])
    if not lifts or max(lifts.values()) <= 1:
        return None if not lifts else (0.0, message("REASON_LINK_NONE"))
    best = max(lifts, key=lambda path: (lifts[path], path.kinds))
    labels = case.signals.ground.vocabulary.labels
    way = Words("—".join(labels[k].words.zh for k in best.kinds), "–".join(labels[k].words.en for k in best.kinds))
    times = round(min(lifts[best], FULL_LIFT * 10), 1 if lifts[best] < 10 else None)
    named = listed_words(_linking(case)[:NAMED])
    return case.candidate.values[2], message("REASON_LINK", way=way, terms=named, times=times)


def field(case: Case) -> Told:
    """A code list entry – industry, discipline, class – in common, or a common entry above both."""
    return _common(case, [k for k in case.signals.ground.scheme.lists if k != REGION], "FIELD")


def region(case: Case) -> Told:
    """The same region, or one within the other."""
    return _common(case, [k for k in case.signals.ground.scheme.lists if k == REGION], "REGION")


def _telling(case: Case, shared: Sequence[str]) -> list[str]:
    """Those of the words shared, best first, that a reader takes for words, none of them a part of another."""
    known = case.signals.ground.lexicon
    read = [w for w in shared if (w in dictionary().surprise and w not in generic()) or w in known]
    return [w for w in read if not any(w != o and w in o for o in read[: NAMED * 3])][:NAMED]


def split(case: Case) -> tuple[list[Wanted], list[Wanted]]:
    """The demand's terms that the best document has, and those that it lacks."""
    had, terms = case.signals.at_hand.terms(case.candidate.documents[0]), case.signals.demand.terms
    return [term for term in terms if term in had], [term for term in terms if term not in had]


def _common(case: Case, kinds: Sequence[str], name: str) -> Told:
    graph = case.signals.ground.projection
    mine = {entry: steps for entry, steps in case.entries.items() if graph.kind(entry) in kinds}
    if not mine:
        return None
    theirs: dict[int, int] = {}
    for node in (case.candidate.node, *case.candidate.documents):
        for entry, steps in case.signals.listed(node, kinds).items():
            theirs[entry] = min(steps, theirs.get(entry, steps))
    if not theirs:
        return None
    shared = {entry: mine[entry] + theirs[entry] for entry in mine if entry in theirs}
    if not shared:
        return 0.0, message(f"REASON_{name}_NONE")
    nearest = min(shared.values())
    captions = [graph.captions[e] for e in sorted(shared) if shared[e] == nearest]
    return 0.5**nearest, message(f"REASON_{name}", names=listed_words(captions[:NAMED]))


def _linking(case: Case) -> list[str]:
    """The terms of the demand by which the best document is linked; where there are none, all by which it could be."""
    linked = case.signals.demand.linked
    named = sorted(linked, key=lambda node: (-linked[node], node))
    best, view = case.candidate.documents[0], case.signals.view
    mentions = case.signals.ground.scheme.mentions
    near = {int(term) for relation in mentions for term in view.neighbours(relation, best, forward=True)}
    captions = case.signals.ground.projection.captions
    return [captions[node] for node in [node for node in named if node in near] or named]


FACTORS: dict[str, Callable[[Case], Told]] = {
    "record": record,
    "text": text,
    "terms": terms,
    "link": link,
    "field": field,
    "region": region,
    "status": status,
    "readiness": readiness,
    "freshness": freshness,
}
