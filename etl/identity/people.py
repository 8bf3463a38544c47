"""Which records of researchers may be one person. Namesakes stay apart unless something joins them."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from etl.identity.candidates import CROWD, Pair
from etl.identity.fold import folded
from etl.identity.reasons import ASK, Reason, Scored

CODES = ("orcid", "id_number", "staff_id", "email")
COMMON_TERMS = 3  # shared technical terms that tell something


@dataclass(frozen=True, slots=True)
class Person:
    """One record of a researcher.

    ``codes``: orcid, id_number, email, and staff_id, which counts within one organization only; ``organizations``: uids
    now, ``earlier``: uids that a row says the person came from; ``works``: uid of each patent or achievement with the
    rows that name this person for it; ``partners``: folded names of the others who are named for them; ``terms``: of
    the works and the field.
    """

    uid: str
    name: str
    codes: Mapping[str, str] = field(default_factory=dict)
    organizations: frozenset[str] = frozenset()
    earlier: frozenset[str] = frozenset()
    works: Mapping[str, frozenset[str]] = field(default_factory=dict)
    partners: frozenset[str] = frozenset()
    terms: frozenset[str] = frozenset()


Bearers = Callable[[str], int]  # how many records bear a folded name


def find_persons(people: Sequence[Person], *, least: float = ASK) -> list[Pair]:
    """The pairs of records that score ``least`` or more, best first."""
    names = Counter(folded(one.name) for one in people)
    pairs = []
    for i, j in _candidates(people):
        a, b = sorted((people[i], people[j]), key=lambda one: one.uid)
        found = score(a, b, bearers=lambda name: names[name])
        if found.score >= least:
            pairs.append(Pair(a.uid, b.uid, found.score, found.reasons))
    return sorted(pairs, key=lambda pair: (-pair.score, pair.left, pair.right))


def score(a: Person, b: Person, *, bearers: Bearers = lambda _: 2) -> Scored:
    """How sure it is that two records are of one person, in [0, 1], with reasons.

    A code that both have decides. Else the names must agree, and in one organization partners, works or terms that both
    have; in two organizations a work of both, or a row that tells of the change.
    """
    named, together = folded(a.name) == folded(b.name), not a.organizations.isdisjoint(b.organizations)
    coded = _by_code(a, b, named=named, together=together)
    if coded is not None:
        return coded
    if not named:
        return Scored(0.0, (Reason("IDENTITY_NAMES_DIFFER"),))
    shared = a.works.keys() & b.works.keys()
    if any(a.works[work] & b.works[work] for work in shared):
        return Scored(0.05, (Reason("IDENTITY_PERSON_ONE_ROW"),))
    return _by_evidence(a, b, len(shared), base=_base(a, b, together=together, bearers=bearers))


def _by_code(a: Person, b: Person, *, named: bool, together: bool) -> Scored | None:
    for kind in CODES:
        one, other = a.codes.get(kind), b.codes.get(kind)
        if not one or not other or (kind == "staff_id" and not together):
            continue
        if one.casefold() == other.casefold():
            told = Reason(f"IDENTITY_PERSON_{kind.upper()}")
            if not named:
                return Scored(0.75, (told, Reason("IDENTITY_CODE_NAMES")))
            return Scored(0.95 if kind == "email" else 0.99, (told,))
        if kind != "email":  # one person may have several addresses
            return Scored(0.05, (Reason(f"IDENTITY_PERSON_{kind.upper()}_DIFFERS"),))
    return None


def _base(a: Person, b: Person, *, together: bool, bearers: Bearers) -> Scored:
    if together:
        # Two records of the only bearers of a name are worth a question; of many bearers they are not.
        rare = bearers(folded(a.name)) <= 2
        return Scored(0.62 if rare else 0.5, (Reason("IDENTITY_PERSON_ORGANIZATION"),))
    if not (a.earlier.isdisjoint(b.organizations) and b.earlier.isdisjoint(a.organizations)):
        return Scored(0.92, (Reason("IDENTITY_PERSON_MOVED"),))
    return Scored(0.1, (Reason("IDENTITY_PERSON_NAME"),))


def _by_evidence(a: Person, b: Person, works: int, *, base: Scored) -> Scored:
    """The base with what else both have. Without a work of both, two organizations are never joined for sure."""
    doubt, reasons = 1.0 - base.score, list(base.reasons)
    for weight, reason in _shared(a, b, works):
        doubt *= 1.0 - weight
        reasons.append(reason)
    sure = works or base.score >= 0.5
    total = 1.0 - doubt if sure else min(1.0 - doubt, 0.8)
    return Scored(round(total, 3), tuple(reasons))


def _shared(a: Person, b: Person, works: int) -> Iterator[tuple[float, Reason]]:
    if works:
        yield (0.9 if works == 1 else 0.97), Reason("IDENTITY_PERSON_WORKS", {"count": works})
    partners = len(a.partners & b.partners)
    if partners:
        yield (0.6 if partners == 1 else 0.85), Reason("IDENTITY_PERSON_PARTNERS", {"count": partners})
    terms = len(a.terms & b.terms)
    if terms >= COMMON_TERMS:
        yield min(0.8, 0.1 * terms + 0.2), Reason("IDENTITY_PERSON_TERMS", {"count": terms})


def _candidates(people: Sequence[Person]) -> Iterator[tuple[int, int]]:
    buckets: dict[tuple[str, str], list[int]] = defaultdict(list)
    for at, one in enumerate(people):
        buckets["name", folded(one.name)].append(at)
        for kind in CODES:
            if one.codes.get(kind) and kind != "staff_id":
                buckets[kind, one.codes[kind].casefold()].append(at)
    seen: set[tuple[int, int]] = set()
    for members in buckets.values():
        if len(members) <= CROWD:
            seen.update(combinations(members, 2))
    return iter(sorted(seen))
