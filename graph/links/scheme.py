"""What a vocabulary's kinds and relations mean to a match, derived from how they are declared."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from graph.vocabulary import Label, Relation, Vocabulary

DEMAND = "Demand"  # the kind of a demand typed by hand, where the vocabulary has it


@dataclass(frozen=True, slots=True)
class Scheme:
    """The parts that kinds and relations play.

    ``terms``: kinds that texts are linked to, by the relations ``mentions``; ``supply``: kinds with texts that actors
    make; ``actors``: kinds without texts that make them, by the relations ``made``; ``employed``: relations from one
    kind of actor to another; ``lists``: kinds of code lists, by the relations ``listed``,
    whose entries are under one another by ``above``;
    ``posted``: relations from kinds without texts to demands, ``askers`` those kinds;
    ``introducers``: other kinds without texts that relations start from, such as technology managers;
    ``others``: other kinds with texts, such as policies; ``acquaintance``: relations that join neither terms nor lists.
    """

    demand: str
    terms: tuple[str, ...]
    mentions: tuple[str, ...]
    supply: tuple[str, ...]
    actors: tuple[str, ...]
    made: tuple[str, ...]
    employed: tuple[str, ...]
    lists: tuple[str, ...]
    listed: tuple[str, ...]
    above: tuple[str, ...]
    posted: tuple[str, ...]
    askers: tuple[str, ...]
    introducers: tuple[str, ...]
    others: tuple[str, ...]
    acquaintance: tuple[str, ...]

    @property
    def targets(self) -> tuple[str, ...]:
        """What a match looks for unless told otherwise."""
        return (*self.supply, *self.actors)

    @property
    def wanting(self) -> tuple[str, ...]:
        """What a match in reverse looks for unless told otherwise: demands and who posted them."""
        return (self.demand, *self.askers)


def scheme(vocabulary: Vocabulary) -> Scheme:
    """The scheme of ``vocabulary``; any part may be empty."""
    labels, relations = vocabulary.labels, vocabulary.relations
    terms = tuple(name for name, label in labels.items() if label.vocabulary)
    lists = tuple(dict.fromkeys(kind for r in relations.values() if r.same_label for kind in r.start))
    written = tuple(name for name, label in labels.items() if _has_text(label) and name not in (*terms, *lists))
    demand = DEMAND if DEMAND in written else next(iter(written), next(iter(labels)))
    plain = tuple(name for name in labels if name not in (*terms, *lists, *written))
    made = _named(vocabulary, lambda r: set(r.start) <= set(plain) and bool(set(r.end) & set(written) - {demand}))
    posted = _named(vocabulary, lambda r: set(r.start) <= set(plain) and demand in r.end)
    supply = tuple(k for k in written if k != demand and any(k in relations[name].end for name in made))
    actors = tuple(k for k in plain if any(k in relations[name].start for name in made))
    return Scheme(
        demand=demand,
        terms=terms,
        mentions=_named(vocabulary, lambda r: bool(set(r.end) & set(terms))),
        supply=supply or tuple(k for k in written if k != demand) or written,
        actors=actors,
        made=made,
        employed=_named(
            vocabulary, lambda r: bool(set(r.start) & set(actors) and set(r.end) & set(actors) - set(r.start))
        ),
        lists=lists,
        listed=_named(vocabulary, lambda r: bool(set(r.end) & set(lists)) and not set(r.start) & set(lists)),
        posted=posted,
        askers=tuple(k for k in plain if any(k in relations[name].start for name in posted)),
        introducers=tuple(k for k in plain if k not in actors and any(k in r.start for r in relations.values())),
        acquaintance=_named(vocabulary, lambda r: not (set(r.start) | set(r.end)) & {*terms, *lists}),
        others=tuple(k for k in written if k != demand and k not in supply),
        above=_named(vocabulary, lambda r: set(r.start) | set(r.end) <= set(lists)),
    )


def _named(vocabulary: Vocabulary, fits: Callable[[Relation], bool]) -> tuple[str, ...]:
    return tuple(relation.name for relation in vocabulary.relations.values() if fits(relation))


def _has_text(label: Label) -> bool:
    """Whether it is a text that its name is part of; that of a person says what they know."""
    return label.caption in label.text
