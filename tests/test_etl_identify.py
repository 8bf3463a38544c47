"""Who is who: uids, references found in the load and in the store, stubs, homonyms, and what is ambiguous."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import neo4j
import pytest

from etl.identity.place_paths import path_code, sole_code
from etl.reports.report import LoadReport
from etl.run import load
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

Loaded = Callable[[dict[str, str]], LoadReport]

REGIONS = "行政区划代码,地区名称,简称\n110000,北京市,北京\n330000,浙江省,浙江\n"


@pytest.fixture
def put(tmp_path: Path, store: Store, vocabulary: Vocabulary) -> Loaded:
    """Write files (name → text) and load exactly these; the kind is in the file's name, the source is ``s``."""

    def run(files: dict[str, str]) -> LoadReport:
        for name, text in files.items():
            (tmp_path / name).write_text(text, encoding="utf-8")
        return load([tmp_path / name for name in files], store, vocabulary, source="s")

    return run


@pytest.fixture
def ask(store_address: StoreAddress) -> Iterator[Callable[..., list[Any]]]:
    """Ask the graph in Cypher; rows of one value are that value."""
    auth = (store_address.user, store_address.password)
    with neo4j.GraphDatabase.driver(store_address.uri, auth=auth) as driver:

        def run(text: str, **values: object) -> list[Any]:
            rows = driver.execute_query(text, values).records
            return [row[0] if len(row) == 1 else tuple(row) for row in rows]

        yield run


Ask = Callable[..., list[Any]]

EDGES = "MATCH (a:Entity)-[r]->(b:Entity) WHERE type(r) = $type RETURN a.uid, b.uid ORDER BY a.uid, b.uid"


def codes(report: LoadReport) -> list[tuple[str, int, str, str | None]]:
    return [(fault.code, fault.row, fault.column, fault.value) for fault in report.faults]


def test_uids_follow_the_key_tiers(put: Loaded, ask: Ask) -> None:
    report = put(
        {
            "Region.csv": REGIONS,
            "Organization.csv": (
                "名称,统一社会信用代码,组织机构代码,地区\n"
                "甲公司,914403001922038216,,北京\n乙公司,,60003734-1,\n丙大学,,,浙江省\n丁大学,,,\n"
            ),
            "Researcher.csv": (
                "姓名,单位,ORCID,工号\n张三,丙大学,0000-0002-1825-0097,\n李四,丙大学,,007\n王五,丁大学,,\n"
            ),
            "Patent.csv": "专利名称,申请号,编号\n一,ZL201710601862.3,9\n二,,9\n",
            "Demand.csv": "需求编号,需求名称\nD1,一\n",
            "Policy.csv": "标题,文号,发布机关,网址\n办法,国发1号,丙大学,\n通知,,,https://x.example/1\n",
        }
    )
    assert report.faults == []
    assert set(ask("MATCH (n:Entity) WHERE NOT n:Region RETURN n.uid")) == {
        "org:uscc:914403001922038216",
        "org:org_code:600037341",
        "org:name:丙大学@reg:code:330000",
        "org:name:丁大学",
        "per:orcid:0000-0002-1825-0097",
        "per:staff_id:007@org:name:丙大学@reg:code:330000",
        "per:name:王五@org:name:丁大学#s",
        "pat:application_no:2017106018623",
        "pat:source_id:s/9",
        "dem:source_id:s/D1",
        "pol:document_no:国发1号@org:name:丙大学@reg:code:330000",
        "pol:url:https://x.example/1",
    }


def test_references_by_code_name_alias_and_uid_find_the_same(put: Loaded, ask: Ask) -> None:
    report = put(
        {
            "Enterprise.csv": (
                "企业名称,简称,信用代码,上级单位\n母公司,母；大母,914403001922038216,\n"
                "a,,,914403001922038216\nb,,,母公司\nc,,,大母\nd,,,org:uscc:914403001922038216\ne,,,母 公司\n"
            )
        }
    )
    assert report.faults == []
    assert {end for _, end in ask(EDGES, type="BRANCH_OF")} == {"org:uscc:914403001922038216"}
    found = dict(ask("MATCH (a:Entity)-[r:BRANCH_OF]->() RETURN a.name, [r.method, r.confidence]"))
    assert found == {
        "a": ["stated", 1.0],
        "b": ["reference-by-name", 0.95],
        "c": ["reference-by-name", 0.9],
        "d": ["stated", 1.0],
        "e": ["reference-by-name", 0.95],
    }


DEMANDS = (
    "需求编号,需求名称,企业名称,统一社会信用代码\n"
    "D1,一,母公司,914403001922038216\n"  # as the list of enterprises has it
    "D2,二,新公司,91110000600037341L\n"  # nobody has told of it
    "D3,三,,91110000600037341L\n"
    "D4,四,老公司,914403001922038216\n"  # a name that nobody knows, a code that is known
    "D5,五,子公司,914403001922038216\n"  # another entity's code
    "D6,六,母公司,914403001922038217\n"  # a wrong check digit
    "D7,七,中心医院,12100000400000624D\n"  # a name that fits two
    "D8,八,子公司（12100000400000624D）,\n"  # both in one cell
    "D9,九,子公司,12430000MB0F2042XX\n"  # a known name, a code that nobody has
)
ENTERPRISES = (
    "企业名称,信用代码,地区\n母公司,914403001922038216,\n子公司,,北京\n"
    "中心医院,12100000400000624D,北京\n中心医院,,浙江省\n"
)


def test_a_code_beside_a_name_tells_who_is_meant(put: Loaded, ask: Ask) -> None:
    report = put({"Region.csv": REGIONS, "Enterprise.csv": ENTERPRISES, "Demand.csv": DEMANDS})
    posted = {end.rsplit("/", 1)[1]: start for start, end in ask(EDGES, type="POSTED")}
    mother, new = "org:uscc:914403001922038216", "org:uscc:91110000600037341L"
    daughter, clinic = "org:name:子公司@reg:code:110000", "org:uscc:12100000400000624D"
    assert posted == {
        **{"D1": mother, "D2": new, "D3": new, "D4": mother},
        **{"D5": mother, "D6": mother, "D7": clinic, "D8": clinic, "D9": daughter},
    }
    assert ask("MATCH (n {uid: $uid}) RETURN n.name, n.uscc, n.stub", uid=new) == [
        ("新公司", "91110000600037341L", True)
    ]
    assert codes(report) == [
        ("REFERENCE_BY_CODE", 5, "企业名称", None),
        ("REFERENCE_CODE", 6, "企业名称", None),
        ("USCC_DIGIT", 7, "企业名称", None),
        ("REFERENCE_CODE", 9, "企业名称", None),
    ]


def test_whom_a_code_means_does_not_hang_on_the_order_of_files(put: Loaded, ask: Ask) -> None:
    put({"Region.csv": REGIONS, "Demand.csv": DEMANDS})
    put({"Enterprise.csv": ENTERPRISES})
    first = ask(EDGES, type="POSTED"), sorted(ask("MATCH (n:Organization) RETURN n.uid, n.name, n.uscc"))
    put({"Region.csv": REGIONS, "Enterprise.csv": ENTERPRISES, "Demand.csv": DEMANDS})
    assert (ask(EDGES, type="POSTED"), sorted(ask("MATCH (n:Organization) RETURN n.uid, n.name, n.uscc"))) == first
    assert len(first[0]) == 9


INDUSTRIES = (
    "代码,名称\nC37,铁路、船舶、航空航天和其他运输设备制造业\nC27,医药制造业\nC39,计算机、通信和其他电子设备制造业\n"
    "C,制造业\n"
)
MAKERS = (
    "企业名称,所属行业\n"
    "a,铁路、船舶、航空航天和其他运输设备制造业\n"
    "b,C37 铁路、船舶、航空航天和其他运输设备制造业\n"
    "c,（C39）计算机、通信和其他电子设备制造业；C27\n"
    "d,医药制造业、计算机、通信和其他电子设备制造业、C37\n"
    "e,C27-医药制造\n"
    "f,C9999 医药制造业\n"
    "g,C37铁路、C39通信\n"
)


@pytest.mark.parametrize("together", [True, False])
def test_items_of_a_list_are_known_by_names_with_signs_and_behind_their_codes(
    put: Loaded, ask: Ask, together: bool
) -> None:
    if together:
        report = put({"Industry.csv": INDUSTRIES, "Enterprise.csv": MAKERS})
    else:
        put({"Industry.csv": INDUSTRIES})
        report = put({"Enterprise.csv": MAKERS})
    found: dict[str, set[str]] = {}
    for start, end in ask(EDGES, type="IN_INDUSTRY"):
        found.setdefault(start[-1], set()).add(end.rsplit(":", 1)[1])
    assert found == {
        **{"a": {"C37"}, "b": {"C37"}, "c": {"C39", "C27"}, "d": {"C27", "C39", "C37"}},
        **{"e": {"C27"}, "f": {"C27"}, "g": {"C37", "C39"}},
    }
    assert report.faults == []


PLACES = "行政区划代码,地区名称,上级代码\n430000,湖南省,\n430200,株洲市,430000\n430211,天元区,430200\n"
SITED = "企业名称,地区\na,湖南省株洲市天元区\nb,湖南 株洲\nc,株洲市天元区\nd,湖南省株洲市高新区\n"
WHOLE = "MATCH (a:Entity)-[r]->(b:Entity) RETURN a.uid, type(r), b.uid ORDER BY a.uid, type(r), b.uid"


def test_a_place_written_as_a_path_is_known_by_its_parts(put: Loaded, ask: Ask) -> None:
    report = put({"Enterprise.csv": SITED})
    assert codes(report) == [("REFERENCE_WAITING", 5, "地区", "湖南省株洲市高新区")]
    sited = {start.split("@")[0][-1]: end for start, end in ask(EDGES, type="LOCATED_IN")}
    assert sited == {
        **{"a": "reg:code:430211", "b": "reg:code:430200", "c": "reg:code:430211"},
        "d": "reg:name:湖南省株洲市高新区",
    }
    assert ask(EDGES, type="PARENT") == [("reg:code:430200", "reg:code:430000"), ("reg:code:430211", "reg:code:430200")]
    assert ask("MATCH (n:Region) WHERE n.code IS NOT NULL RETURN n.code, n.name, n.stub ORDER BY n.code") == [
        ("430000", "湖南省", True),
        ("430200", "株洲市", True),
        ("430211", "天元区", True),
    ]
    assert put({"Enterprise.csv": SITED}).changes == 0
    put({"Enterprise.csv": "企业名称,地区\nb,湖南省株洲市\n"})
    assert ask(EDGES, type="PARENT") == [("reg:code:430200", "reg:code:430000")]


def test_paths_of_places_do_not_hang_on_the_order_of_files(put: Loaded, ask: Ask) -> None:
    put({"Enterprise.csv": SITED})
    put({"Region.csv": PLACES})
    late = ask(WHOLE), sorted(ask("MATCH (n:Entity) RETURN n.uid, n.name, coalesce(n.stub, false)"))
    put({"Region.csv": PLACES, "Enterprise.csv": SITED})
    assert (ask(WHOLE), sorted(ask("MATCH (n:Entity) RETURN n.uid, n.name, coalesce(n.stub, false)"))) == late


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("湖南省株洲市天元区", "430211"),
        ("湖南-株洲", "430200"),
        ("江苏省 南京市/鼓楼区", "320106"),
        ("长春市朝阳区", "220104"),
        ("吉林省吉林市", "220200"),
        ("广东深圳", "440300"),
        ("株洲市株洲县", "430221"),  # a retired one
        ("湖南省", None),
        ("天元区", None),
        ("鼓楼区", None),
        ("海南州", None),
        ("湖南省南京市", None),
        ("湖南省株洲市某区", None),
        ("石墨烯", None),
        ("", None),
    ],
)
def test_paths_of_places(text: str, code: str | None) -> None:
    assert path_code(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("天元区", "430211"),
        ("株洲", "430200"),
        ("湖南省", "430000"),
        ("鼓楼区", None),  # of four cities
        ("吉林", None),  # the province or the city
        ("高新区", None),
        ("", None),
    ],
)
def test_places_of_which_only_one_has_the_name(text: str, code: str | None) -> None:
    assert sole_code(text) == code


def test_a_name_that_only_one_place_has_means_it_whatever_is_loaded(put: Loaded, ask: Ask) -> None:
    """By name, which is less sure than by code; a name that several have waits for a list."""
    files = {"Enterprise.csv": "企业名称,地区\na,天元区\nb,株洲\nc,鼓楼区\n"}
    report = put(files)
    assert codes(report) == [("REFERENCE_WAITING", 4, "地区", "鼓楼区")]
    sited = ask("MATCH (a)-[r:LOCATED_IN]->(b) RETURN b.uid, r.method, r.confidence ORDER BY b.uid")
    assert sited == [
        ("reg:code:430200", "reference-by-name", 0.95),
        ("reg:code:430211", "reference-by-name", 0.95),
        ("reg:name:鼓楼区", "reference-by-name", 0.95),
    ]
    assert ask(EDGES, type="PARENT") == [("reg:code:430200", "reg:code:430000"), ("reg:code:430211", "reg:code:430200")]
    put({"Region.csv": PLACES})
    late = ask(WHOLE)
    put({"Region.csv": PLACES, **files})
    assert ask(WHOLE) == late


def test_an_ambiguous_reference_is_listed_and_no_edge_is_made(put: Loaded, ask: Ask) -> None:
    report = put(
        {
            "Region.csv": REGIONS,
            "Organization.csv": "名称,地区\n中心医院,北京\n中心医院,浙江\n",
            "Demand.csv": "需求编号,需求名称,发布单位\nD1,一,中心医院\n",
        }
    )
    assert codes(report) == [("REFERENCE_AMBIGUOUS", 2, "发布单位", None)]  # who posted may be hidden: no value
    assert "2" in report.faults.sorts[0].first.words.zh
    assert ask(EDGES, type="POSTED") == []


def test_an_unknown_reference_becomes_a_stub_of_the_best_tier(put: Loaded, ask: Ask) -> None:
    report = put(
        {
            "Patent.csv": (
                "专利名称,申请号,申请人,引用专利\n一,ZL201710601862.3,新公司；914403001922038216,95115608.X；外部编号7\n"
            )
        }
    )
    assert report.faults == []
    stubs = dict(
        ask("MATCH (n:Entity {stub: true}) RETURN n.uid, [labels(n), n.name, n.uscc, n.application_no, n.source_id]")
    )
    assert stubs == {
        "org:name:新公司": [["Entity", "Organization"], "新公司", None, None, None],
        "org:uscc:914403001922038216": [["Entity", "Organization"], None, "914403001922038216", None, None],
        "pat:application_no:95115608X": [["Entity", "Patent"], None, None, "95115608X", None],
        "pat:source_id:s/外部编号7": [["Entity", "Patent"], None, None, None, "外部编号7"],
    }
    assert report.files[0].stubs == 4


def test_what_can_never_be_known_makes_no_stub_and_a_name_waits_for_its_list(put: Loaded, ask: Ask) -> None:
    report = put(
        {
            "Region.csv": REGIONS,
            "Policy.csv": "编号,标题,依据,适用地区,支持行业\nP1,办法,没有的法,火星,C39；电子\n",
            "Patent.csv": "专利名称,编号,IPC分类号,引用专利\n一,1,H01M 4/36；电池类,201710601862.4\n",
        }
    )
    assert sorted(codes(report)) == [
        ("PATENT_DIGIT", 2, "引用专利", "201710601862.4"),
        ("REFERENCE_UNRESOLVED", 2, "IPC分类号", "电池类"),
        ("REFERENCE_UNRESOLVED", 2, "依据", "没有的法"),
        ("REFERENCE_WAITING", 2, "支持行业", "电子"),
        ("REFERENCE_WAITING", 2, "适用地区", "火星"),
    ]
    assert all(fault.severity == "warning" for fault in report.faults)
    assert sorted(ask("MATCH (n:Entity {stub: true}) RETURN n.uid")) == [
        "ind:code:C39", "ind:name:电子", "ipc:code:H01M4/36", "reg:name:火星",
    ]  # fmt: skip


def test_homonyms_of_different_employers_stay_apart(put: Loaded, ask: Ask) -> None:
    report = put(
        {
            "Researcher.csv": "姓名,单位\n张伟,A大学\n张伟,B大学\n",
            "Patent.csv": (
                "专利名称,编号,申请人,发明人\n一,1,A大学,张伟\n二,2,B大学；A大学,张伟\n三,3,C公司,张伟\n四,4,,张伟\n"
            ),
        }
    )
    a, b, c = (f"per:name:张伟@org:name:{name}#s" for name in ("A大学", "B大学", "C公司"))
    assert ask(EDGES, type="INVENTED") == [(a, "pat:source_id:s/1"), (b, "pat:source_id:s/2"), (c, "pat:source_id:s/3")]
    assert codes(report) == [("REFERENCE_EMPLOYER", 5, "发明人", "张伟")]
    assert "申请人" in report.faults.sorts[0].first.words.zh
    assert (c, "org:name:C公司") in ask(EDGES, type="AFFILIATED_WITH")
    assert ask("MATCH (n:Researcher {stub: true}) RETURN n.uid") == [c]


def test_a_full_row_takes_over_the_stub_and_is_not_overwritten_by_a_reference(put: Loaded, ask: Ask) -> None:
    patents = "专利名称,编号,申请人\n一,1,甲公司\n"
    put({"Patent.csv": patents})
    before = ask("MATCH (n:Organization) RETURN n.uid, n.stub, n.website, labels(n), n.first_seen")
    assert [row[:3] for row in before] == [("org:name:甲公司", True, None)]
    report = put({"Enterprise.csv": "企业名称,网站\n甲公司,https://a.example\n"})
    assert (report.nodes_created, report.nodes_updated) == (0, 1)
    after = ask("MATCH (n:Organization) RETURN n.uid, n.stub, n.website, labels(n), n.first_seen, n.sources")
    assert [row[:3] for row in after] == [("org:name:甲公司", None, "https://a.example")]
    assert set(after[0][3]) == {"Entity", "Organization", "Enterprise"}
    assert after[0][4] == before[0][4]
    assert [ref.split("|")[1] for ref in after[0][5]] == ["Enterprise.csv"]
    assert put({"Patent.csv": patents}).changes == 0
    assert ask("MATCH (n:Organization) RETURN n.website") == ["https://a.example"]


def test_references_are_found_in_the_store(put: Loaded, ask: Ask) -> None:
    put(
        {
            "Region.csv": REGIONS,
            "Organization.csv": "名称,简称,地区\n北京大学,北大,北京\n",
            "Researcher.csv": "姓名,单位\n张三,北京大学\n",
            "Term.csv": "术语,同义词\n石墨烯,单层石墨\n",
        }
    )
    report = put({"Patent.csv": "专利名称,编号,申请人,发明人,关键词\n一,1,北大,张三,单层石墨\n"})
    assert report.faults == []
    org = "org:name:北京大学@reg:code:110000"
    assert ask(EDGES, type="APPLIED_FOR") == [(org, "pat:source_id:s/1")]
    assert ask(EDGES, type="INVENTED") == [(f"per:name:张三@{org}#s", "pat:source_id:s/1")]
    assert ask(EDGES, type="MENTIONS") == [("pat:source_id:s/1", "term:name:石墨烯")]
    assert ask("MATCH (n:Entity {stub: true}) RETURN n.uid") == []


def test_a_code_that_belongs_to_another_name_is_not_merged(put: Loaded, ask: Ask) -> None:
    report = put(
        {
            "Organization.csv": (
                "名称,简称,信用代码\n甲公司,甲,914403001922038216\n乙公司,,914403001922038216\n甲,,914403001922038216\n"
            )
        }
    )
    assert [(code, row) for code, row, *_ in codes(report)] == [("KEY_CONFLICT", 3)]
    assert report.files[0].rejected == 1
    assert ask("MATCH (n:Organization) RETURN size(n.sources)") == [2]


def test_hidden_symmetric_and_own_edges(put: Loaded, ask: Ask) -> None:
    report = put(
        {
            "Enterprise.csv": "企业名称,合作单位,上级单位\n乙,甲,乙\n甲,乙,\n",
            "Demand.csv": "需求编号,需求名称,发布单位,匿名发布\nD1,一,甲,是\nD2,二,甲,否\n",
        }
    )
    assert [(code, row) for code, row, *_ in codes(report)] == [("REFERENCE_SELF", 2)]
    assert ask("MATCH (a)-[r:POSTED]->(b) RETURN b.source_id, r.level ORDER BY b.source_id") == [
        ("D1", 2),
        ("D2", None),
    ]
    assert ask("MATCH (a)-[r:COLLABORATES_WITH]->(b) RETURN a.name, b.name, size(r.sources)") == [("乙", "甲", 2)]


def test_terms_are_linked_by_keywords_and_by_text(put: Loaded, ask: Ask) -> None:
    put(
        {
            "Patent.csv": "专利名称,编号,关键词,摘要\n一,1,石墨烯；LED,\n二,2,led；薄,\n",
            "Demand.csv": "需求编号,需求名称,技术难题\nD1,散热膜,希望用石墨烯材料制备高导热的散热膜，降低芯片温度。\n",
        }
    )
    rows = ask(
        "MATCH (a)-[r:MENTIONS]->(t:Term) RETURN a.source_id, t.uid, r.method, r.confidence, r.field, r.quote "
        "ORDER BY a.source_id, t.uid"
    )
    assert [row[:3] for row in rows] == [
        ("1", "term:name:led", "keyword"),
        ("1", "term:name:石墨烯", "keyword"),
        ("2", "term:name:led", "keyword"),
        ("D1", "term:name:石墨烯", "text"),
    ]
    assert [row[3] for row in rows[:3]] == [1.0, 1.0, 1.0]
    assert 0.6 < rows[3][3] <= 0.9
    assert rows[3][4:] == ("problem", "希望用石墨烯材料制备高导热的散热膜，降低芯片温度。")
    assert ask("MATCH (t:Term) RETURN t.name, t.origin, t.stub ORDER BY t.uid") == [
        ("LED", "keyword", None),
        ("石墨烯", "keyword", None),
    ]


def test_a_row_without_any_key_is_refused(put: Loaded, ask: Ask) -> None:
    report = put({"TechnologyManager.csv": "姓名,证书编号\n甲,\n乙,C1\n"})
    assert [(code, row) for code, row, *_ in codes(report)] == [("KEY_MISSING", 2)]
    assert "证书编号" in report.faults.sorts[0].first.words.zh
    assert ask("MATCH (n:TechnologyManager) RETURN n.uid") == ["mgr:certificate:C1"]


def test_a_list_without_numbers_is_known_by_names(put: Loaded, ask: Ask) -> None:
    put({"Achievement.csv": "成果名称,成果登记号\n甲,\n乙,9112020Y0001\n"})
    found = ask("MATCH (n:Achievement) RETURN n.uid ORDER BY n.uid")
    assert found == ["ach:name:s/甲", "ach:registration_no:9112020Y0001"]


def test_texts_are_read_with_glossaries_too(put: Loaded, ask: Ask) -> None:
    glossary = {"Term.csv": "术语,同义词\n石墨烯,单层石墨\n"}
    demand = {"Demand.csv": "需求编号,需求名称,技术难题\nD1,散热,用单层石墨材料散热\n"}
    put({**glossary, **demand})
    together = ask("MATCH ()-[r:MENTIONS]->(t) RETURN t.uid, r.method, r.quote")
    assert together == [("term:name:石墨烯", "text", "用单层石墨材料散热")]
    assert put({**glossary, **demand}).changes == 0
    put({"Demand.csv": "需求编号,需求名称,技术难题\nD2,散热,\n"})
    assert ask("MATCH ()-[r:MENTIONS]->(t) RETURN t.uid") == []
    put(demand)
    assert ask("MATCH ()-[r:MENTIONS]->(t) RETURN t.uid, r.method, r.quote") == together
