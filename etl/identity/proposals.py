"""Which entities of the graph may be one, as far as nobody has decided about them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from etl.identity import people as persons
from etl.identity import score as organizations
from etl.identity.candidates import Pair, Siblings, duplicates
from etl.identity.decisions import read_log
from etl.identity.reasons import ASK, SURE, Reason, Scored
from etl.identity.standing import Standing, standing
from etl.identity.stored import organization_labels, people_labels
from etl.identity.stored import organizations as stored_organizations
from etl.identity.stored import people as stored_people
from graph.store.bolt import Store
from graph.vocabulary import Label, Vocabulary

Again = Callable[[str, str], Scored]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two entities that may be one, as they are shown now; ``found`` is the pair that was compared."""

    kind: str
    left: str
    right: str
    score: float
    reasons: tuple[Reason, ...]
    found: tuple[str, str]

    @property
    def sure(self) -> bool:
        """Whether it would be merged without asking."""
        return self.score >= SURE


@dataclass(slots=True)
class Findings:
    """Proposals, best first, on the ``standing`` they were made for; ``again`` scores any two entities of a kind."""

    standing: Standing
    proposals: list[Proposal] = field(default_factory=list)
    again: dict[str, Again] = field(default_factory=dict)


def propose(store: Store, vocabulary: Vocabulary, *, kinds: Sequence[str] = (), least: float = ASK) -> Findings:
    """The proposals of ``kinds`` (all kinds that can be compared when none is given) that score ``least`` or more.

    Raises ``NotFoundError`` (UNKNOWN_KIND), ``StoreError``.
    """
    wanted = {vocabulary.chain(kind)[-1] for kind in kinds}
    findings = Findings(standing(read_log(store)))
    for label in (*organization_labels(vocabulary), *people_labels(vocabulary)):
        if not wanted or label.name in wanted:
            compare = _organizations if label in organization_labels(vocabulary) else _people
            pairs, findings.again[label.name] = compare(store, vocabulary, label, least)
            findings.proposals += _undecided(label.name, pairs, findings.standing)
    findings.proposals.sort(key=lambda one: (-one.score, one.left, one.right))
    return findings


def _organizations(store: Store, vocabulary: Vocabulary, label: Label, least: float) -> tuple[list[Pair], Again]:
    parties = {one.uid: one for one in stored_organizations(store, vocabulary, label)}
    siblings = Siblings(parties.values())

    def again(a: str, b: str) -> Scored:
        if a not in parties or b not in parties:
            return Scored(0.0, ())
        return organizations.score(parties[a], parties[b], siblings=siblings)

    return duplicates(list(parties.values()), least=least), again


def _people(store: Store, vocabulary: Vocabulary, label: Label, least: float) -> tuple[list[Pair], Again]:
    known = {one.uid: one for one in stored_people(store, vocabulary, label)}

    def again(a: str, b: str) -> Scored:
        return persons.score(known[a], known[b]) if a in known and b in known else Scored(0.0, ())

    return persons.find_persons(list(known.values()), least=least), again


def _undecided(kind: str, pairs: Sequence[Pair], now: Standing) -> list[Proposal]:
    """The best pair of each two groups that are neither one already nor kept apart."""
    found: dict[tuple[str, str], Proposal] = {}
    for pair in pairs:
        left, right = sorted((now.shown(pair.left), now.shown(pair.right)))
        if left != right and not now.forbidden(left, right):
            one = Proposal(kind, left, right, pair.score, pair.reasons, (pair.left, pair.right))
            found.setdefault((left, right), one)
    return list(found.values())
