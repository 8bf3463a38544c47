"""How sure it is that two organizations are one: a table of small signals, each with a reason that people can read."""

from __future__ import annotations

from collections.abc import Iterator

from etl.identity.names import Placed, Siblings, alone, compare
from etl.identity.party import Party
from etl.identity.places import compatible
from etl.identity.reasons import ASK, SURE, Reason, Scored

PART = 0.2  # of the people of the smaller organization

__all__ = ["ASK", "SURE", "Reason", "Scored", "score"]


def score(a: Party, b: Party, *, siblings: Siblings = alone) -> Scored:
    """How sure it is that ``a`` and ``b`` are one organization, in [0, 1], with reasons.

    Codes decide where both have one; else names do, strengthened by what else they share. A contradiction caps the
    score, whatever speaks for it.
    """
    formerly = _formerly(a, b)
    if formerly is not None:
        return formerly
    named = _by_name(a, b, siblings)
    for kind in ("uscc", "org_code"):
        if a.codes.get(kind) and b.codes.get(kind):
            return _by_code(kind, named, equal=a.codes[kind] == b.codes[kind])
    if named.score < 0.3:
        return named
    shared = list(_shared(a, b))
    doubt = 1.0 - named.score
    for weight, _ in shared:
        doubt *= 1.0 - weight
    cap = min((limit for limit, _ in _against(a, b)), default=1.0)
    against = tuple(reason for _, reason in _against(a, b))
    reasons = (*named.reasons, *(reason for _, reason in shared))
    total = min(1.0 - doubt, cap)
    return Scored(round(total, 3), (*against, *reasons) if cap < 1.0 - doubt else reasons)


def _formerly(a: Party, b: Party) -> Scored | None:
    """One of them says that it was the other before.

    A name that it had is its own; another organization that it came out of may have gone on, or into several.
    """
    for now, old in ((a, b), (b, a)):
        if now.former & {name.text for name in old.names}:
            return Scored(0.97, (Reason("IDENTITY_FORMER"),))
        if old.uid in now.former:
            return Scored(0.85, (Reason("IDENTITY_PREDECESSOR"),))
    return None


def _by_code(kind: str, named: Scored, *, equal: bool) -> Scored:
    """Equal codes are one organization unless the names contradict: public data gives one the code of another."""
    if not equal:
        return Scored(0.05, (Reason(f"IDENTITY_CODE_DIFFERS_{kind.upper()}"),))
    told = Reason(f"IDENTITY_CODE_{kind.upper()}")
    if named.score < 0.3:
        return Scored(0.75, (told, Reason("IDENTITY_CODE_NAMES"), *named.reasons))
    return Scored(0.99, (told, *named.reasons))


def _by_name(a: Party, b: Party, siblings: Siblings) -> Scored:
    """The best of all pairs of their names; one that is only an alias counts a little less."""
    best = Scored(0.0, (Reason("IDENTITY_NAMES_DIFFER"),))
    for i, one in enumerate(a.names):
        for j, other in enumerate(b.names):
            found = compare(Placed(one, a.regions), Placed(other, b.regions), siblings=siblings)
            if i + j and found.score > 0.3:
                # What organizations of several names are called is no name: 华源新材料, n/a.
                common = any(siblings(name) > 2 for name, at in ((one, i), (other, j)) if at)
                found = Scored(min(found.score, 0.7 if common else 0.95), (Reason("IDENTITY_ALIAS"), *found.reasons))
            if found.score > best.score:
                best = found
            if i + j == 0 and found.score and found.score < 0.3:
                best = found  # what keeps the names themselves apart is the reason told
    return best


def _shared(a: Party, b: Party) -> Iterator[tuple[float, Reason]]:
    """What else both have: weights of a noisy or."""
    for kind, weight in (("website", 0.7), ("phone", 0.7), ("address", 0.6)):
        if a.contacts.get(kind) and a.contacts.get(kind) == b.contacts.get(kind):
            yield weight, Reason(f"IDENTITY_SAME_{kind.upper()}")
    people = len(a.people & b.people)
    # Large organizations share namesakes by chance; of small ones a part is needed, too.
    if people and people >= PART * min(len(a.people), len(b.people)):
        yield (0.5 if people == 1 else 0.8), Reason("IDENTITY_SHARED_PEOPLE", {"count": people})


def _against(a: Party, b: Party) -> Iterator[tuple[float, Reason]]:
    """What speaks against it though the names do not."""
    if a.name.regions != b.name.regions or a.name.kind == "company":
        if a.places and b.places and not compatible(a.places, b.places):
            yield 0.3, Reason("IDENTITY_REGION_DIFFERS")
    elif a.regions and b.regions and not compatible(a.regions, b.regions):
        # 第一人民医院 is in every town; a university's name is nobody else's, so that a field may be wrong.
        known = a.name.regions or a.name.kind in ("university", "english")
        yield (0.7 if known else 0.3), Reason("IDENTITY_REGION_DIFFERS")
