"""Codes: published valid and invalid numbers, every spelling, and check digits that no single error survives."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.rows import codes
from graph.errors import InputError

VALID: list[tuple[Callable[[str], str], str, str]] = [
    (codes.uscc, "914403001922038216", "914403001922038216"),
    (codes.uscc, "91110000600037341L", "91110000600037341L"),
    (codes.uscc, "12100000400000624D", "12100000400000624D"),
    (codes.uscc, " 91110000 600037341l ", "91110000600037341L"),
    (codes.org_code, "192203821", "192203821"),
    (codes.org_code, "60003734-1", "600037341"),
    (codes.org_code, "802100433", "802100433"),
    (codes.patent_no, "201710601862.3", "2017106018623"),
    (codes.patent_no, "201811564288.X", "201811564288X"),
    (codes.patent_no, "200510096239.4", "2005100962394"),
    (codes.patent_no, "95115608.X", "95115608X"),
    (codes.patent_no, "ZL201811564288X", "201811564288X"),
    (codes.patent_no, "zl 2018 1 1564288.x", "201811564288X"),
    (codes.patent_no, "CN201710601862.3", "2017106018623"),
    (codes.patent_no, "CN201710601862.3A", "2017106018623"),
    (codes.patent_no, "201710601862", "2017106018623"),
    (codes.patent_no, "US10123456", "US10123456"),
    (codes.patent_no, "PCT/CN2019/070001", "PCT/CN2019/070001"),
    (codes.orcid, "0000-0002-1825-0097", "0000-0002-1825-0097"),
    (codes.orcid, "https://orcid.org/0000-0002-1694-233x", "0000-0002-1694-233X"),
    (codes.orcid, "0000000218250097", "0000-0002-1825-0097"),
    (codes.trl, "TRL 5", "5"),
    (codes.trl, "七级", "7"),
    (codes.registration_no, "9112020y0001", "9112020Y0001"),
    (codes.ipc, "H01M 4/36 (2006.01)", "H01M4/36"),
    (codes.ipc, "h01m", "H01M"),
    (codes.ipc, "C", "C"),
    (codes.not_secret, "公开", "公开"),
]
INVALID: list[tuple[Callable[[str], str], str, str]] = [
    (codes.uscc, "91350100M000100Y4Z", "USCC_DIGIT"),
    (codes.uscc, "9144030019220382", "USCC_FORM"),
    (codes.uscc, "9144AB001922038216", "USCC_FORM"),
    (codes.org_code, "192203822", "ORG_CODE_DIGIT"),
    (codes.org_code, "深圳", "ORG_CODE_FORM"),
    (codes.patent_no, "201710601862.4", "PATENT_DIGIT"),
    (codes.patent_no, "12345", "PATENT_FORM"),
    (codes.orcid, "0000-0002-1825-0098", "ORCID_DIGIT"),
    (codes.orcid, "0002-1825", "ORCID_FORM"),
    (codes.trl, "10", "TRL_RANGE"),
    (codes.trl, "0", "TRL_RANGE"),
    (codes.registration_no, "9112020X0001", "REGISTRATION_FORM"),
    (codes.ipc, "Z01M", "IPC_FORM"),
    (codes.not_secret, "秘密", "SECRET"),
    (codes.not_secret, "内部", "SECRET"),
]


@pytest.mark.parametrize(("check", "text", "expected"), VALID)
def test_every_spelling_has_one_canonical_form(check: Callable[[str], str], text: str, expected: str) -> None:
    assert check(text) == expected
    assert check(expected) == expected


@pytest.mark.parametrize(("check", "text", "code"), INVALID)
def test_a_wrong_code_is_named(check: Callable[[str], str], text: str, code: str) -> None:
    with pytest.raises(InputError) as told:
        check(text)
    assert told.value.code == code
    assert told.value.words.zh
    assert told.value.words.en


def test_the_right_check_character_is_told() -> None:
    with pytest.raises(InputError) as told:
        codes.uscc("91350100M000100Y4Z")
    assert "应为 3" in told.value.words.zh


@pytest.mark.parametrize(
    ("check", "text", "changes"),
    [
        (codes.uscc, "9144O3001922O38216", "5: O → 0、13: O → 0"),
        (codes.uscc, "9I4403001922038216", "2: I → 1"),
        (codes.patent_no, "ZL2O1710601862.3", "2: O → 0"),
        (codes.orcid, "OOOO-0002-1825-0097", "1: O → 0、2: O → 0、3: O → 0、4: O → 0"),
    ],
)
def test_letters_that_look_like_digits_are_named(check: Callable[[str], str], text: str, changes: str) -> None:
    with pytest.raises(InputError) as told:
        check(text)
    assert told.value.code == "LOOKALIKE_DIGIT"
    assert changes in told.value.words.zh
    assert changes in told.value.words.en


@pytest.mark.parametrize("check", codes.CHECKS.values())
def test_digits_of_other_scripts_are_no_digits(check: Callable[[str], str]) -> None:
    with pytest.raises(InputError):
        check("٩١٤٤٠٣٠٠١٩٢٢٠٣٨٢١٦")
    with pytest.raises(InputError):
        check("91४४०३००1922038216")


@given(place=st.integers(0, 17), char=st.sampled_from(codes.USCC_ALPHABET))
def test_no_wrong_character_in_a_credit_code_passes(place: int, char: str) -> None:
    good = "914403001922038216"
    changed = good[:place] + char + good[place + 1 :]
    if changed == good:
        return
    with pytest.raises(InputError):
        codes.uscc(changed)


@given(place=st.integers(0, 10))
def test_two_digits_swapped_in_a_patent_number_are_noticed(place: int) -> None:
    good = "2017106018623"
    swapped = good[:place] + good[place + 1] + good[place] + good[place + 2 :]
    if swapped[:12] == good[:12]:
        return
    # Neighbouring weights differ by 1, once by 7 (9 and 2): the sum changes by a-b or 7(a-b), no multiple of 11.
    with pytest.raises(InputError):
        codes.patent_no(swapped)
