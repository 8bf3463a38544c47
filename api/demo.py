"""The demonstration: the example province, loaded once, and a demand that is in none of its files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from api.loading import load_files
from api.settings import CHECKOUT
from graph.store.bolt import Store
from graph.store.jars import Progress

if TYPE_CHECKING:
    from api.cli.desk import Desk

PROVINCE = CHECKOUT / "examples" / "province"
DEMAND = "我们做新能源汽车电池包，冬天低温续航衰减严重，想找石墨烯导热材料的制备工艺，导热率高、成本低，能批量生产"


def prepare(desk: Desk, store: Store, progress: Progress) -> None:
    """Load the examples; when they are there already, nothing is written and that is said."""
    report = load_files([PROVINCE], store, desk.vocabulary, loads=desk.settings.loads, progress=progress)
    if report.changes:
        report.print(desk.console, desk.settings.lang)
    else:
        desk.remark("DEMO_LOADED_ALREADY")
