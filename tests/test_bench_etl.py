"""``kezhuan bench etl``: every figure is there and of the right shape; how large they are is no matter here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.bench import etl_peers
from api.bench.etl_peak import peak_mib
from api.bench.etl_rows import rates
from api.bench.etl_table import clean_rows
from api.cli.frame import invoke
from api.settings import Settings
from graph.errors import InputError
from graph.vocabulary import Vocabulary

RATIOS = {"pandera", "pydantic", "rows"}


def _settings(home: Path) -> Settings:
    return Settings.from_environment({"KEZHUAN_HOME": str(home), "KEZHUAN_LANG": "en", "KEZHUAN_HEAP": "512m"})


@pytest.mark.timeout(900)
def test_every_figure_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(_settings(tmp_path), ["bench", "etl", "--rows", "400", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["omitted"] == []
    assert set(told["ratios"]) == {f"validate_over_{peer}" for peer in RATIOS} | {
        "single_over_batched",
        "load_over_single",
        "peak_large_over_small",
        "again_over_first",
        "changed_over_first",
        "cold_over_first",
    }
    assert all(figure > 0 for figure in (*told["ratios"].values(), *told["rates"].values(), *told["memory"].values()))
    assert {"read", "nodes", "edges", "all"} <= set(told["seconds"])
    assert set(told["identity"]["sure"]) == set(told["identity"]["asked"]) == {"pairs", "precision", "recall"}
    assert told["counts"]["rows"] > 400
    assert told["counts"]["changes"] >= told["counts"]["changed_rows"] > 0
    assert list(tmp_path.iterdir()) == []


def test_too_few_rows_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert invoke(_settings(tmp_path), ["bench", "etl", "--rows", "10"]) == 2
    assert "SETTING_INVALID" in capsys.readouterr().err


def test_every_validator_takes_the_clean_rows(vocabulary: Vocabulary) -> None:
    assert set(rates(clean_rows(500), vocabulary)) == {"columns", "records", *RATIOS}


@pytest.mark.parametrize("validator", [etl_peers.WithPandera, etl_peers.WithPydantic])
@pytest.mark.parametrize(("column", "cell"), [(2, "91000000P000000010"), (3, "P00000000"), (0, ""), (4, "巨型")])
def test_the_peers_check_what_we_check(validator: type[etl_peers.WithPandera], column: int, cell: str) -> None:
    rows = clean_rows(3)
    rows[1].cells[column] = cell
    with pytest.raises(Exception, match=r"Check|USCC|ORG_CODE|literal|at least 1"):
        validator().check(rows)


def test_a_missing_package_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(etl_peers, "PACKAGES", ("pandera", "no_such_package"))
    with pytest.raises(InputError, match=r"BENCH_PACKAGE.*no_such_package"):
        etl_peers.ensure_packages()


def test_the_peak_of_memory_never_falls() -> None:
    before = peak_mib()
    held = bytearray(64 << 20)
    held[:: 1 << 12] = b"x" * len(held[:: 1 << 12])
    grown = peak_mib()
    del held
    assert grown >= before + 32
    assert peak_mib() > grown - 1  # the kernel counts pages thread by thread
