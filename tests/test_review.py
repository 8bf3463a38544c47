"""Files handed in wait for a reviewer; what is accepted is loaded, what is secret is kept nowhere."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from api.loading import load_files
from etl.collect import review
from etl.collect.queue import Queue
from etl.collect.queue_model import Person
from etl.collect.review import Order, Status, Wanted, decide, history, judged, listing
from etl.collect.review_accept import write_accepted
from etl.collect.review_show import Window, shown_rows
from etl.collect.review_state import State
from etl.collect.submission import Offer, Receipt, submit
from etl.collect.template import write_template
from etl.files.manifest import read_manifest
from graph.errors import InputError, NotFoundError
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

HEADER = "需求编号,需求名称,截止日期,预算,联系人,匿名发布,发布单位\n"
DEMANDS = (
    HEADER
    + "D1,寻找石墨烯导热膜,2026-01,18万,李某 13900000000,,临海电池厂\n"
    + "D2,寻找防腐涂层,2026-02,20万,,,\n"
    + "D3,,昨天,,,,\n"
    + "D4,寻找减振器,2026-03,,,是,临海隐名厂\n"
)
SECRETS = "成果名称,登记号,密级\n公开的成果,3702023Y0001,公开\n保密的航天成果,3702023Y0002,机密\n"
OFFICE, REVIEWER = Person("数据办 王"), Person("审核员 赵")


@dataclass
class Desk:
    """An installation without a store: hands in texts, decides, and tells states by row number."""

    folder: Path
    queue: Queue
    vocabulary: Vocabulary

    def file(self, text: str, name: str = "demands.csv") -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def submit(self, text: str, *, kind: str | None = "Demand", name: str = "demands.csv") -> Receipt:
        (receipt,) = submit(self.queue, self.vocabulary, Offer([self.file(text, name)], OFFICE, kind, "office"))
        return receipt

    def accept(self, receipt: Receipt, rows: str | None = None, why: str = "核对无误") -> review.Done:
        return decide(self.queue, receipt.submission.id, Order(True, why, rows), by=REVIEWER)

    def refuse(self, receipt: Receipt, rows: str | None = None, why: str = "与合同不符") -> review.Done:
        return decide(self.queue, receipt.submission.id, Order(False, why, rows), by=REVIEWER)

    def states(self, receipt: Receipt) -> dict[int, str]:
        return {row.number: state.value for row, state in judged(self.queue, receipt.submission.id).rows}

    def accepted(self) -> str:
        """All that the files of accepted rows hold."""
        write_accepted(self.queue, self.vocabulary)
        return "\n".join(path.read_text(encoding="utf-8") for path in sorted(self.queue.accepted.rglob("*.jsonl")))


@pytest.fixture
def desk(tmp_path: Path, vocabulary: Vocabulary) -> Desk:
    (tmp_path / "in").mkdir()
    return Desk(tmp_path / "in", Queue(tmp_path / "home"), vocabulary)


def kept(home: Path) -> bytes:
    """Every byte below a folder, names included."""
    return b"".join(str(path).encode() + (path.read_bytes() if path.is_file() else b"") for path in home.rglob("*"))


def test_rows_wait_until_they_are_decided_and_the_file_is_kept_as_it_is(desk: Desk) -> None:
    receipt = desk.submit(DEMANDS)
    assert (receipt.waiting, receipt.invalid, receipt.secret) == (3, 1, 0)
    assert desk.states(receipt) == {2: "submitted", 3: "submitted", 4: "invalid", 5: "submitted"}
    (part,) = receipt.submission.parts
    file = desk.queue.place(receipt.submission) / part.path
    assert file.read_text(encoding="utf-8") == DEMANDS
    assert file.stat().st_mode & 0o077 == 0
    assert desk.queue.place(receipt.submission).stat().st_mode & 0o077 == 0
    assert {fault.code for fault in receipt.report.faults} == {"CELL_DATE", "CELL_REQUIRED"}
    assert desk.accepted() == ""

    done = desk.accept(receipt, "2-4")
    assert (done.decision.rows, done.decision.count, dict(done.skipped)) == ("2-3", 2, {State.INVALID: "4"})
    assert desk.states(receipt) == {2: "accepted", 3: "accepted", 4: "invalid", 5: "submitted"}
    desk.refuse(receipt)
    assert desk.states(receipt) == {2: "accepted", 3: "accepted", 4: "invalid", 5: "refused"}
    assert [line.status for line in listing(desk.queue, Wanted(), first=5)] == [Status.REVIEWED]


def test_a_kept_file_is_still_of_the_kind_that_its_name_told(desk: Desk) -> None:
    receipt = desk.submit("术语\n石墨烯导热膜\n", kind=None, name="Term.csv")  # one heading alone tells no kind
    desk.accept(receipt)
    assert "石墨烯导热膜" in desk.accepted()


def test_a_filled_in_template_is_known_by_its_mark(desk: Desk) -> None:
    path = desk.folder / "form.xlsx"
    write_template("Demand", desk.vocabulary, path)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    sheet.title = "第一季度"
    for at, title in enumerate((str(cell.value) for cell in sheet[1]), 1):
        if title.startswith("*") or title.endswith("*") or "编号" in title:
            sheet.cell(2, at, "寻找石墨烯导热膜")
    book.save(path)
    (receipt,) = submit(desk.queue, desk.vocabulary, Offer([path], OFFICE, source="office"))
    assert receipt.waiting == 1
    desk.accept(receipt)
    assert "寻找石墨烯导热膜" in desk.accepted()


def test_every_decision_is_told_with_who_when_and_why(desk: Desk) -> None:
    receipt = desk.submit(DEMANDS)
    desk.accept(receipt, "2")
    desk.refuse(receipt, "2", why="发布单位已撤回")
    told = history(desk.queue, receipt.submission.id)
    assert [(one.accept, one.rows, one.by, one.why) for one in told] == [
        (True, "2", "审核员 赵", "核对无误"),
        (False, "2", "审核员 赵", "发布单位已撤回"),
    ]
    assert all(one.at.endswith("+00:00") for one in told)
    assert desk.states(receipt)[2] == "refused"


@pytest.mark.parametrize(("by", "why"), [("", "理由"), ("赵", " "), ("赵" * 81, "理由"), ("赵", "理" * 501)])
def test_a_decision_needs_a_name_and_a_reason_of_decent_length(desk: Desk, by: str, why: str) -> None:
    receipt = desk.submit(DEMANDS)
    with pytest.raises(InputError, match="TEXT_LENGTH"):
        decide(desk.queue, receipt.submission.id, Order(True, why), by=Person(by))
    assert history(desk.queue, receipt.submission.id) == []


@pytest.mark.parametrize(("rows", "code"), [("4", "REVIEW_NOTHING"), ("99", "REVIEW_NOTHING"), ("2;x", "ROWS_FORM")])
def test_rows_that_cannot_be_decided_are_told(desk: Desk, rows: str, code: str) -> None:
    receipt = desk.submit(DEMANDS)
    with pytest.raises(InputError, match=code):
        desk.accept(receipt, rows)
    with pytest.raises(NotFoundError, match="SUBMISSION_UNKNOWN"):
        judged(desk.queue, "20990101-000000")


def test_a_decided_row_is_not_decided_again_unless_it_is_named(desk: Desk) -> None:
    receipt = desk.submit(DEMANDS)
    desk.accept(receipt)
    with pytest.raises(InputError, match="REVIEW_NOTHING"):
        desk.refuse(receipt)
    desk.refuse(receipt, "all")
    assert set(desk.states(receipt).values()) == {"refused", "invalid"}


def test_a_corrected_file_supersedes_what_was_not_accepted(desk: Desk) -> None:
    first = desk.submit(DEMANDS)
    desk.accept(first, "2-3")
    desk.refuse(first, "5")
    corrected = (
        HEADER
        + "D4,寻找减振器,2026-03,,,是,临海隐名厂\n"  # refused, unchanged
        + "D2,寻找防腐涂层,2027-02,20万,,,\n"  # accepted, changed
        + "D3,寻找滤芯,2026-04,,,,\n"  # invalid, corrected
        + "D1,寻找石墨烯导热膜,2026-01,18万,李某 13900000000,,临海电池厂\n"  # accepted, unchanged
    )
    second = desk.submit(corrected)
    assert desk.states(second) == {2: "refused", 3: "submitted", 4: "submitted", 5: "accepted"}
    assert desk.states(first) == {2: "accepted", 3: "accepted", 4: "invalid", 5: "superseded"}
    assert "2026-02" in desk.accepted()  # the version that was accepted stands until the changed one is
    desk.accept(second, "3")
    assert desk.states(first)[3] == "superseded"
    assert "2026-02" not in desk.accepted()
    assert "2027-02" in desk.accepted()
    desk.refuse(second, "3")  # taken back: the version before it is in force again
    assert desk.states(first)[3] == "accepted"
    assert "2026-02" in desk.accepted()
    with pytest.raises(InputError, match="REVIEW_NOTHING"):
        desk.accept(first, "5")


def test_the_same_file_again_is_no_new_submission(desk: Desk) -> None:
    first, again = desk.submit(DEMANDS), desk.submit(DEMANDS)
    assert again.repeated
    assert again.submission.id == first.submission.id
    assert len(listing(desk.queue, Wanted(), first=5)) == 1


def test_an_older_wording_of_an_accepted_row_waits_again(desk: Desk) -> None:
    first = desk.submit(HEADER + "D1,甲,,,,,\n")
    desk.accept(first)
    second = desk.submit(HEADER + "D1,乙,,,,,\n")
    desk.accept(second)
    third = desk.submit(HEADER + "D1,甲,,,,,\nD9,丙,,,,,\n")
    assert desk.states(third) == {2: "submitted", 3: "submitted"}
    assert "乙" in desk.accepted()


def test_a_list_is_narrowed_by_status_kind_and_source(desk: Desk) -> None:
    demands = desk.submit(DEMANDS)
    desk.accept(demands)
    terms = desk.submit("术语\n石墨烯\n", kind="Term", name="terms.csv")

    def found(wanted: Wanted) -> list[str]:
        return [line.submission.id for line in listing(desk.queue, wanted, first=9)]

    assert found(Wanted()) == [terms.submission.id, demands.submission.id]
    assert found(Wanted(status=Status.SUBMITTED)) == [terms.submission.id]
    assert found(Wanted(kind="Demand")) == [demands.submission.id]
    assert found(Wanted(source="elsewhere")) == []


def test_nothing_of_a_state_secret_is_kept(desk: Desk) -> None:
    receipt = desk.submit(SECRETS, kind="Achievement", name="achievements.csv")
    assert (receipt.waiting, receipt.secret) == (1, 1)
    assert desk.states(receipt) == {2: "submitted", 3: "secret"}
    desk.accept(receipt)
    assert "公开的成果" in desk.accepted()
    everything = kept(desk.queue.folder.parent)
    for text in ("保密的航天成果", "3702023Y0002", "机密"):
        assert text.encode() not in everything
    assert "公开的成果".encode() in everything
    with pytest.raises(InputError, match="REVIEW_NOTHING"):
        desk.accept(receipt, "3")


@pytest.mark.parametrize(
    "text",
    [
        "需求编号,需求名称,密级\nD1,公开需求,公开\nD2,不该出现的需求,秘密\n",  # a kind without grades
        "需求编号,需求名称,截止日期,备注\nD1,公开需求,,\nD2,x,不该出现的需求,机密★5年\n",  # the mark of a document
        "需求编号,需求名称\nD1,公开需求\nD2,不该出现的需求（绝密★长期）\n",
    ],
)
def test_a_secret_is_known_in_any_column(desk: Desk, text: str) -> None:
    receipt = desk.submit(text)
    assert desk.states(receipt) == {2: "submitted", 3: "secret"}
    everything = kept(desk.queue.folder.parent)
    assert "不该出现的需求".encode() not in everything
    assert "不该出现的需求" not in str(receipt)
    desk.accept(receipt)
    assert "公开需求" in desk.accepted()


def test_a_heading_that_marks_a_table_makes_all_of_it_secret(desk: Desk) -> None:
    receipt = desk.submit("机密★5年\n需求编号,需求名称\nD1,不该出现的需求\n")
    assert desk.states(receipt) == {3: "secret"}
    assert "不该出现的需求".encode() not in kept(desk.queue.folder.parent)


def test_a_secret_in_a_sheet_of_no_kind_is_not_kept_either(desk: Desk) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "需求"
    for row in (["需求编号", "需求名称"], ["D1", "公开需求"]):
        sheet.append(row)
    other = book.create_sheet("杂项")
    for row in (["名目", "密级"], ["不该出现的名目", "秘密"]):
        other.append(row)
    path = desk.folder / "demands.xlsx"
    book.save(path)
    (receipt,) = submit(desk.queue, desk.vocabulary, Offer([path], OFFICE))
    assert desk.states(receipt) == {2: "submitted"}
    assert [part.path for part in receipt.submission.parts] == ["rows-1.jsonl"]
    desk.accept(receipt)
    assert "公开需求" in desk.accepted()
    (file,) = read_manifest(desk.queue.accepted / "demands")
    assert (file.name, file.kind) == ("demands.xlsx·需求.jsonl", "Demand")


def test_a_file_without_rows_or_that_is_no_file_is_refused(desk: Desk) -> None:
    with pytest.raises(InputError, match="SUBMISSION_EMPTY"):
        desk.submit(HEADER)
    with pytest.raises(InputError, match="SUBMISSION_FILE"):
        submit(desk.queue, desk.vocabulary, Offer([Path("-")], OFFICE))
    assert listing(desk.queue, Wanted(), first=5) == []


@pytest.mark.parametrize(("role", "seen"), [("anonymous", 0), ("registered", 0), ("matchmaker", 1)])
def test_core_values_are_shown_to_those_alone_who_may_see_them(desk: Desk, role: str, seen: int) -> None:
    receipt = desk.submit(DEMANDS)
    found = judged(desk.queue, receipt.submission.id)
    rows, more = shown_rows(desk.queue, found, desk.vocabulary, desk.vocabulary.roles[role], Window())
    assert not more
    text = str(rows)
    for value in ("13900000000", "18万", "临海隐名厂"):
        assert (value in text) == bool(seen), value
    assert "寻找石墨烯导热膜" in text
    assert "13900000000" not in str(found) + str(listing(desk.queue, Wanted(), first=5)) + str(receipt.report.faults)
    assert b"13900000000" not in (desk.queue.folder / "log.sqlite").read_bytes()
    faulty, _ = shown_rows(
        desk.queue, found, desk.vocabulary, desk.vocabulary.roles[role], Window(states=(State.INVALID,))
    )
    assert [(row.row, {fault.code for fault in row.faults}) for row in faulty] == [(4, {"CELL_DATE", "CELL_REQUIRED"})]


def test_rows_are_shown_page_by_page(desk: Desk) -> None:
    receipt = desk.submit(DEMANDS)
    found, role = judged(desk.queue, receipt.submission.id), desk.vocabulary.roles["anonymous"]

    def page(after: int) -> tuple[list[int], bool]:
        rows, more = shown_rows(desk.queue, found, desk.vocabulary, role, Window(after=after, first=3))
        return [row.row for row in rows], more

    assert page(0) == ([2, 3, 4], True)
    assert page(3) == ([5], False)


def test_accepted_rows_are_loaded_with_their_numbers_and_taken_back_when_refused(
    desk: Desk, store: Store, count: Callable[[], dict[str, list[str]]]
) -> None:
    receipt = desk.submit(DEMANDS)
    desk.accept(receipt, "2,5")
    load_files(write_accepted(desk.queue, desk.vocabulary), store, desk.vocabulary)
    assert {uid: [ref.rsplit("|", 1)[0] for ref in refs] for uid, refs in count().items()} == {
        "dem:source_id:office/D1": ["office|demands.csv.jsonl||2"],
        "dem:source_id:office/D4": ["office|demands.csv.jsonl||5"],
    }
    desk.refuse(receipt, "2,5")
    load_files(write_accepted(desk.queue, desk.vocabulary), store, desk.vocabulary)
    assert count() == {}


def test_codes_beside_names_rough_amounts_and_remarks_pass_through_review(
    desk: Desk, store: Store, count: Callable[[], dict[str, list[str]]]
) -> None:
    receipt = desk.submit(
        "需求编号,需求名称,发布单位,统一社会信用代码,预算（万元）\n"
        "D1,寻找石墨烯导热膜,临海电池厂,914403001922038216,50-100\n"
        "合计,,,,100\n"
        "注：资金以万元计,,,,\n"
    )
    assert (receipt.waiting, receipt.invalid, receipt.secret) == (1, 0, 0)
    assert desk.states(receipt) == {2: "submitted"}
    found = judged(desk.queue, receipt.submission.id)
    for role, seen in (("anonymous", False), ("reviewer", True)):
        ((row,), _) = shown_rows(desk.queue, found, desk.vocabulary, desk.vocabulary.roles[role], Window())
        assert [fault.code for fault in row.faults] == ["CELL_ROUGH"]
        assert ("914403001922038216" in str(row), "50-100" in str(row)) == (seen, seen)
    desk.accept(receipt)
    load_files(write_accepted(desk.queue, desk.vocabulary), store, desk.vocabulary)
    assert list(count()) == ["dem:source_id:office/D1"]
    (edge,) = store.read("etl_edges_of", uids=["org:uscc:914403001922038216"])
    assert edge["end"] == "dem:source_id:office/D1"


@pytest.fixture
def count(store: Store) -> Callable[[], dict[str, list[str]]]:
    """The demands in the store, with the rows that state them."""
    parts = {"label": "Demand", "direction": "ASC"}

    def found() -> dict[str, list[str]]:
        rows = store.read("api_page", parts=parts, filters=[], limit=9, low="dem:", high="dem;")
        return {row["uid"]: row["stored"]["sources"] for row in rows}

    return found
