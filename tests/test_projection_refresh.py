"""After a load the projection is brought up to date by what changed, and is what it would be if it were built anew."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.identity.merge import Registrar
from etl.run import load
from etl.writing.rollback import roll_back
from graph.projection import files, refresh
from graph.projection.projection import Projection
from graph.projection.refresh import current, load_version
from graph.projection.stored import from_store
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary
from tests.changing_graphs import contents, saved

HEADS = {
    "Demand": "需求编号,需求名称,需求描述,发布单位,关键词,所在地区",
    "Achievement": "成果编号,成果名称,成果简介,完成单位,完成人,关键词",
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
        return f"A{number},{self._text()},{self._text()},{self.dice.choice(FIRMS)},{self.dice.choice(PEOPLE)},{words}"

    def _text(self) -> str:
        return "的".join(self.dice.sample(WORDS, 2)) + "研究"

    def _write(self, kind: str, rows: object) -> None:
        text = "\n".join([HEADS[kind], *rows])  # type: ignore[misc]
        (self.folder / f"{kind}.csv").write_text(text + "\n", encoding="utf-8")


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Hears of every projection that is built anew from the whole store."""
    heard: list[str] = []
    whole = refresh.from_store

    def building(store: Store, vocabulary: Vocabulary, *, version: str) -> Projection:
        heard.append(version)
        return whole(store, vocabulary, version=version)

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


@pytest.mark.parametrize("seed", range(4))
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
    for _ in range(10):
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
    from graph.errors import InputError

    try:
        return [decision.id for decision in registrar.merge(uids).decisions]
    except InputError:  # they are one already, or there are fewer than two
        return []
