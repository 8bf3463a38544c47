"""Which organizations may be one: compared are only those that share a key or rare pairs of signs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from etl.identity.bigrams import alike
from etl.identity.orgname import OrgName
from etl.identity.party import Party, party
from etl.identity.places import Codes
from etl.identity.reasons import ASK, Reason
from etl.identity.score import score

CROWD = 200  # a key that more share than this is no key


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
    """How many companies at places of their own share a core and trade.

    Where there is a 苏州某电子 and a 无锡某电子, 某电子 may be either.
    """

    def __init__(self, parties: Iterable[Party]) -> None:
        places: dict[tuple[str, str], set[str]] = defaultdict(set)
        for one in parties:
            if one.name.kind == "company":
                places[one.name.body, one.name.unit].update(one.places)
        self._counts = {key: len(_innermost(codes)) for key, codes in places.items()}

    def __call__(self, name: OrgName) -> int:
        """How many there are of a name."""
        return self._counts.get((name.body, name.unit), 0)


def candidates(parties: Sequence[Party]) -> Iterator[tuple[int, int]]:
    """Positions (i < j) of the parties to compare, each once."""
    seen: set[tuple[int, int]] = set()
    for pair in (*_by_key(parties), *_by_bigrams(parties)):
        if pair not in seen:
            seen.add(pair)
            yield pair


def _by_key(parties: Sequence[Party]) -> Iterator[tuple[int, int]]:
    buckets: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for at, one in enumerate(parties):
        for key in set(_keys(one)):
            buckets[key].append(at)
    for members in buckets.values():
        if 1 < len(members) <= CROWD:
            yield from combinations(members, 2)


def _keys(one: Party) -> Iterator[tuple[str, ...]]:
    yield ("text", one.uid)
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
    for former in one.former:
        yield ("text", former)
    yield from one.codes.items()
    yield from one.contacts.items()


def _by_bigrams(parties: Sequence[Party]) -> Iterator[tuple[int, int]]:
    texts = [one.name.body + one.name.unit for one in parties]
    return alike(texts) if any(len(text) > 1 for text in texts) else iter(())


def _innermost(codes: Iterable[str]) -> Codes:
    """Places without those that hold another of them."""
    known = set(codes)
    return frozenset(code for code in known if not any(other != code and other.startswith(code) for other in known))
