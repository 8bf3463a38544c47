"""The report page: complete, inert, in both languages, and without what may not be shown."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from etl.reports.fault_log import FaultLog
from etl.reports.html import Freshness, page, write_html
from etl.reports.html_tags import Html, tag
from etl.reports.report import LISTED, FileReport, LoadReport
from etl.rows.faults import Place
from etl.run import check
from graph.errors import InputError
from graph.vocabulary import Vocabulary

EVIL = '<img src=x onerror="alert(1)">&\'"</td></style><script>alert(2)</script>'
FAULT = InputError("PATENT_DIGIT", expected="3")


def report(*, faults: int = 3, word: str = "201710601862.4") -> LoadReport:
    files = [
        FileReport(
            "甲源",
            "a.csv",
            "",
            "Patent",
            10,
            4,
            3,
            1,
            rejected=faults,
            faults=faults,
            unknown_columns=("备注",),
            totals=[9, 12],
        ),
        FileReport("乙源", "b.xlsx", "需求", "Demand", 1_234_567, 1_234_567),
    ]
    place = Place("甲源", "a.csv", "", 2)
    return LoadReport(
        load_id="L1", files=files, faults=FaultLog.of([place.fault("申请号", FAULT, value=word)] * faults),
        ignored_files=["x.docx"], ignored_sheets=["b.xlsx: 封面"], seconds={"read": 1.5, "later": 0.5}, elapsed=2.0,
    )  # fmt: skip


class Reader(HTMLParser):
    """Which elements a page has, whether each is closed, and what its text is."""

    VOID = frozenset({"meta", "input"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open[-1:] != ["style"]:
            self.texts.append(data)


def text_of(one: LoadReport) -> str:
    return "\n".join(Reader(page(one, "zh")).texts)


def test_the_figures_are_there() -> None:
    told = text_of(report())
    figures = ("甲源", "a.csv", "b.xlsx · 需求", "Demand", "1,234,567", "1,234,577", "L1", "2.0")
    rest = (
        "备注",
        "x.docx",
        "b.xlsx: 封面",
        "PATENT_DIGIT",
        "申请号",
        FAULT.words.zh,
        FAULT.words.en,
        "读取与校验",
        "later",
    )
    for expected in (*figures, *rest):
        assert expected in told, expected


def test_faults_are_counted_by_rule_and_column() -> None:
    one = report(faults=2)
    one.faults.append(Place("甲源", "a.csv", "", 9).warning("状态", "ORG_CODE_INNER"))
    rules = re.search(r'class="rules".*?</table>', page(one, "zh"))
    assert rules is not None
    assert [re.sub(r"<[^>]*>", " ", row).split()[:2] for row in rules[0].split("<tr>")[2:]] == [
        ["PATENT_DIGIT", "2"],
        ["ORG_CODE_INNER", "1"],
    ]
    columns = re.search(r'class="columns".*?</table>', page(one, "zh"))
    assert columns is not None
    assert [re.sub(r"<[^>]*>", " ", row).split() for row in columns[0].split("<tr>")[2:]] == [
        ["a.csv", "申请号", "2"],
        ["a.csv", "状态", "1"],
    ]


def test_only_some_lines_are_listed_and_the_rest_is_told() -> None:
    one = report(faults=LISTED + 5)
    one.faults.append(Place("甲源", "a.csv", "", 9).warning("状态", "ORG_CODE_INNER"))
    text = page(one, "en")
    lines = re.search(r'class="lines".*?</table>', text)
    assert lines is not None
    assert lines[0].count("<tr>") == LISTED + 1
    assert "ORG_CODE_INNER" in lines[0]  # the last of them all, but the only one of its sort
    assert "1,000 of 1,006" in text
    assert "--faults" in text
    assert "--faults" not in page(report(faults=LISTED), "en")
    one.fault_file = "all.csv"
    assert "stand in the file all.csv" in page(one, "en")


def test_everything_is_escaped() -> None:
    one = report(word=EVIL)
    one.load_id = one.files[0].file = one.files[0].kind = one.files[0].source = EVIL
    one.files[0].unknown_columns = (EVIL,)
    one.ignored_files, one.ignored_sheets, one.rejects, one.seconds = [EVIL], [EVIL], [EVIL], {EVIL: 1.0}
    one.faults.append(Place(EVIL, EVIL, EVIL, 1).fault(EVIL, InputError("CELL_REQUIRED", name=EVIL), value=EVIL))
    read = Reader(page(one, "zh", [Freshness(EVIL, EVIL, EVIL, EVIL)]))
    assert {name for name, _, _ in read.attributes}.isdisjoint({"img", "script", "a", "link", "iframe"})
    assert not any(attribute.startswith("on") or attribute == "style" for _, attribute, _ in read.attributes)
    assert read.texts.count(EVIL) >= 10


def test_markup_cannot_come_from_outside() -> None:
    assert tag("p", "<b>", Html("<i></i>"), title='"') == '<p title="&quot;">&lt;b&gt;<i></i></p>'


def test_its_policy_allows_its_own_style_and_nothing_else() -> None:
    text = page(report(), "zh")
    style = re.search(r"<style>(.*)</style>", text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    policy = next(v for n, a, v in Reader(text).attributes if n == "meta" and v.startswith("default-src"))
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert "http" not in re.sub("http-equiv", "", text)


def test_core_values_are_not_on_the_page(vocabulary: Vocabulary, tmp_path: Path) -> None:
    rows = "需求编号,需求名称,预算金额,技术指标,联系人,匿名,发布单位\n"
    rows += "D1,,三百多八七六,绝密指标甲,王五八八,是,隐名企业乙\nD2,丁,四百多八七六,绝密指标丙,,否,\n"
    (tmp_path / "demands.csv").write_text(rows, encoding="utf-8")
    loaded = check([tmp_path / "demands.csv"], vocabulary, kind="Demand")
    assert loaded.rejected == 2
    write_html(loaded, tmp_path / "report.html", "zh")
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "CELL_NUMBER" in text
    for hidden in ("八七六", "绝密指标", "王五八八", "隐名企业"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("read", "rejected", "zh", "en"),
    [
        (10, 10, "没有一行能够载入", "Not one row"),
        (10, 2, "10 行中有 2 行被拒绝", "2 of 10 rows were refused"),
        (10, 0, "10 行全部载入。", "All 10 rows were loaded."),
        (0, 0, "没有读到数据行", "No rows were read"),
    ],
)
def test_the_first_line_says_how_it_went(read: int, rejected: int, zh: str, en: str) -> None:
    told = text_of(LoadReport(files=[FileReport("s", "f", "", "Patent", read=read, rejected=rejected)]))
    assert zh in told
    assert en in told


def test_fields_to_come_are_tolerated() -> None:
    @dataclass(slots=True)
    class Later(LoadReport):
        conflicts: list[str] = field(default_factory=lambda: ["a", "b"])
        surprise: object = None

    one = Later(files=[FileReport("s", "f", "", "Patent", read=1)])
    assert "冲突" in text_of(one)


def test_freshness_by_source() -> None:
    rows = [Freshness("nsfc", "2018-12", "2026-01-01", "yearly", overdue=True), Freshness("demo")]
    text = page(report(), "zh", rows)
    table = re.search(r'class="fresh".*?</table>', text)
    assert table is not None
    assert "已逾期" in table[0].split("<tr>")[2]
    assert "已逾期" not in table[0].split("<tr>")[3]
    assert 'class="fresh"' not in page(report(), "zh")


@pytest.mark.parametrize("width", [1440, 1024])
def test_in_a_browser(browser: Browser, width: int, tmp_path: Path) -> None:
    write_html(report(faults=40), tmp_path / "report.html", "zh")
    complaints: list[str] = []
    found = browser.new_page(viewport={"width": width, "height": 900})
    found.on("console", lambda message: complaints.append(message.text))
    found.on("pageerror", lambda error: complaints.append(str(error)))
    found.goto((tmp_path / "report.html").as_uri())
    expect(found.get_by_role("heading", level=1)).to_have_text("导入报告", use_inner_text=True)
    assert found.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert found.locator("svg rect").first.evaluate("rect => getComputedStyle(rect).fill") == "rgb(47, 143, 91)"
    found.get_by_text("English", exact=True).click()
    expect(found.get_by_role("heading", level=1)).to_have_text("Load report", use_inner_text=True)
    assert "导入报告" not in found.inner_text("main")
    found.close()
    assert complaints == []
