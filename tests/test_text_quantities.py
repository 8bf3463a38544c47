"""Numbers with units: values in canonical units, bounds, and what is no quantity."""

from __future__ import annotations

import csv
import gzip
import json
from pathlib import Path

import pytest

from graph.text.quantities import Quantity, quantities
from graph.text.units import units

ROOT = Path(__file__).parents[1]
OPEN = None


def told(text: str) -> list[tuple[float | None, float | None, str]]:
    return [(one.low, one.high, one.unit) for one in quantities(text)]


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("比能量5 kW·h/kg", 5 * 3.6e6, 5 * 3.6e6, "J/kg"),
        ("纯度≥ 99.9 %", 99.9, OPEN, "%"),
        ("加热到200 ℃", 200, 200, "℃"),
        ("能量密度不低于300Wh/kg", 300 * 3600, OPEN, "J/kg"),
        ("克容量＞５００ｍＡｈ／ｇ", 500 * 3.6 / 1e-3, OPEN, "C/kg"),
        ("温度为180~220℃", 180, 220, "℃"),
        ("200±20摄氏度", 180, 220, "℃"),
        ("温度控制在55-75度", 55, 75, "℃"),
        ("倾角为30度", 30, 30, "°"),
        ("300K", 300 - 273.15, 300 - 273.15, "℃"),
        ("212℉", 100, 100, "℃"),
        ("20℃/min", 20 / 60, 20 / 60, "K/s"),
        ("真空度低于-0.1MPa", OPEN, -1e5, "Pa"),
        ("粘度2,000-100,000Pa·s", 2e3, 1e5, "Pa·s"),
        ("导热系数大于1.5W/(m·K)", 1.5, OPEN, "W/(K·m)"),
        ("1.5W/m·K", 1.5, 1.5, "W/(K·m)"),
        ("电导率2×10⁻³ S/cm", 0.2, 0.2, "S/m"),
        ("密度7.8×10^3 kg/m3", 7800, 7800, "kg/m³"),
        ("面密度120g/m²", 0.12, 0.12, "kg/m²"),
        ("持续2小时至3小时", 7200, 10800, "s"),
        ("厚度50μm以下", OPEN, 5e-5, "m"),
        ("粒径0.05μm以上且2.0μm以下", 5e-8, 2e-6, "m"),
        ("间距大于50mm小于100mm", 0.05, 0.1, "m"),
        ("约1%至约30%", 1, 30, "%"),
        ("杂质5~20ppm", 5e-4, 2e-3, "%"),
        ("浓度为15wt%-50wt%", 15, 50, "wt%"),
        ("投资3~5亿元", 3e8, 5e8, "CNY"),
        ("预算不超过300万元", OPEN, 3e6, "CNY"),
        ("转速400rpm", 400 / 60, 400 / 60, "r/s"),
        ("30转/分", 0.5, 0.5, "r/s"),
        ("骨粉5-10份", 5, 10, "份"),
    ],
)
def test_quantities_in_canonical_units(text: str, low: float | None, high: float | None, unit: str) -> None:
    [one] = quantities(text)
    assert one.unit == unit
    assert (one.low, one.high) == (low and pytest.approx(low), high and pytest.approx(high))


@pytest.mark.parametrize(
    "text",
    [
        *(
            "CN114232276A说明书1/6页",
            "2017年获奖",
            "5G网络",
            "3D打印",
            "如图3所示",
            "(18A)与(7a)",
            "得8分",
            "3A级景区",
            "1/10秒",
        ),
        *("根据权利要求1至8任一项", "HFO-1234ze(E)", "第2组", "", "％"),
    ],
)
def test_other_numbers_are_none(text: str) -> None:
    assert quantities(text) == []


def test_a_range_has_its_middle_and_bounds_that_admit() -> None:
    [one] = quantities("在180~220℃下")
    assert one == Quantity(200.0, "℃", 180.0, 220.0, 1, 9)
    assert one.admits(180)
    assert not one.admits(221)
    [least] = quantities("≥99.9%")
    assert least.admits(100)
    assert not least.admits(99)


def test_ranges_in_two_units_are_two_quantities_or_none() -> None:
    assert told("0.5h-60min") == [(1800.0, 3600.0, "s")]
    assert told("长3m、重5kg") == [(3.0, 3.0, "m"), (5.0, 5.0, "kg")]


def test_every_unit_reads_as_itself() -> None:
    known = units()
    for name in known.means:
        unit = known.read(name)
        assert unit.factor > 0
        assert unit.name


def test_patents_say_their_conditions() -> None:
    with gzip.open(ROOT / "examples" / "province" / "patents.csv.gz", "rt", encoding="utf-8") as lines:
        texts = [row["摘要"] for row in csv.DictReader(lines)]
    found = [(text, one) for text in texts for one in quantities(text)]
    assert len(found) > 150
    for text, one in found:
        assert any(sign.isdigit() for sign in text[one.start : one.end])
        assert one.low is not None or one.high is not None
        assert one.low is None or one.high is None or one.low <= one.value <= one.high
    assert {"%", "℃", "m", "s"} <= {one.unit for _, one in found}


CLAIMS = ROOT.parent / "shared" / "data" / "kppatent_zh" / "test_data_TAC.json"


@pytest.mark.skipif(not CLAIMS.is_file(), reason="the claims of KPPatent-ZH are not beside the checkout")
def test_claims_of_patents() -> None:
    claims = [row["input"].partition("权利声明：")[2] for row in json.loads(CLAIMS.read_text(encoding="utf-8"))]
    by_place = {text[one.start : one.end]: one for text in claims for one in quantities(text)}
    assert len(by_place) > 2_000
    assert (by_place["1200～1240℃"].low, by_place["1200～1240℃"].high) == (1200, 1240)
    assert by_place["80-120m/min"].high == pytest.approx(2)
    assert by_place["1000±100kg"].low == pytest.approx(900)
    assert by_place["≤20μm"].low is None
