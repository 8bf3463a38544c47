"""Decisions taken: checked against what holds, written to the log, and shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from etl.identity.conflicts import Conflict, clash, conflicts
from etl.identity.decisions import Action, Decision, append, made, new_id, read_log
from etl.identity.proposals import Findings, Proposal, propose
from etl.identity.reasons import ASK, SURE
from etl.identity.standing import Standing, standing, undone_ids
from etl.writing.lock import exclusive
from graph.errors import InputError, NotFoundError
from graph.store.bolt import Store
from graph.vocabulary import Label, Vocabulary

Record = Mapping[str, Any]  # uid, labels, stored


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was decided, as what entities are shown since (None: as themselves), and what is to be looked at."""

    decisions: tuple[Decision, ...]
    shown: Mapping[str, str | None] = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    left: tuple[Proposal, ...] = ()  # sure by their score, but a code contradicts


@dataclass(frozen=True, slots=True)
class Registrar:
    """Takes decisions in the name of ``by``; ``note`` says why.

    Every method raises ``InputError`` (LOAD_BUSY while a load or another decision is being written), ``NotFoundError``
    (UNKNOWN_UID) and ``StoreError``; nothing is written then.
    """

    store: Store
    vocabulary: Vocabulary
    by: str
    note: str = ""

    def merge(self, uids: Sequence[str], *, keep: str | None = None) -> Outcome:
        """Show ``uids`` and all that are one with them as one entity: ``keep``, else the best known of them.

        Raises ``InputError``: IDENTITY_FEW, IDENTITY_KINDS, IDENTITY_KEEP, IDENTITY_ALREADY, IDENTITY_KEPT_APART.
        """
        with exclusive(self.store):
            log = read_log(self.store)
            now = standing(log)
            members = self._mergeable(now, uids)
            self._known(uids)
            records = self._records(members)
            if keep is not None and keep not in members:
                raise InputError("IDENTITY_KEEP", uid=keep)
            self._one_kind(records)
            fronts = {now.shown(uid) for uid in uids}
            shown = keep or self._best([r for r in records.values() if r["uid"] in fronts] or list(records.values()))
            decision = made(Action.MERGE, uids, by=self.by, canonical=shown, note=self.note)
            found = conflicts(self.vocabulary, records.values())
            return self._write(log, [decision], found)

    def split(self, uids: Sequence[str]) -> Outcome:
        """Show each of ``uids`` by itself again. Raises ``InputError`` (IDENTITY_SINGLE) for one that is by itself."""
        with exclusive(self.store):
            log = read_log(self.store)
            now = standing(log)
            single = next((uid for uid in uids if len(now.cluster(uid)) == 1), None)
            if single is not None:
                raise InputError("IDENTITY_SINGLE", uid=single)
            return self._write(log, [made(Action.SPLIT, uids, by=self.by, note=self.note)])

    def keep_apart(self, one: str, other: str) -> Outcome:
        """Never show the two as one, and propose it no more; if they are one now, they are parted."""
        if one == other:
            raise InputError("IDENTITY_FEW")
        with exclusive(self.store):
            self._known([one, other])
            return self._write(
                read_log(self.store), [made(Action.KEEP_APART, [one, other], by=self.by, note=self.note)]
            )

    def undo(self, what: str) -> Outcome:
        """Take a decision, or all of a batch, back: what was shown before is shown again.

        Raises ``NotFoundError`` (IDENTITY_DECISION), ``InputError`` (IDENTITY_UNDONE) when it doesn't count already.
        """
        with exclusive(self.store):
            log = read_log(self.store)
            found = [decision for decision in log if what in (decision.id, decision.batch)]
            if not found:
                raise NotFoundError("IDENTITY_DECISION", id=what)
            undone = undone_ids(log)
            wanted = [decision.id for decision in found if decision.id not in undone]
            if not wanted:
                raise InputError("IDENTITY_UNDONE", id=what)
            uids = list(dict.fromkeys(uid for decision in found for uid in decision.uids))
            return self._write(log, [made(Action.UNDO, uids, by=self.by, note=self.note, undoes=tuple(wanted))])

    def automatic(self, *, kinds: Sequence[str] = (), least: float = SURE) -> Outcome:
        """Merge all that score ``least`` or more, as one batch that can be taken back at once.

        Two groups are joined only when none of their members contradict each other: every pair scores ``ASK`` or more
        where it was compared by name, and no checked code differs. What fails is ``left`` to a person.
        """
        with exclusive(self.store):
            log = read_log(self.store)
            findings = propose(self.store, self.vocabulary, kinds=kinds, least=min(least, SURE))
            chosen = [one for one in findings.proposals if one.score >= least]
            records = self._records({uid for one in chosen for uid in self._members(findings.standing, one)})
            batch, decisions, left = new_id("b"), [], []
            for one in chosen:
                members = self._members(findings.standing, one)
                if findings.standing.shown(one.left) == findings.standing.shown(one.right):
                    continue
                if findings.standing.forbidden(one.left, one.right) or self._contradicts(findings, one, records):
                    left.append(one)
                    continue
                decision = self._sure(one, batch, [records[uid] for uid in members if uid in records])
                findings.standing.take(decision)
                decisions.append(decision)
            outcome = self._write(log, decisions) if decisions else Outcome(())
            return Outcome(outcome.decisions, outcome.shown, (), tuple(left))

    def _sure(self, one: Proposal, batch: str, records: Sequence[Record]) -> Decision:
        codes = tuple(map(str, one.reasons))
        shown = self._best([record for record in records if record["uid"] in (one.left, one.right)] or records)
        more = {"score": one.score, "reasons": codes, "method": "score", "batch": batch, "note": self.note}
        return made(Action.MERGE, one.found, by=self.by, canonical=shown, **more)

    def _contradicts(self, findings: Findings, one: Proposal, records: Mapping[str, Record]) -> bool:
        now, again = findings.standing, findings.again[one.kind]
        left, right = now.cluster(one.left), now.cluster(one.right)
        if len(left) + len(right) > 2 and any(again(a, b).score < ASK for a in left for b in right):
            return True
        former = any(reason.code == "IDENTITY_FORMER" for reason in one.reasons)
        return not former and clash(self.vocabulary, [records[uid] for uid in (*left, *right) if uid in records])

    def _members(self, now: Standing, one: Proposal) -> list[str]:
        return [*now.cluster(one.left), *now.cluster(one.right)]

    def _mergeable(self, now: Standing, uids: Sequence[str]) -> list[str]:
        if len(set(uids)) < 2:
            raise InputError("IDENTITY_FEW")
        first, *others = uids
        if all(other in now.cluster(first) for other in others):
            raise InputError("IDENTITY_ALREADY", uids=", ".join(uids))
        for at, other in enumerate(others, start=1):
            for earlier in uids[:at]:
                if pair := now.forbidden(earlier, other):
                    raise InputError("IDENTITY_KEPT_APART", uids=", ".join(sorted(pair)))
        return list(dict.fromkeys(member for uid in uids for member in now.cluster(uid)))

    def _one_kind(self, records: Mapping[str, Record]) -> None:
        labels = [self._label(record) for record in records.values()]
        bases = {self.vocabulary.chain(label.name)[-1] for label in labels if label}
        if len(bases) != 1:
            raise InputError("IDENTITY_KINDS", kinds=", ".join(sorted(bases)))

    def _label(self, record: Record) -> Label | None:
        return self.vocabulary.labels.get(self.vocabulary.kind_of(record["labels"]))

    def _records(self, uids: Iterable[str]) -> dict[str, Record]:
        rows = self.store.read("identity_entities", uids=sorted(set(uids)))
        return {str(row["uid"]): row for row in rows}

    def _known(self, uids: Sequence[str]) -> None:
        present = _present(self.store, uids)
        missing = next((uid for uid in uids if uid not in present), None)
        if missing is not None:
            raise NotFoundError("UNKNOWN_UID", uid=missing)

    def _best(self, records: Sequence[Record]) -> str:
        """The entity that is known best: not only referred to, of the strongest key, of most rows, its name in full."""

        def rank(record: Record) -> tuple[bool, int, int, int, str]:
            label, stored = self._label(record), record["stored"]
            key = record["uid"].split(":")[1] if ":" in record["uid"] else ""
            tiers = [tier[0] for tier in label.keys] if label else []
            place = tiers.index(key) if key in tiers else len(tiers)
            rows, name = len(stored.get("sources") or ()), str(stored.get(label.caption) or "") if label else ""
            return bool(stored.get("stub")), place, -rows, -len(name), record["uid"]

        return str(min(records, key=rank)["uid"])

    def _write(self, log: Sequence[Decision], new: Sequence[Decision], told: tuple[Conflict, ...] = ()) -> Outcome:
        shown = _changes(self.store, standing([*log, *new]))
        return Outcome(tuple(append(self.store, new, shown)), shown, told)


def renew(store: Store) -> int:
    """Show entities as the log says where the store shows them otherwise: after rows came back, or a backup.

    Returns: how many entities are shown otherwise since. Raises ``StoreError``.
    """
    shown = _changes(store, standing(read_log(store)))
    if shown:
        append(store, [], shown)
    return len(shown)


def _changes(store: Store, now: Standing) -> dict[str, str | None]:
    """As what entities are to be shown that the store shows otherwise.

    A group whose first is gone from the graph is shown as the next that is there.
    """
    present = _present(store, [uid for group in now.groups() for uid in group])
    wanted: dict[str, str] = {}
    for group in now.groups():
        front, *others = [uid for uid in group if uid in present] or [group[0]]
        wanted.update(dict.fromkeys(others, front))
    have = {row["uid"]: row["canonical"] for row in store.read("identity_shown")}
    return {uid: wanted.get(uid) for uid in sorted(wanted.keys() | have.keys()) if wanted.get(uid) != have.get(uid)}


def _present(store: Store, uids: Iterable[str]) -> set[str]:
    return {row["uid"] for row in store.read("identity_present", uids=sorted(set(uids)))}
