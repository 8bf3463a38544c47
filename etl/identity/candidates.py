"""Which organizations may be one: compared are only those that share a key or rare pairs of signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from etl.identity.bigrams import alike
from etl.identity.orgname import OrgName
from etl.identity.party import Party, party
from etl.identity.places import Codes
from etl.identity.reasons import ASK, Reason
from etl.identity.score import score

CROWD = 200  # a key that more share than this is no key
ANYWHERE: Codes = frozenset()

Keys = Callable[[Party], Iterator[tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two organizations that may be one, ``left`` < ``right``, with the score in [0, 1] and its reasons."""

    left: str
    right: str
    score: float
    reasons: tuple[Reason, ...]


def find_duplicates(rows: Iterable[Mapping[str, object]], *, least: float = ASK) -> list[Pair]:
    """The pairs of ``rows`` that score ``least`` or more, best first.

    A row has ``uid`` and ``name``, and may have ``aliases`` and ``former`` (lists), ``uscc``, ``org_code``, ``region``
    (code, uid or name of a place), ``website``, ``phone``, ``address`` and ``people`` (a list of names or uids).
    """
    return duplicates([party(row) for row in rows], least=least)


def duplicates(parties: Sequence[Party], *, least: float = ASK) -> list[Pair]:
    """As ``find_duplicates``, of rows that are parsed already."""
    siblings = Siblings(parties)
    pairs = []
    for i, j in candidates(parties):
        a, b = sorted((parties[i], parties[j]), key=lambda one: one.uid)
        found = score(a, b, siblings=siblings)
        if found.score >= least and a.uid != b.uid:
            pairs.append(Pair(a.uid, b.uid, found.score, found.reasons))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.left, pair.right))


class Siblings:
    """How many organizations a name may mean: companies at places of their own, or organizations of other names.

    Where there is a 苏州某电子 and a 无锡某电子, 某电子 may be either; an alias of several is nobody's.
    """

    def __init__(self, parties: Collection[Party]) -> None:
        places: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in parties:
            if one.name.kind == "company":
                places[one.name.body, one.name.unit].update(one.places)
        self._counts = {key: len(_innermost(codes)) for key, codes in places.items()}
        self._called: dict[str, set[str]] = defaultdict(set)
        for one in parties:
            for name in one.names:
                self._called[name.text].add(one.name.body + one.name.unit)

    def __call__(self, name: OrgName) -> int:
        """How many there are of a name."""
        return max(self._counts.get((name.body, name.unit), 0), len(self._called.get(name.text, ())))


def candidates(parties: Sequence[Party]) -> Iterator[tuple[int, int]]:
    """Positions (i < j) of the parties to compare, each once."""
    provinces = [
        frozenset(code[:2] for code in one.places) if one.name.kind == "company" else ANYWHERE for one in parties
    ]

    def near(pair: tuple[int, int]) -> bool:
        one, other = provinces[pair[0]], provinces[pair[1]]
        return not one or not other or not one.isdisjoint(other)

    # Companies of one name in two provinces are two; only a code, a contact or the whole text could say otherwise.
    seen = set(_by_key(parties, _firm_keys)) | {p for p in _by_key(parties, _name_keys) if near(p)}
    seen.update(pair for pair in _by_bigrams(parties) if near(pair))
    return iter(sorted(seen))


def _by_key(parties: Sequence[Party], keys: Keys) -> Iterator[tuple[int, int]]:
    buckets: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(parties):
        for key in set(keys(one)):
            buckets[key].append(at)
    for members in buckets.values():
        if 1 < len(members) <= CROWD:
            yield from combinations(members, 2)


def _firm_keys(one: Party) -> Iterator[tuple[str, ...]]:
    """What two organizations share only when they may be one wherever they are."""
    yield ("text", one.uid)
    yield ("text", one.name.text)
    for former in one.former:
        yield ("text", former)
    yield from one.codes.items()
    yield from one.contacts.items()


def _name_keys(one: Party) -> Iterator[tuple[str, ...]]:
    """What two organizations share whose names are alike."""
    for name in one.names:
        yield ("text", name.text)
        yield ("signs", "".join(sorted(name.text)))
        yield ("body", name.body, *name.numbers)
        if name.unit:
            yield ("unit", name.body, name.unit[0], *name.numbers)
        elif len(name.core) > 2 and name.trade:
            yield ("core", name.core)
        if name.kind == "english":
            yield ("words", *sorted(name.core.split()))


def _by_bigrams(parties: Sequence[Party]) -> Iterator[tuple[int, int]]:
    texts = [one.name.body + one.name.unit for one in parties]
    return alike(texts) if any(len(text) > 1 for text in texts) else iter(())


def _innermost(codes: Iterable[str]) -> Codes:
    """Places without those that hold another of them."""
    known = set(codes)
    return frozenset(code for code in known if not any(other != code and other.startswith(code) for other in known))
