"""After a load the projection is brought up to date by what changed, and is what it would be if it were built anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.identity.merge import Registrar
from etl.run import load
from etl.writing.changes import ChangeLog
from etl.writing.rollback import roll_back
from graph.errors import InputError
from graph.links.engine import Engine
from graph.metapaths.drawn import FOLDER
from graph.projection import files, refresh
from graph.projection.projection import Projection
from graph.projection.refresh import current, load_version
from graph.projection.stored import from_store
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from tests.changing_graphs import contents, saved
from tests.dying_loader import killed as die_loading
from tests.test_etl_rename import FILES as WAITING
from tests.test_etl_rename import LIST
from tests.waiting import wait_until
from tests.workers import Worker, killed

HEADS = {
    "Demand": "需求编号,需求名称,需求描述,发布单位,关键词,所在地区",
    "Achievement": "成果编号,成果名称,成果简介,完成单位,完成人,关键词,完成日期",
    "Region": "行政区划代码,名称,简称",
}
FIRMS = ("甲公司", "乙公司", "丙研究院", "丁大学")
WORDS = ("石墨烯", "导热膜", "锂电池", "储能", "电解液", "催化剂", "钙钛矿")
PEOPLE = ("张伟", "李娜", "王强")
PLACES = {"青岛市": "370200,青岛市,青岛", "济南市": "370100,济南市,济南"}


class Office:
    """Files of an office that change at random; ``texts`` by name without suffix."""

    def __init__(self, folder: Path, dice: random.Random) -> None:
        self.folder, self.dice = folder, dice
        self.rows: dict[str, dict[int, str]] = {"Demand": {}, "Achievement": {}}
        folder.mkdir()

    def change(self) -> None:
        """Add, change and drop some rows; now and then the list of regions comes."""
        for kind, rows in self.rows.items():
            for _ in range(self.dice.randrange(1, 6)):
                number = self.dice.randrange(12)
                if number in rows and self.dice.random() < 0.4:
                    del rows[number]
                else:
                    rows[number] = getattr(self, kind.lower())(number)
            self._write(kind, rows.values())
        if self.dice.random() < 0.3:
            self._write("Region", self.dice.sample(list(PLACES.values()), self.dice.randrange(1, 3)))

    def demand(self, number: int) -> str:
        """A row of a demand."""
        words = "；".join(self.dice.sample(WORDS, 2))
        place = self.dice.choice([*PLACES, ""])
        return f"D{number},{self._text()},{self._text()}{self._text()},{self.dice.choice(FIRMS)},{words},{place}"

    def achievement(self, number: int) -> str:
        """A row of an achievement."""
        words = "；".join(self.dice.sample(WORDS, 2))
        done = self.dice.randrange(2010, 2020)  # which dates edges
        who = f"{self.dice.choice(FIRMS)},{self.dice.choice(PEOPLE)}"
        return f"A{number},{self._text()},{self._text()},{who},{words},{done}"

    def _text(self) -> str:
        return "的".join(self.dice.sample(WORDS, 2)) + "研究"

    def _write(self, kind: str, rows: object) -> None:
        text = "\n".join([HEADS[kind], *rows])  # type: ignore[misc]
        (self.folder / f"{kind}.csv").write_text(text + "\n", encoding="utf-8")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Hears of every projection that is built anew from the whole store."""
    heard: list[str] = []

    def building(store: Store, vocabulary: Vocabulary, *, version: str) -> Projection:
        heard.append(version)
        return from_store(store, vocabulary, version=version)

    monkeypatch.setattr(refresh, "from_store", building)
    return heard


@pytest.fixture
def equal(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> Callable[[], Projection]:
    """The current projection, its files compared with those of one built anew."""
    numbers = iter(range(1_000))

    def compare() -> Projection:
        graph = current(store, vocabulary, tmp_path / "cache")
        anew = from_store(store, vocabulary, version=load_version(store))
        folder = files.folder_of(tmp_path / "cache", graph.version, vocabulary)
        assert graph.version == anew.version
        assert contents(folder) == saved(anew, tmp_path / f"anew-{next(numbers)}")
        return graph

    return compare


@pytest.mark.parametrize("seed", range(2))
def test_any_history_gives_what_is_built_anew(
    seed: int, store: Store, vocabulary: Vocabulary, tmp_path: Path, equal: Callable[[], Projection], told: list[str]
) -> None:
    dice = random.Random(seed)
    office, loads = Office(tmp_path / "office", dice), tmp_path / "loads"
    registrar = Registrar(store, vocabulary, "测试")
    office.change()
    history = [load([office.folder], store, vocabulary, loads=loads).load_id]
    decisions: list[str] = []
    equal()
    for _ in range(8):
        deed = dice.choice(["load", "load", "load", "merge", "undo", "back"])
        if deed == "merge":
            firms = [f"org:name:{name}" for name in FIRMS]
            there = [row["uid"] for row in store.read("identity_present", uids=firms)]
            decisions += _merge(registrar, dice.sample(there, min(2, len(there))))
        elif deed == "undo" and decisions:
            registrar.undo(decisions.pop())
        elif deed == "back" and len(history) > 1:
            roll_back(history.pop(), store, vocabulary, loads / "undo")
        else:
            office.change()
            report = load([office.folder], store, vocabulary, loads=loads)
            history += [report.load_id] if report.changes else []
        if dice.random() < 0.7:
            equal()
    assert told == [history[0]]


def _merge(registrar: Registrar, uids: list[str]) -> list[str]:
    try:
        return [decision.id for decision in registrar.merge(uids).decisions]
    except InputError:  # they are one already, or there are fewer than two
        return []


DEMANDS = "需求编号,需求名称,发布单位,关键词\n"
FIRST = DEMANDS + "D1,导热,甲公司,石墨烯\nD2,储能,乙公司,锂电池\n"
SECOND = DEMANDS + "D1,导热膜,甲公司,石墨烯；散热\nD3,电解,甲公司,锂电池\n"
LATE = {"Region": LIST, "Demand": FIRST}
FIRM = "org:name:甲公司"
Compare = Callable[[], Projection]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of demands, loaded in its first state."""
    (tmp_path / "Demand.csv").write_text(FIRST, encoding="utf-8")
    return tmp_path / "Demand.csv"


def reload(file: Path, text: str, store: Store, vocabulary: Vocabulary) -> str:
    """Load ``file`` with another text."""
    file.write_text(text, encoding="utf-8")
    return load([file], store, vocabulary, loads=file.parent / "loads").load_id


@pytest.mark.usefixtures("store")
class TestWhenItIsBuilt:
    """Whenever the notes of changes do not tell all, the projection is built from the whole store."""

    @pytest.fixture(autouse=True)
    def _loaded(self, file: Path, store: Store, vocabulary: Vocabulary, equal: Compare) -> None:
        reload(file, FIRST, store, vocabulary)
        equal()

    def test_not_after_a_load(
        self, file: Path, store: Store, vocabulary: Vocabulary, equal: Compare, told: list[str]
    ) -> None:
        reload(file, SECOND, store, vocabulary)
        equal()
        assert told == []

    def test_too_much_changed(
        self,
        file: Path,
        store: Store,
        vocabulary: Vocabulary,
        equal: Compare,
        told: list[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr(refresh, "ALWAYS", 3)
        load_id = reload(file, SECOND, store, vocabulary)
        equal()
        assert told == [load_id]

    def test_a_load_named_too_much(
        self,
        file: Path,
        store: Store,
        vocabulary: Vocabulary,
        equal: Compare,
        told: list[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("etl.writing.changes.MOST", 3)
        load_id = reload(file, SECOND, store, vocabulary)
        equal()
        assert told == [load_id]
        assert max(row["size"] for row in store.read("etl_changes_sizes")) <= 3

    def test_old_notes_are_gone(
        self,
        file: Path,
        store: Store,
        vocabulary: Vocabulary,
        equal: Compare,
        told: list[str],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        monkeypatch.setattr("etl.writing.changes.KEPT", 150)
        load_id = reload(file, SECOND, store, vocabulary)
        assert len(store.read("etl_changes_sizes")) == 1
        equal()
        assert told == [load_id]

    def test_the_store_has_another_history(
        self, file: Path, store: Store, vocabulary: Vocabulary, equal: Compare, told: list[str]
    ) -> None:
        store.sweep("schema_clear")
        others = [reload(file, text, store, vocabulary) for text in (SECOND, FIRST)]
        equal()
        assert told == [others[-1]]

    def test_the_store_came_to_the_same_version_in_another_way(
        self, store: Store, equal: Compare, told: list[str]
    ) -> None:
        for name in ("甲", "乙"):
            store.sweep("schema_clear")
            row = {"uid": FIRM, "properties": {"name": name, "sources": []}}
            done: dict[str, Any] = {
                "id": "L1",
                "finished": "2026",
                "changes": 1,
                "report": "{}",
                "left": [],
                "fingerprint": "",
            }
            store.write("etl_load_start", id="L1", started="2026", sources=[], files=[])
            store.write("etl_nodes", parts={"labels": "Organization"}, rows=[row], now="2026")
            store.write("etl_load_complete", first=ChangeLog("L1", whole=True).mark(), **done)
            graph = equal()
            assert graph.captions[graph.id_of(FIRM)] == name
        assert told == ["L1", "L1"]

    def test_somebody_changed_it_without_a_note(self, store: Store, equal: Compare, told: list[str]) -> None:
        row = {"uid": FIRM, "properties": {"name": "甲", "sources": []}}
        store.write("etl_load_start", id="L2", started="2026", sources=[], files=[])
        store.write("etl_nodes", parts={"labels": "Organization"}, rows=[row], now="2026")
        store.write("etl_load_complete", id="L2", finished="2026", changes=1, report="{}", left=[], fingerprint="")
        equal()
        assert told == ["L2"]


def test_a_load_killed_anywhere_is_caught_up_with(
    store: Store, store_address: StoreAddress, vocabulary: Vocabulary, tmp_path: Path, equal: Compare, told: list[str]
) -> None:
    folder, late = tmp_path / "files", tmp_path / "late"
    for path, texts in ((folder, WAITING), (late, LATE)):
        path.mkdir()
        for name, text in texts.items():
            (path / f"{name}.csv").write_text(text, encoding="utf-8")
    first = load([folder], store, vocabulary, loads=tmp_path / "loads").load_id
    equal()
    points = iter(range(2, 60, 7))
    while die_loading(late, tmp_path / "loads", store_address, next(points), before=False):
        current(store, vocabulary, tmp_path / "cache")
        if next(points) % 3 == 0:
            there = [row["uid"] for row in store.read("identity_rows", parts={"label": "Organization"}, names=[])]
            Registrar(store, vocabulary, "测试").keep_apart(*there[:2])  # a version of its own, meanwhile
            current(store, vocabulary, tmp_path / "cache")
    graph = equal()
    assert graph.find("org:name:甲公司@reg:code:990000") is not None  # what waited for its list has its name
    assert told == [first]


def test_a_refresh_killed_anywhere_leaves_the_version_before(
    file: Path, store: Store, store_address: StoreAddress, vocabulary: Vocabulary, tmp_path: Path, equal: Compare
) -> None:
    reload(file, FIRST, store, vocabulary)
    before, cache = equal(), tmp_path / "cache"
    folder = files.folder_of(cache, before.version, vocabulary)
    held = contents(folder)
    reload(file, SECOND, store, vocabulary)
    for point in (1, 15, 30):
        assert killed(store_address, cache, point)
        assert contents(folder) == held
        assert [path.name for path in cache.iterdir() if not path.name.startswith(".")] == [folder.name]
        assert len(files.load(folder, vocabulary)) == len(before)
    equal()
    assert not list(cache.glob(".making-*"))


def test_workers_switch_at_once_and_a_question_keeps_its_version(
    file: Path, store: Store, store_address: StoreAddress, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    cache, versions = tmp_path / "cache", [reload(file, FIRST, store, vocabulary)]
    workers = [Worker(store_address, cache) for _ in range(2)]
    try:
        assert [one.do("ask", FIRM) for one in workers] == [(versions[0], ["导热"])] * 2
        assert workers[0].do("hold") == versions[0]
        for text, seen in (
            (SECOND, ["导热膜", "电解"]),
            (FIRST, ["导热"]),
            (SECOND, ["导热膜", "电解"]),
        ):
            versions.append(reload(file, text, store, vocabulary))
            for one in workers:
                one.begin("ask", FIRM)
            assert [one.end() for one in workers] == [(versions[-1], seen)] * 2
        assert len([path for path in cache.iterdir() if path.is_dir()]) == files.KEPT  # that of the held one is removed
        assert workers[0].do("finish", FIRM) == (versions[0], ["导热"])
    finally:
        for one in workers:
            one.stop()


def test_what_nothing_concerns_is_shared_on_disk(store: Store, vocabulary: Vocabulary, tmp_path: Path) -> None:
    rows = [f"A{n},成果{n},简介,丁大学,张{n},石墨烯," for n in range(600)]
    (tmp_path / "Achievement.csv").write_text("\n".join([HEADS["Achievement"], *rows]), encoding="utf-8")
    folders = []
    for text in (FIRST, FIRST.replace("甲公司,石墨烯", "甲公司,锂电池")):
        (tmp_path / "Demand.csv").write_text(text, encoding="utf-8")
        load([tmp_path / "Achievement.csv", tmp_path / "Demand.csv"], store, vocabulary, loads=tmp_path / "loads")
        graph = current(store, vocabulary, tmp_path / "cache")
        folders.append(files.folder_of(tmp_path / "cache", graph.version, vocabulary))
    shared = {path.name for path in folders[1].iterdir() if path.stat().st_nlink == 2}
    assert {"COMPLETED.out.indices.npy", "uids.blob.npy"} <= shared
    assert not {"MENTIONS.back.indices.npy", "meta.json"} & shared


def test_random_graphs_in_use_are_made_for_the_next_version(
    file: Path, store: Store, vocabulary: Vocabulary, tmp_path: Path
) -> None:
    """Though nobody asks for them over the new version; and none that were not in use."""
    reload(file, FIRST, store, vocabulary)
    engine = Engine(store, vocabulary, tmp_path / "cache")
    graph = engine.ground().projection
    assert engine.links(graph.uids[graph.range("Demand")[0]], FIRM, length=2).links
    used = made(graph)
    assert {"POSTED"} <= used < set(graph.relations)
    reload(file, SECOND, store, vocabulary)
    now = engine.ground().projection
    assert now.version != graph.version
    assert wait_until(lambda: made(now) == used, timeout=60)


def made(graph: Projection) -> set[str]:
    """The relations of which there are random graphs in files."""
    folder = graph.folder / FOLDER if graph.folder else Path()
    return {path.name for path in folder.glob("[!.]*") if path.is_dir()}
