"""Matches of everything into one table: the answers of single matches, few questions to the store, all or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from graph.errors import InputError, LimitError, NotFoundError
from graph.links.batch import TOGETHER, Batch, Side
from graph.links.engine import Engine
from graph.links.table import Row, columns, write
from graph.store.bolt import Store
from graph.vocabulary import Level


def silent(_done: int, _total: int) -> None:
    """Progress that nobody looks at."""


def batch(engine: Engine, to: Side, **given: Any) -> Batch:
    return Batch(engine.ground(), engine.ground().view(Level.PUBLIC), to, **given)


@pytest.mark.parametrize("to", ["achievements", "demands"])
def test_rows_are_the_answers_of_single_matches(engine: Engine, to: Side) -> None:
    side, other = ("answer", "demand") if to == "demands" else ("demand", "answer")
    groups = batch(engine, to, first=4).rows(silent)
    rows = [row for row in next(iter(groups)) if row]
    targets = ("Demand",) if to == "demands" else ()
    for uid in list(dict.fromkeys(row[f"{side}_uid"] for row in rows))[:20]:
        single = engine.match(demand=uid, targets=targets, first=4)
        mine = [row for row in rows if row[f"{side}_uid"] == uid]
        assert mine[0]["load_version"] == engine.version()
        if single.abstained:
            assert [row.get("abstained") for row in mine] == [single.abstained_code]
            assert mine[0].get(f"{other}_uid") is None
            continue
        assert [row[f"{other}_uid"] for row in mine] == [one.target.uid for one in single.explanations]
        assert [row["rank"] for row in mine] == list(range(1, len(mine) + 1))
        for row, one in zip(mine, single.explanations, strict=True):
            assert row["score"] == pytest.approx(one.score, abs=1e-3)
            for factor in one.factors:
                assert row[f"{factor.name}_value"] == pytest.approx(factor.value, abs=2e-4)
                assert row[f"{factor.name}_weight"] == factor.weight


def test_the_store_is_asked_for_many_demands_at_once(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: Counter[str] = Counter()
    read = Store.read

    def counted(store: Store, name: str, **given: Any) -> Any:
        asked[name] += 1
        return read(store, name, **given)

    groups = batch(engine, "achievements").rows(silent)
    monkeypatch.setattr(Store, "read", counted)
    rows = next(groups)
    assert len({row["demand_uid"] for row in rows}) == TOGETHER
    assert asked == {"links_nodes": 2}  # their texts, and the properties of all candidates


def test_the_whole_table_is_read_back(engine: Engine, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    file = tmp_path / "matches.parquet"
    count = write(batch(engine, "achievements", first=3).rows(lambda done, total: seen.append((done, total))), file)
    table = pl.read_parquet(file)
    low, high = engine.ground().projection.range("Demand")
    assert (table.height, table.columns) == (count, list(columns()))
    assert table["demand_uid"].n_unique() == high - low == seen[-1][0] == seen[-1][1]
    refused = table.filter(pl.col("abstained").is_not_null())
    assert 0 < refused.height < high - low
    assert refused["answer_uid"].null_count() == refused.height
    assert table.filter(pl.col("abstained").is_null())["score"].null_count() == 0
    assert [path.name for path in tmp_path.iterdir()] == ["matches.parquet"]


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    file = tmp_path / "out.parquet"

    def failing() -> Iterator[list[Row]]:
        yield [{"demand_uid": "d", "load_version": "1"}]
        raise InputError("MATCH_NO_OUT")

    with pytest.raises(InputError, match="MATCH_NO_OUT"):
        write(failing(), file)
    assert list(tmp_path.iterdir()) == []
    assert write([[{"demand_uid": "d", "load_version": "1"}]], file) == 1
    with pytest.raises(InputError, match="OUT_EXISTS"):
        write([], file)
    with pytest.raises(InputError, match="MATCH_NO_OUT"):
        write(failing(), file, force=True)
    assert pl.read_parquet(file)["demand_uid"].to_list() == ["d"]
    assert write([], file, force=True) == 0
    assert pl.read_parquet(file).columns == list(columns())


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_a_folder_that_cannot_be_written_into_is_told(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(InputError, match="OUT_FOLDER"):
        write([], tmp_path / folder / "out.parquet")


def test_parts_make_one_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.links.table.PART", 3)
    groups = [[{"demand_uid": f"d{i}{j}", "score": 0.5, "load_version": "1"} for j in range(2)] for i in range(5)]
    assert write(groups, tmp_path / "out.parquet") == 10
    assert pl.read_parquet(tmp_path / "out.parquet")["demand_uid"].to_list() == [
        r["demand_uid"] for g in groups for r in g
    ]


def test_bounds_are_kept_to(engine: Engine) -> None:
    with pytest.raises(LimitError, match="LIMIT_RANGE"):
        batch(engine, "demands", first=0)
    with pytest.raises(NotFoundError, match="UNKNOWN_KIND"):
        batch(engine, "demands", targets=("Ghost",))
