"""Names of organizations taken apart, and measured: precision and recall on made variants of real names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

import etl.identity
from etl.identity.candidates import Pair, find_duplicates
from etl.identity.fold import folded
from etl.identity.numerals import value
from etl.identity.orgname import OrgName, parse
from etl.identity.people import CODES
from etl.identity.places import compatible
from etl.identity.reasons import ASK, SURE
from graph.words import message
from tests.org_variants import real_names, sample


def parts(name: str) -> tuple[str, list[str], str, str, str, str]:
    made = parse(name)
    return made.kind, sorted(made.regions), made.core, made.trade, made.form, made.unit


def pair(*names: str, **fields: object) -> Pair | None:
    """What is found for rows of these names; ``fields`` are pairs of values for the first and the second row."""
    rows = [{"uid": f"u{i}", "name": name} for i, name in enumerate(names)]
    for field, values in fields.items():
        for row, given_value in zip(rows, values, strict=True):  # type: ignore[call-overload]
            row[field] = given_value
    found = find_duplicates(rows, least=0.0)
    return next((one for one in found if {one.left, one.right} == {"u0", "u1"}), None)


def score(*names: str, **fields: object) -> float:
    found = pair(*names, **fields)
    return found.score if found else 0.0


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("青岛海信网络科技股份有限公司", ("company", ["3702"], "海信", "网络科技", "shares", "")),
        ("山东省青岛市海信网络科技有限公司", ("company", ["3702"], "海信", "网络科技", "limited", "")),
        ("海信网络科技（青岛）有限责任公司", ("company", ["3702"], "海信", "网络科技", "limited", "")),
        ("青岛海信网络科技股份有限公司深圳分公司", ("company", ["3702"], "海信", "网络科技", "shares", "深圳分公司")),
        ("青岛啤酒(潍坊)有限公司", ("company", ["3707"], "青岛啤酒", "", "limited", "")),
        ("内蒙古乌海化工有限公司", ("company", ["15"], "乌海", "化工", "limited", "")),
        ("东方电气集团有限公司", ("company", [], "东方", "电气集团", "limited", "")),
        ("中科院计算所", ("academy", [], "中国科学院", "", "", "计算所")),
        ("中国电科38所", ("company", [], "中国", "电子科技集团", "company", "第38所")),
        ("北京大学深圳研究院", ("university", ["11"], "北京大学", "", "", "深圳研究院")),
        ("中国矿业大学（北京校区）", ("university", [], "中国矿业大学", "", "", "北京")),
        ("华中科技大学附属协和医院", ("university", [], "华中科技大学", "", "", "附属协和医院")),
        ("四川省农业科学院", ("academy", ["51"], "四川农业科学院", "", "", "")),
        ("吉林省第二人民医院", ("hospital", ["22"], "吉林省第2人民医院", "", "", "")),
        ("煤炭清洁利用国家重点实验室", ("laboratory", [], "煤炭清洁利用国家重点实验室", "", "", "")),
        ("Huawei Technologies Co., Ltd.", ("english", [], "huawei technologies", "", "limited", "")),
        ("The University of Hong Kong", ("english", [], "university hong kong", "", "", "")),
    ],
)
def test_a_name_is_taken_apart(name: str, expected: tuple[str, list[str], str, str, str, str]) -> None:
    assert parts(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("青岛海信网络科技股份有限公司", "青島海信網絡科技股份有限公司"),
        ("青岛海信网络科技股份有限公司", "海信网络科技(青岛市)股份有限公司"),
        ("青岛海信网络科技股份有限公司", "山东青岛海信网络科技有限公司"),
        ("株洲齿轮有限责任公司", "株洲市齿轮有限公司"),
        ("中国科学院计算技术研究所", "中科院计算所"),
        ("中国电子科技集团公司第三十八研究所", "中国电科38所"),
        ("中国兵器工业第二一零研究所", "中国兵器工业第210研究所"),
        ("成都飞机工业(集团)有限责任公司", "成都飞机工业集团有限公司"),
        ("上海中宇新材料有限责任公司", "上海中宇新材料"),
        ("哈尔滨工业大学", "哈工大"),
        ("清华大学", "Tsinghua University"),
        ("Huawei Technologies Co., Ltd.", "HUAWEI TECHNOLOGIES COMPANY LIMITED"),
        ("武汉轻工大学(原武汉工业学院)", "武汉工业学院"),
    ],
)
def test_one_organization_written_two_ways(one: str, other: str) -> None:
    assert score(one, other) >= SURE
    assert score(other, one) == score(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("北京大学", "北京大学深圳研究院"),
        ("北京大学第一医院", "北京大学第三医院"),
        ("清华大学", "清华大学研究生院"),
        ("青岛海信网络科技股份有限公司", "青岛海信网络科技股份有限公司深圳分公司"),
        ("青岛海信网络科技股份有限公司", "青岛海信电器股份有限公司"),
        ("苏州汇川技术有限公司", "南京汇川技术有限公司"),
        ("中国电子科技集团公司第三十八研究所", "中国电子科技集团公司第三十六研究所"),
        ("湖南大学", "湖北大学"),
        ("四川大学锦城学院", "四川大学锦江学院"),
        ("华东理工大学", "东华理工大学"),
        ("吉林省第二人民医院", "吉林市第二人民医院"),
        ("东北大学", "东北大学设计研究院(有限公司)"),
    ],
)
def test_two_organizations_of_like_names(one: str, other: str) -> None:
    assert score(one, other) < ASK


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("德阳金路高新材料有限公司", "四川金路高新材料有限公司"),  # two registries
        ("生益电子股份有限公司", "东莞生益电子有限公司"),
        ("日立电梯(中国)有限公司", "日立电梯有限公司"),
        ("北京红光酒业有限公司", "北京红光酒业厂"),
        ("中国科学院微系统研究所", "中国科学院微系统与信息技术研究所"),
    ],
)
def test_what_a_person_has_to_say(one: str, other: str) -> None:
    assert ASK <= score(one, other) < SURE


def test_codes_decide_unless_the_names_contradict() -> None:
    codes = ("914403001922038216", "91110000600037341L")
    name, other = "某某科技有限公司", "石家庄某厂"
    assert score(name, name, uscc=codes) < ASK
    assert score(name, name, uscc=codes, former=(None, name)) >= SURE
    assert score("深圳某科技有限公司", "深圳市某科技公司", uscc=(codes[0], codes[0])) == 0.99
    doubtful = pair(name, other, uscc=(codes[0], codes[0]))
    assert doubtful is not None
    assert ASK <= doubtful.score < SURE
    assert "IDENTITY_CODE_NAMES" in [reason.code for reason in doubtful.reasons]
    assert score(name, name, uscc=(codes[0], None), org_code=(None, codes[0][8:17])) == 0.99
    assert score(name, name, org_code=("192203821", "600037341")) < ASK


def test_an_alias_of_several_is_no_proof() -> None:
    rows: list[dict[str, object]] = [
        {"uid": "a", "name": "锐泽医疗器械集团", "aliases": ["华源"]},
        {"uid": "b", "name": "华源"},
    ]
    assert find_duplicates(rows)[0].score >= SURE
    found = find_duplicates([*rows, {"uid": "c", "name": "众源制药厂", "aliases": ["华源"]}])
    assert found
    assert all(one.score < SURE for one in found)


def test_an_organization_that_came_out_of_another_is_a_question() -> None:
    rows: list[dict[str, object]] = [
        {"uid": "org:1", "name": "武汉水利电力大学"},
        {"uid": "org:2", "name": "武汉大学", "former": ["org:1"]},
    ]
    (one,) = find_duplicates(rows)
    assert ASK <= one.score < SURE


def test_what_both_have_strengthens_a_name_and_a_field_can_contradict_it() -> None:
    names = ("生益电子股份有限公司", "东莞生益电子有限公司")
    assert score(*names, region=("441900", None)) >= SURE
    assert score(*names, region=("510000", None)) < ASK
    assert score(*names, website=("https://www.sye.example/a", "sye.example")) == pytest.approx(
        1 - 0.25 * 0.3, abs=1e-3
    )
    assert score(*names, phone=("0769-1234567", "07691234567"), people=(["a", "b"], ["b", "a"])) == pytest.approx(
        1 - 0.25 * 0.3 * 0.2, abs=1e-3
    )
    assert score("甲乙丙丁技术有限公司", "戊己庚辛食品厂", website=("x.example", "x.example")) < ASK


def test_a_name_known_at_several_places_is_no_proof() -> None:
    rows: list[dict[str, object]] = [
        {"uid": "a", "name": "汇川技术有限公司", "region": "320000"},
        {"uid": "b", "name": "苏州汇川技术有限公司"},
    ]
    assert find_duplicates(rows)[0].score >= SURE
    found = find_duplicates([*rows, {"uid": "c", "name": "南京汇川技术有限公司"}])
    assert {(one.left, one.right): one.score >= SURE for one in found} == {("a", "b"): False, ("a", "c"): False}


@pytest.mark.parametrize("seed", [7, 8])
def test_precision_and_recall_on_made_variants_of_real_names(seed: int) -> None:
    names = real_names()
    assert len(names) > 4_000
    made = sample(names, seed=seed)
    found = find_duplicates(made.rows)
    sure = {(one.left, one.right) for one in found if one.score >= SURE}
    asked = {(one.left, one.right) for one in found} - sure
    right = sure & made.truth
    assert len(right) / len(sure) >= 0.995
    assert len(right) / len(made.truth) >= 0.95
    assert len((sure | asked) & made.truth) / len(made.truth) >= 0.97
    assert len(asked) < len(made.rows) / 50  # so few that a person can answer them


@given(st.text(max_size=30))
@example("A´㏠")
def test_any_text_has_parts(text: str) -> None:
    made = parse(text)
    assert isinstance(made, OrgName)
    assert parse(made.text).body == made.body or not made.text


@given(st.integers(1, 9), st.integers(1, 9))
def test_spoken_numbers(tens: int, ones: int) -> None:
    digits = "零一二三四五六七八九"
    assert value(f"{digits[tens]}十{digits[ones]}") == tens * 10 + ones
    assert value(f"{digits[tens]}零{digits[ones]}") == tens * 100 + ones
    assert value("一百零八") == 108


def test_a_place_fits_what_holds_it() -> None:
    assert compatible({"37"}, {"3702"})
    assert not compatible({"3701"}, {"3702"})
    assert not compatible(set(), {"37"})
    assert folded("ＡＢ（ 甲 ）") == "ab(甲)"


def test_every_reason_has_its_words() -> None:
    folder = Path(etl.identity.__path__[0])
    codes = {
        code for path in folder.glob("*.py") for code in re.findall(r'Reason\("(IDENTITY_[A-Z_]+)"', path.read_text())
    }
    kinds = {f"IDENTITY_{head}_{kind}" for head in ("CODE", "CODE_DIFFERS") for kind in ("USCC", "ORG_CODE")}
    kinds |= {f"IDENTITY_SAME_{kind}" for kind in ("WEBSITE", "PHONE", "ADDRESS")}
    kinds |= {f"IDENTITY_PERSON_{kind.upper()}" for kind in CODES}
    kinds |= {f"IDENTITY_PERSON_{kind.upper()}_DIFFERS" for kind in CODES if kind != "email"}
    assert len(codes) > 20
    for code in codes | kinds:
        told = message(code, count=1)
        assert told.zh != told.en
