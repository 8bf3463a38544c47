"""``kezhuan bench etl``: every figure is there and of the right shape; how large they are is no matter here."""

from __future__ import annotations

import json
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from api.bench import etl_peers
from api.bench.etl import Bench
from api.bench.etl_rows import rates
from api.bench.etl_table import clean_rows
from api.cli.frame import invoke
from api.settings import Settings
from etl.reports.progress import quiet
from graph.errors import InputError
from graph.store.address import StoreAddress
from graph.store.bolt import Store
from graph.vocabulary import Vocabulary

RATIOS = {"pandera", "pydantic", "rows"}
HOLDING = """
from api.bench.etl_peak import peak_mib
before = peak_mib()
held = bytearray(64 << 20)
held[:: 1 << 12] = b"x" * len(held[:: 1 << 12])
grown = peak_mib()
del held
print(before, grown, peak_mib())
"""


def _settings(home: Path) -> Settings:
    return Settings.from_environment({"KEZHUAN_HOME": str(home), "KEZHUAN_LANG": "en", "KEZHUAN_HEAP": "512m"})


@pytest.fixture
def environ(store: Store, store_address: StoreAddress) -> dict[str, str]:
    """The run's store in place of one of its own, which would be started for each home."""
    del store  # it is empty now
    address = store_address
    return {"NEO4J_URI": address.uri, "NEO4J_USER": address.user, "NEO4J_PASSWORD": address.password}


@pytest.mark.timeout(900)
def test_every_figure_is_printed(
    environ: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    own = {**environ, "KEZHUAN_HOME": str(tmp_path / "home")}
    monkeypatch.setattr(Bench, "home", lambda _: nullcontext(own))
    assert invoke(_settings(tmp_path), ["bench", "etl", "--rows", "400", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    (omitted,) = told["omitted"]  # the run's store is served
    assert "BULK_SERVED" in omitted["en"]
    assert set(told["ratios"]) == {f"validate_over_{peer}" for peer in RATIOS} | {
        "single_over_writing",
        "single_over_first",
        "first_over_again",
        "first_over_changed",
        "peak_large_over_small",
    }
    assert set(told["whole"]) == {"first", "single", "again", "changed"}
    assert all(figure > 0 for figure in (*told["ratios"].values(), *told["rates"].values(), *told["memory"].values()))
    assert {"read", "nodes", "edges", "all"} <= set(told["seconds"])
    assert set(told["identity"]["sure"]) == set(told["identity"]["asked"]) == {"pairs", "precision", "recall"}
    assert told["counts"]["rows"] > 400
    assert told["counts"]["changes"] >= told["counts"]["changed_rows"] > 0


def test_a_home_of_its_own_is_removed(tmp_path: Path) -> None:
    bench = Bench(_settings(tmp_path), tmp_path, 400, quiet)
    with bench.home() as environ:
        home = Path(environ["KEZHUAN_HOME"])
        home.mkdir()
        assert environ["NEO4J_URI"] == ""
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
    # In a process of its own: this one may have held more before.
    done = subprocess.run([sys.executable, "-c", HOLDING], check=True, capture_output=True, text=True)
    before, grown, after = map(float, done.stdout.split())
    assert before + 60 <= grown <= before + 80
    assert after > grown - 1  # the kernel counts pages thread by thread
