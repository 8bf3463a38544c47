"""Decisions about identity: an append-only log, what it comes to, and that it can be taken back exactly."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.identity.decisions import Action, Decision, read_log
from etl.identity.merge import Registrar, renew
from etl.identity.proposals import propose
from etl.identity.reasons import SURE
from etl.identity.standing import Standing, standing
from graph.errors import InputError, NotFoundError
from graph.projection.refresh import load_version
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from tests.identity_graphs import FULL, REGION, SHORT, THIRD, ZHANG, ZHANG_TOO, fill, node, nodes

UIDS = tuple("abcdef")


@st.composite
def logs(draw: st.DrawFn) -> list[Decision]:
    """Decisions about six entities, some of which take back earlier ones."""
    made: list[Decision] = []
    for number in range(draw(st.integers(0, 12))):
        action = draw(st.sampled_from(list(Action)))
        uids = tuple(draw(st.lists(st.sampled_from(UIDS), min_size=2, max_size=3, unique=True)))
        one = Decision(f"d{number}", action, uids[:2] if action is Action.KEEP_APART else uids, "p", "now")
        if action is Action.UNDO:
            undoes = draw(st.lists(st.sampled_from([d.id for d in made]), max_size=2)) if made else []
            one = replace(one, undoes=tuple(undoes))
        elif action is Action.MERGE:
            one = replace(one, canonical=draw(st.sampled_from(uids)))
        made.append(one)
    return made


def state(now: Standing) -> tuple[dict[str, str], set[frozenset[str]]]:
    return now.canonical(), now.apart


@given(logs(), st.integers(0, 11))
def test_undoing_leaves_what_the_log_without_it_comes_to(log: list[Decision], at: int) -> None:
    if at < len(log):
        undo = Decision("u", Action.UNDO, (), "p", "now", undoes=(log[at].id,))
        without = [decision for decision in log if decision.id != log[at].id]
        counted = standing(log).active
        assert log[at].id not in standing([*log, undo]).active
        if log[at].id in counted:
            assert state(standing([*log, undo])) == state(standing(without))
        again = replace(undo, id="v", undoes=("u",))
        assert state(standing([*log, undo, again])) == state(standing(log))


@given(logs())
def test_groups_are_groups(log: list[Decision]) -> None:
    now = standing(log)
    for uid in UIDS:
        members = now.cluster(uid)
        assert uid in members
        assert now.shown(uid) in members
        assert all(now.cluster(member) == members and now.shown(member) == now.shown(uid) for member in members)
    for pair in now.apart:
        one, other = pair
        assert other not in now.cluster(one)
    assert sorted(uid for group in now.groups() for uid in group[1:]) == sorted(now.canonical())


def shown(store: Store) -> dict[str, str]:
    return {row["uid"]: row["canonical"] for row in store.read("identity_shown")}


@pytest.fixture
def registrar(store: Store, vocabulary: Vocabulary) -> Registrar:
    fill(store)
    return Registrar(store, vocabulary, "张三", "同一家公司")


def test_a_merge_is_logged_shown_and_undone(registrar: Registrar, store: Store) -> None:
    before = load_version(store)
    outcome = registrar.merge([SHORT, FULL])
    assert shown(store) == {SHORT: FULL}
    (decision,) = read_log(store)
    assert (decision.action, decision.uids, decision.canonical) == (Action.MERGE, (SHORT, FULL), FULL)
    assert (decision.by, decision.note, decision.sequence, decision.method) == ("张三", "同一家公司", 1, "person")
    assert outcome.decisions == (decision,)
    assert [conflict.property for conflict in outcome.conflicts] == ["name"]
    assert set(outcome.conflicts[0].values) == {SHORT, FULL}
    merged = load_version(store)
    registrar.undo(decision.id)
    assert shown(store) == {}
    assert len({before, merged, load_version(store)}) == 3
    assert [one.action for one in read_log(store)] == [Action.MERGE, Action.UNDO]


def test_one_can_be_kept_and_a_chain_is_shown_as_its_last(registrar: Registrar, store: Store) -> None:
    registrar.merge([SHORT, FULL], keep=SHORT)
    assert shown(store) == {FULL: SHORT}
    registrar.merge([FULL, THIRD], keep=THIRD)
    assert shown(store) == {FULL: THIRD, SHORT: THIRD}
    registrar.split([THIRD])
    assert shown(store) == {FULL: SHORT} or shown(store) == {SHORT: FULL}
    registrar.undo(read_log(store)[-1].id)
    assert shown(store) == {FULL: THIRD, SHORT: THIRD}


def test_what_is_kept_apart_is_not_merged_nor_proposed(
    registrar: Registrar, store: Store, vocabulary: Vocabulary
) -> None:
    assert [(p.left, p.right) for p in propose(store, vocabulary, kinds=["Organization"]).proposals] == [(SHORT, FULL)]
    registrar.merge([SHORT, FULL])
    registrar.keep_apart(SHORT, FULL)
    assert shown(store) == {}
    with pytest.raises(InputError, match="IDENTITY_KEPT_APART"):
        registrar.merge([SHORT, FULL])
    registrar.merge([SHORT, THIRD])
    with pytest.raises(InputError, match="IDENTITY_KEPT_APART"):
        registrar.merge([THIRD, FULL])
    assert propose(store, vocabulary, kinds=["Organization"]).proposals == []


@pytest.mark.parametrize(
    ("uids", "keep", "code"),
    [
        ([FULL, FULL], None, "IDENTITY_FEW"),
        ([FULL, ZHANG], None, "IDENTITY_KINDS"),
        ([FULL, SHORT], THIRD, "IDENTITY_KEEP"),
    ],
)
def test_what_cannot_be_merged(
    registrar: Registrar, store: Store, uids: list[str], keep: str | None, code: str
) -> None:
    with pytest.raises(InputError, match=code):
        registrar.merge(uids, keep=keep)
    assert read_log(store) == []


def test_what_is_unknown_or_decided_already(registrar: Registrar, store: Store) -> None:
    with pytest.raises(NotFoundError, match="UNKNOWN_UID"):
        registrar.merge([FULL, "org:name:无"])
    with pytest.raises(NotFoundError, match="IDENTITY_DECISION"):
        registrar.undo("d0")
    with pytest.raises(InputError, match="IDENTITY_SINGLE"):
        registrar.split([FULL])
    decision = registrar.merge([FULL, SHORT]).decisions[0]
    with pytest.raises(InputError, match="IDENTITY_ALREADY"):
        registrar.merge([SHORT, FULL])
    registrar.undo(decision.id)
    with pytest.raises(InputError, match="IDENTITY_UNDONE"):
        registrar.undo(decision.id)


def test_the_sure_ones_are_merged_at_once_and_taken_back_at_once(registrar: Registrar, store: Store) -> None:
    outcome = registrar.automatic()
    assert {tuple(sorted(one.uids)) for one in outcome.decisions} == {(SHORT, FULL), (ZHANG, ZHANG_TOO)}
    assert all(one.method == "score" and (one.score or 0) >= SURE and one.reasons for one in outcome.decisions)
    assert shown(store).keys() == {SHORT, ZHANG_TOO} or shown(store).keys() == {SHORT, ZHANG}
    (batch,) = {one.batch for one in outcome.decisions}
    assert batch is not None
    assert registrar.automatic().decisions == ()
    registrar.undo(batch)
    assert shown(store) == {}


def test_a_code_that_contradicts_leaves_a_group_to_a_person(registrar: Registrar, store: Store) -> None:
    registrar.merge([SHORT, FULL])
    other = node("org:uscc:91110000600037341L", "青岛海信网络科技有限公司", 30, uscc="91110000600037341L")
    nodes(store, "Organization:Enterprise", other)
    outcome = registrar.automatic(kinds=["Organization"])
    assert outcome.decisions == ()
    told = registrar.merge([FULL, other["uid"]]).conflicts
    assert "uscc" in [conflict.property for conflict in told]


def test_core_values_are_told_by_nothing(registrar: Registrar, store: Store) -> None:
    rows = [node(uid, "李四", row, id_number=f"secret{row}") for row, uid in ((40, "per:orcid:1"), (41, "per:orcid:2"))]
    nodes(store, "Researcher", *rows)
    outcome = registrar.merge(["per:orcid:1", "per:orcid:2"])
    assert "secret" not in repr(outcome)


def test_a_reload_and_a_missing_front_leave_what_was_decided(registrar: Registrar, store: Store) -> None:
    registrar.merge([SHORT, FULL, THIRD])
    nodes(store, "Organization:Enterprise", node(SHORT, "海信网络科技", 2))
    store.write("etl_nodes_bare", rows=[{"uid": THIRD, "properties": {"uid": THIRD, "name": "青岛海心"}}])
    assert shown(store) == {SHORT: FULL, THIRD: FULL}
    _delete(store, FULL)
    assert renew(store) == 2
    assert shown(store) == {THIRD: SHORT} or shown(store) == {SHORT: THIRD}
    nodes(store, "Organization:Enterprise", node(FULL, "青岛海信网络科技股份有限公司", 1))
    assert renew(store) == 2
    assert shown(store) == {SHORT: FULL, THIRD: FULL}
    assert renew(store) == 0


def _delete(store: Store, uid: str) -> None:
    """Take an entity out of the graph as a load does that no row tells of it any more."""
    for relation, start, end in (("LOCATED_IN", uid, REGION), ("APPLIED_FOR", uid, "pat:application_no:2")):
        store.write("etl_edges_delete", parts={"relation": relation}, rows=[{"start": start, "end": end}])
    store.write("etl_edges_delete", parts={"relation": "COLLABORATES_WITH"}, rows=[{"start": uid, "end": SHORT}])
    store.write("etl_edges_delete", parts={"relation": "AFFILIATED_WITH"}, rows=[{"start": ZHANG, "end": uid}])
    store.write("etl_nodes_delete", rows=[{"uid": uid}])
