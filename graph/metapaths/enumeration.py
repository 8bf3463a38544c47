"""Which metapaths a vocabulary has, and what they are called in short."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from graph.links.metapath import Metapath
from graph.vocabulary import Relation, Vocabulary


def metapaths(
    vocabulary: Vocabulary,
    start: str,
    end: str,
    length: int,
    *,
    kinds: Collection[str] | None = None,
    relations: Collection[str] | None = None,
) -> Iterator[Metapath]:
    """The metapaths of at most ``length`` edges from a kind to another, the shorter ones first.

    Their kinds are the most specific ones. ``kinds``: what may stand between; ``relations``: what may be walked; all
    when None. A metapath and its reverse are two, unless the ends are equal: then the one that is first by its text.
    Raises ``NotFoundError`` (UNKNOWN_KIND, UNKNOWN_RELATION).
    """
    first, last = vocabulary.label(start).name, vocabulary.label(end).name
    between = (
        None if kinds is None else {one for kind in kinds for one in leaves(vocabulary, vocabulary.label(kind).name)}
    )
    used = [vocabulary.relation(name) for name in (vocabulary.relations if relations is None else relations)]
    goals = set(leaves(vocabulary, last))
    layer = [Metapath((kind,), ()) for kind in leaves(vocabulary, first)]
    for _ in range(length):
        layer = [longer for one in layer for longer in _longer(vocabulary, one, used)]
        yield from (one for one in layer if one.kinds[-1] in goals and _first(one, vocabulary))
        layer = [one for one in layer if between is None or one.kinds[-1] in between]


def leaves(vocabulary: Vocabulary, kind: str) -> tuple[str, ...]:
    """The kinds at or under ``kind`` that have none under them."""
    family = vocabulary.family(kind)
    return tuple(one for one in family if len(vocabulary.family(one)) == 1)


def abbreviation(metapath: Metapath, vocabulary: Vocabulary) -> str:
    """A metapath in short, such as ``De>me>Ter<me<Pa``, after hetnetpy.

    Kinds begin with a capital, relations are in small letters between the signs of their direction; as many letters
    as it takes to tell them apart.
    """
    kinds, relations = _short(list(vocabulary.labels)), _short(list(vocabulary.relations))
    parts = [kinds[metapath.kinds[0]]]
    for (relation, forward), kind in zip(metapath.steps, metapath.kinds[1:], strict=True):
        sign = "" if vocabulary.relation(relation).symmetric else ">" if forward else "<"
        parts.append(f"{sign}{relations[relation].lower()}{sign}{kinds[kind]}")
    return "".join(parts)


def _longer(vocabulary: Vocabulary, one: Metapath, used: Collection[Relation]) -> Iterator[Metapath]:
    for relation in used:
        for forward in (True,) if relation.symmetric else (True, False):
            near, far = (relation.start, relation.end) if forward else (relation.end, relation.start)
            if not any(one.kinds[-1] in leaves(vocabulary, kind) for kind in near):
                continue
            for kind in dict.fromkeys(leaf for name in far for leaf in leaves(vocabulary, name)):
                if not relation.same_label or kind == one.kinds[-1]:
                    yield Metapath((*one.kinds, kind), (*one.steps, (relation.name, forward)))


def _first(one: Metapath, vocabulary: Vocabulary) -> bool:
    return one.kinds[0] != one.kinds[-1] or one.text(vocabulary) <= one.reversed(vocabulary).text(vocabulary)


def _short(names: list[str]) -> dict[str, str]:
    """The shortest beginning of every name, without underscores, that no other name has."""
    plain = {name: name.replace("_", "") for name in names}
    found = {}
    for name, text in plain.items():
        others = [other.upper() for key, other in plain.items() if key != name]
        sizes = (n for n in range(1, len(text) + 1) if not any(o.startswith(text[:n].upper()) for o in others))
        found[name] = text[: next(sizes, len(text))]
    return found
