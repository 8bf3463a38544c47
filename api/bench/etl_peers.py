"""The checks that ``ColumnValidator`` makes of the clean table, told to pandera and to pydantic.

They check form, length, odd characters, markers for nothing and check digits; what is wrong they do not mend, and they
make no error table in two languages.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from typing import Annotated, Any, Literal

import polars as pl

from api.bench.etl_table import HEAD, SCALES
from etl.files.read import RawRow
from etl.rows.clean import EMPTY, LONGEST
from etl.rows.codes import org_code, uscc
from etl.rows.columns_codes import ORG_CODE, ORG_DIGITS, USCC, USCC_DIGITS
from etl.rows.columns_plain import LINE, MARKERS
from graph.errors import InputError

PACKAGES = ("pandera", "pydantic")


def ensure_packages() -> None:
    """Raises ``InputError`` (BENCH_PACKAGE) when a package that is only compared with is not there."""
    for name in PACKAGES:
        if find_spec(name) is None:
            raise InputError("BENCH_PACKAGE", package=name)


class WithPandera:
    """pandera over polars; the check digits are our own expressions, the fastest there are."""

    def __init__(self) -> None:
        import pandera.polars as pa  # noqa: PLC0415 - a development package

        short = [pa.Check.str_length(1, LONGEST), pa.Check.str_matches(LINE), pa.Check.notin(MARKERS)]
        code = pa.Check(lambda data: data.lazyframe.select(_right(data.key)))
        own = {
            "统一社会信用代码": [pa.Check.str_matches(USCC), code],
            "组织机构代码": [pa.Check.str_matches(ORG_CODE), code],
            "企业规模": [pa.Check.isin(SCALES)],
        }
        columns = {heading: pa.Column(pl.String, own.get(heading, short)) for heading in HEAD}
        self._schema = pa.DataFrameSchema(columns)

    def check(self, rows: Sequence[RawRow]) -> int:
        """How many of ``rows`` are valid; raises pandera's own errors."""
        columns = zip(*(row.cells for row in rows), strict=True)
        table = pl.DataFrame(dict(zip(HEAD, columns, strict=True)), schema=dict.fromkeys(HEAD, pl.String))
        return len(self._schema.validate(table, lazy=True))


def _right(heading: str) -> pl.Expr:
    code = pl.col(heading)
    if heading == "组织机构代码":
        return ORG_DIGITS.right(code, code.str.contains(ORG_CODE))
    return USCC_DIGITS.right(code, code.str.contains(USCC))


def _unmarked(text: str) -> str:
    if text in EMPTY:
        raise ValueError("a marker for nothing")
    return text


class WithPydantic:
    """pydantic, the check digits by our functions for one code."""

    def __init__(self) -> None:
        from pydantic import AfterValidator, Field, StringConstraints, TypeAdapter, create_model  # noqa: PLC0415

        clean = AfterValidator(_unmarked)
        short = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=LINE), clean]
        own: dict[str, Any] = {
            "统一社会信用代码": Annotated[str, AfterValidator(uscc)],
            "组织机构代码": Annotated[str, AfterValidator(org_code)],
            "企业规模": Literal[SCALES],
        }
        fields: dict[str, Any] = {heading: (own.get(heading, short), Field()) for heading in HEAD}
        model: Any = create_model("Enterprise", **fields)
        self._rows: Any = TypeAdapter(list[model])

    def check(self, rows: Sequence[RawRow]) -> int:
        """How many of ``rows`` are valid; raises pydantic's own errors."""
        return len(self._rows.validate_python([dict(zip(HEAD, row.cells, strict=True)) for row in rows]))
