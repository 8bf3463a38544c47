"""Rows to records: all faults of a row at once, nothing secret or core kept, nothing dropped silently."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from etl.files.manifest import InputFile, Source
from etl.reports.report import LoadReport
from etl.rows.gather import gather
from etl.rows.held import Held
from etl.rows.table import Gathered
from etl.run import with_rejects
from graph.errors import InputError, VocabularyError
from graph.ontology import DEFAULT, load_vocabulary
from graph.vocabulary import Vocabulary
from graph.words import Words

Read = Callable[..., tuple[Gathered, LoadReport]]


@pytest.fixture
def read(tmp_path: Path, vocabulary: Vocabulary) -> Read:
    def run(kind: str, lines: Sequence[str], **more: object) -> tuple[Gathered, LoadReport]:
        path = tmp_path / "a.csv"
        path.write_text("\n".join(lines), encoding="utf-8")
        report = LoadReport()
        file = InputFile(path, "a.csv", Source("s", Words("s", "s")), kind, **more)  # type: ignore[arg-type]
        return gather(file, vocabulary, report, tmp_path)[0], report

    return run


def test_a_row_becomes_a_record(read: Read) -> None:
    table, report = read(
        "Patent",
        [
            "专利名称,申请号,申请日期,评估价值（万元）,申请人,发明人,备注",
            "甲,ZL201710601862.3,2017年7月,18,A公司；B公司,张三、李四,x",
        ],
    )
    (record,) = table.records()
    assert record.properties == {
        "title": "甲",
        "application_no": "2017106018623",
        "filed": "2017-07",
        "valuation": 18 * 1e4,
    }
    assert record.links == {"applicants": ["A公司", "B公司"], "inventors": ["张三", "李四"]}
    assert (record.place.file, record.place.row) == ("a.csv", 2)
    assert report.files[0].unknown_columns == ("备注",)
    assert report.faults == []


def test_all_faults_of_a_row_are_told_at_once_and_the_others_are_loaded(read: Read) -> None:
    table, report = read(
        "Patent",
        [
            "专利名称,申请号,申请日,授权日,评估价值,申请人",
            ",201710601862.4,2017-13,昨天,很多钱,A公司",
            "乙,95115608.X,,,,",
        ],
    )
    assert [record.properties["title"] for record in table.records()] == ["乙"]
    assert [(f.row, f.column, f.code, f.value) for f in report.faults] == [
        (2, "申请号", "PATENT_DIGIT", "201710601862.4"),
        (2, "申请日", "CELL_DATE", "2017-13"),
        (2, "授权日", "CELL_DATE", "昨天"),
        (2, "评估价值", "CELL_NUMBER", None),  # a core property: its value stays out of every report
        (2, "专利名称", "CELL_REQUIRED", None),
    ]
    assert all(f.severity == "error" and f.words.zh and f.words.en for f in report.faults)
    assert "很多钱" not in json.dumps(report.plain(), ensure_ascii=False, default=str)


def test_a_secret_row_is_kept_nowhere(read: Read, tmp_path: Path, vocabulary: Vocabulary) -> None:
    table, report = read(
        "Achievement",
        [
            "成果名称,编号,密级,完成日期,技术成熟度",
            "隐形材料X,A1,秘密,乱写,99",
            "普通材料,A2,公开,2020,5",
            "普通材料二,A3,无,2020,5",
        ],
    )
    assert [record.properties["name"] for record in table.records()] == ["普通材料", "普通材料二"]
    assert [(f.row, f.column, f.code, f.value) for f in report.faults] == [(2, "密级", "SECRET", None)]
    told = json.dumps(report.plain(), ensure_ascii=False, default=str) + repr(table.refused)
    assert not any(text in told for text in ("隐形材料X", "A1", "乱写", "99", "秘密"))
    assert not Held([table])
    assert with_rejects(report, [table], tmp_path / "out").rejects == []
    assert not (tmp_path / "out").exists()


def test_refused_rows_are_written_to_be_corrected(read: Read, tmp_path: Path, vocabulary: Vocabulary) -> None:
    lines = [
        "成果名称,编号,底价,完成日期,密级,私下备注",
        "=甲,A1,123456,乱写,公开,电话13800000000",
        "乙,A2,1,2020,公开,y",
    ]
    table, report = read("Achievement", lines)
    assert "s|a.csv||2|" in Held([table])
    assert "s|a.csv||3|" not in Held([table])
    (name,) = with_rejects(report, [table], tmp_path / "out").rejects
    path = Path(name)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert rows[0] == ["成果名称", "编号", "底价", "完成日期", "密级", "私下备注", "原行号 row", "拒绝原因 reason"]
    assert rows[1][:7] == [" =甲", "A1", "", "乱写", "", "", "2"]
    assert "CELL" not in rows[1][7]
    assert "2023-05-31" in rows[1][7]
    assert len(rows) == 2
    corrected = path.read_text(encoding="utf-8-sig").replace("乱写", "2020").splitlines()
    again, report = read("Achievement", corrected)
    assert [record.properties["completed"] for record in again.records()] == ["2020"]
    assert [record.properties["name"] for record in again.records()] == ["=甲"]
    assert report.files[0].unknown_columns == ("私下备注",)


def test_an_obligatory_link_must_be_there(read: Read) -> None:
    table, report = read("Researcher", ["姓名,工作单位", "张三,", "李四,A大学"])
    assert [record.properties["name"] for record in table.records()] == ["李四"]
    assert [(f.column, f.code) for f in report.faults] == [("工作单位", "CELL_REQUIRED")]
    assert "所在单位" in report.faults.sorts[0].first.words.zh


def test_a_column_under_no_heading_is_listed(read: Read) -> None:
    _, report = read("Demand", ["需求编号,需求名称,", "D1,甲,藏起来的内容"])
    assert report.files[0].unknown_columns == ("#3",)


def test_what_a_heading_says_of_filling_it_in_is_passed_over(read: Read) -> None:
    lines = [
        "需求编号（必填）,需求名称(限30字以内),企业名称（全称）（加盖公章）,预算（万元）（选填）,需求名称（英文）",
        "D1,甲,某公司,2,x",
    ]
    table, report = read("Demand", lines)
    (record,) = table.records()
    assert record.properties == {"source_id": "D1", "title": "甲", "budget": 2 * 1e4}
    assert record.links == {"poster": ["某公司"]}
    assert report.files[0].unknown_columns == ("需求名称（英文）",)


@pytest.mark.parametrize(
    ("cells", "filled"),
    [
        (["中试", "TRL 6", "小批量生产"], {"stage": ["中试", "中试"], "trl": [6]}),
        (["5级", "", "中试"], {"stage": ["中试"], "trl": [5]}),
        (["TRL7", "推广", "TRL 8"], {"stage": ["推广"], "trl": [7, 8]}),
        (["六级", "7", ""], {"trl": [6, 7]}),
        (["", "", ""], {}),
        (["成熟", "好", "一般"], {"stage": ["成熟", "好", "一般"]}),
    ],
)
def test_what_stands_below_a_heading_of_two_properties_says_which_is_meant(
    read: Read, cells: list[str], filled: dict[str, list[object]]
) -> None:
    table, _ = read(
        "Achievement", ["成果名称,成熟度", *(f"{name},{cell}" for name, cell in zip("甲乙丙", cells, strict=True))]
    )
    rows = [record.properties for record in table.records()]
    found = {name: [row[name] for row in rows if name in row] for name in ("stage", "trl")}
    assert {name: values for name, values in found.items() if values} == filled


def test_a_mapping_outweighs_what_stands_below_a_heading(read: Read) -> None:
    table, report = read("Achievement", ["成果名称,成熟度", "甲,中试", "乙,小试"], columns={"成熟度": "trl"})
    assert [fault.code for fault in report.faults] == ["TRL_RANGE", "TRL_RANGE"]
    assert list(table.records()) == []


def test_rows_of_sums_are_no_data_and_are_named(read: Read, tmp_path: Path) -> None:
    lines = [
        "序号,需求名称,发布单位,预算（万元）",
        "1,甲,某公司,2",
        "合 计,,,2",
        ",总计：,,￥2",
        "3,,某公司,2",
        "合计,,某公司,2",
        "合计,乙,,2",
        "小计,,,",
    ]
    table, report = read("Demand", lines)
    (file,) = report.files
    assert (file.totals, file.asides) == ([3, 4, 8], {"SUMS": "3, 4, 8"})
    assert [record.place.row for record in table.records()] == [2, 7]
    assert [(fault.row, fault.code) for fault in report.faults] == [(5, "CELL_REQUIRED"), (6, "CELL_REQUIRED")]
    assert (file.read, table.rejected) == (4, 2)
    assert [
        path
        for path in with_rejects(report, [table], tmp_path / "out").rejects
        if "合 计" in Path(path).read_text("utf-8")
    ] == []


def test_what_is_said_below_a_table_is_no_data_and_is_named(read: Read) -> None:
    lines = [
        "需求名称,发布单位,需求描述",
        "甲,某公司,注：不含税",
        "注：本表由各县区填报,,",
        "2.资金以万元计,,",
        ",（3）一式两份,",
        "填报人：张三,审核人（签字）：,日期：2023.11.5",
        "2.四点,,",
        "备 注：,另附页,",
        ",3.五点,",
    ]
    table, report = read("Demand", lines)
    (file,) = report.files
    assert file.notes == [3, 5, 6, 9]
    assert file.asides == {"NOTES": "3, 5, 6, 9"}
    assert [record.place.row for record in table.records()] == [2, 4, 7, 8]  # what fills an obligatory column stays
    assert file.read == 4


def test_constants_and_columns_of_the_manifest(read: Read) -> None:
    table, report = read(
        "Achievement",
        ["No.,成果名称,金额,多余,类别", "7,甲,18,x,", "8,乙,2亿,x,公益"],
        constants={"category": "基础研究"},
        columns={"No.": "source_id", "多余": "", "金额": "floor_price"},
        units={"金额": "万元"},
    )
    assert [record.properties["source_id"] for record in table.records()] == ["7", "8"]
    assert [record.properties["floor_price"] for record in table.records()] == [18 * 1e4, 2 * 1e8]
    assert [record.properties["category"] for record in table.records()] == ["基础研究", "社会公益"]
    assert report.files[0].unknown_columns == ()


def test_a_column_mapped_to_nothing_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match=r"MANIFEST_COLUMN.*colour"):
        read("Demand", ["需求编号,需求名称", "D1,甲"], columns={"x": "colour"})


def test_a_credit_code_with_a_wrong_code_inside_is_noted(read: Read) -> None:
    # 914403001922038203 is valid as a whole; the organization code in it, 192203820, should end in 1.
    table, report = read("Organization", ["名称,统一社会信用代码", "甲,914403001922038216", "乙,914403001922038203"])
    assert [(f.row, f.code, f.severity) for f in report.faults] == [(3, "ORG_CODE_INNER", "warning")]
    assert len(table.spool) == 2


def test_a_source_that_falls_short_of_its_promise_is_refused(read: Read) -> None:
    with pytest.raises(InputError, match=r"SOURCE_SHORT.*1.*2"):
        read("Demand", ["需求编号,需求名称", "D1,甲"], minimum=2)


def test_the_digest_follows_what_a_row_says(read: Read) -> None:
    lines = ["需求编号,需求名称,关键词", "D1,甲,a；b", "D1, 甲 ,a;b", "D1,甲,b；a"]
    table, _ = read("Demand", lines)
    digests = [record.ref.rsplit("|", 1)[1] for record in table.records()]
    assert digests[0] == digests[1] != digests[2]


def test_a_check_that_does_not_exist_is_told(tmp_path: Path) -> None:
    file = tmp_path / "o.toml"
    text = DEFAULT.read_text(encoding="utf-8")
    file.write_text(text.replace('check = "orcid"', 'check = "orchid"'), encoding="utf-8")
    (tmp_path / "a.csv").write_text("姓名,单位,ORCID\n张三,A,x\n", encoding="utf-8")
    lone = InputFile(tmp_path / "a.csv", "a.csv", Source("s", Words("s", "s")), "Researcher")
    with pytest.raises(VocabularyError, match=r"CHECK_UNKNOWN.*orchid"):
        gather(lone, load_vocabulary(file), LoadReport(), tmp_path)


def test_a_constant_that_fits_no_rule_is_told_before_any_row(read: Read) -> None:
    with pytest.raises(InputError, match=r"MANIFEST_INVALID.*constants\.deadline.*CELL_DATE"):
        read("Demand", ["需求编号,需求名称", "D1,甲"], constants={"deadline": "昨天"})
