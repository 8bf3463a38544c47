"""Researchers: namesakes stay apart without evidence. Patents: one number however it is written."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl.identity.people import Person, find_persons, score
from etl.identity.reasons import ASK, SURE
from etl.identity.uids import best_uid
from etl.rows.codes import patent_no
from graph.vocabulary import Vocabulary
from graph.words import message

ZHANG = Person("per:1", "张伟", organizations=frozenset({"org:a"}))
AGAIN = Person("per:2", "張 偉", organizations=frozenset({"org:a"}))
AWAY = Person("per:3", "张伟", organizations=frozenset({"org:b"}))


def works(*uids: str, row: str = "s|f||1|x") -> dict[str, frozenset[str]]:
    return {uid: frozenset({row}) for uid in uids}


def test_namesakes_are_two_without_evidence() -> None:
    many = [replace(ZHANG, uid=f"per:{i}", organizations=frozenset({f"org:{i % 3}"})) for i in range(9)]
    assert find_persons(many) == []
    assert score(ZHANG, AWAY).score < ASK


def test_two_records_of_a_rare_name_in_one_organization_are_a_question() -> None:
    found = score(ZHANG, AGAIN)
    assert ASK <= found.score < SURE
    assert score(ZHANG, AGAIN, bearers=lambda _: 30).score < ASK


def test_what_both_have_joins_them_in_one_organization() -> None:
    partners, terms = frozenset({"李四", "王五"}), frozenset({"石墨烯", "导热膜", "散热", "热管理"})
    one, other = replace(ZHANG, partners=partners), replace(AGAIN, partners=partners)
    assert score(one, other).score == pytest.approx(1 - 0.38 * 0.15, abs=1e-3)
    assert score(replace(ZHANG, terms=terms), replace(AGAIN, terms=terms)).score == pytest.approx(
        1 - 0.38 * (1 - 0.6), abs=1e-3
    )
    both = replace(one, terms=terms), replace(other, terms=terms)
    assert score(*both, bearers=lambda _: 30).score >= SURE


def test_two_organizations_need_a_work_of_both_or_a_row_that_tells_of_the_change() -> None:
    partners, terms = frozenset({"李四", "王五"}), frozenset(map(str, range(9)))
    near = replace(ZHANG, partners=partners, terms=terms), replace(AWAY, partners=partners, terms=terms)
    assert ASK <= score(*near).score < SURE
    named = replace(ZHANG, works=works("pat:1")), replace(AWAY, works=works("pat:1", row="t|f||1|x"))
    assert score(*named).score >= SURE
    assert score(ZHANG, replace(AWAY, earlier=frozenset({"org:a"}))).score >= SURE


def test_one_row_that_names_two_of_a_name_keeps_them_apart() -> None:
    one, other = replace(ZHANG, works=works("pat:1")), replace(AWAY, works=works("pat:1"))
    assert score(one, other).score < ASK
    assert score(one, other).reasons[0].code == "IDENTITY_PERSON_ONE_ROW"


@pytest.mark.parametrize(("kind", "expected"), [("orcid", 0.99), ("id_number", 0.99), ("email", 0.95)])
def test_a_code_of_both_decides(kind: str, expected: float) -> None:
    one, other = replace(ZHANG, codes={kind: "A"}), replace(AWAY, codes={kind: "a"})
    assert score(one, other).score == expected
    assert find_persons([one, replace(other, name="李四")])[0].score == 0.75
    if kind != "email":
        assert score(one, replace(AGAIN, codes={kind: "B"})).score < ASK


def test_a_staff_id_counts_within_one_organization() -> None:
    one = replace(ZHANG, codes={"staff_id": "007"})
    assert score(one, replace(AGAIN, codes={"staff_id": "007"})).score == 0.99
    assert score(one, replace(AGAIN, codes={"staff_id": "008"})).score < ASK
    assert score(one, replace(AWAY, codes={"staff_id": "007"})).score < ASK


def test_reasons_say_nothing_of_the_values() -> None:
    one, other = (
        replace(ZHANG, codes={"email": "secret@x.example"}),
        replace(AGAIN, codes={"email": "secret@x.example"}),
    )
    for reason in score(one, other).reasons:
        assert "secret" not in message(reason.code, **reason.values).en


NEWER = ["201710601862.3", "2017106018623", "CN201710601862.3", "ZL201710601862.3", "201710601862", "cn201710601862.3A"]
OLDER = ["95115608.X", "95115608X", "ZL95115608.X", "CN95115608", "CN 95115608.x", "ZL 95 1 15608.X"]


@pytest.mark.parametrize(
    ("spellings", "uid"),
    [
        ((*NEWER, "ZL 2017 1 0601862.3", "ＣＮ２０１７１０６０１８６２．３"), "pat:application_no:2017106018623"),
        (OLDER, "pat:application_no:95115608X"),
    ],
)
def test_a_patent_has_one_uid_however_its_number_is_written(
    vocabulary: Vocabulary, spellings: tuple[str, ...], uid: str
) -> None:
    from etl.rows.clean import line

    label = vocabulary.label("Patent")
    assert {best_uid(label, {"application_no": patent_no(line(text) or "")}.get) for text in spellings} == {uid}
