"""The metapaths over which a demand is linked to what may answer it."""

from __future__ import annotations

from collections.abc import Iterator

from graph.links.footing import Footing
from graph.links.metapath import Metapath


def ways(ground: Footing, kind: str) -> Iterator[Metapath]:
    """From an entity of ``kind`` over a term to a document, and on to who made the document, and to where they work; to
    who says that they know of it."""
    scheme = ground.scheme
    for relation in scheme.mentions[:1]:
        for document in scheme.supply:
            base = Metapath((kind, scheme.terms[0], document), ((relation, True), (relation, False)))
            if kind != document:
                yield base
                yield from _onward(ground, base)
        for actor in (a for a in ground.vocabulary.relations[relation].start if a in scheme.actors):
            yield Metapath((kind, scheme.terms[0], actor), ((relation, True), (relation, False)))


def _onward(ground: Footing, base: Metapath) -> Iterator[Metapath]:
    scheme, relations = ground.scheme, ground.vocabulary.relations
    for made in scheme.made:
        for actor in (a for a in relations[made].start if base.kinds[-1] in relations[made].end):
            one = Metapath((*base.kinds, actor), (*base.steps, (made, False)))
            yield one
            for employed in (e for e in scheme.employed if actor in relations[e].start):
                for place in (p for p in relations[employed].end if p in scheme.actors):
                    yield Metapath((*one.kinds, place), (*one.steps, (employed, True)))
