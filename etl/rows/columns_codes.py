"""Codes whose spelling and check digit are right, found for a whole column at once; ``codes.py`` says what is right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from etl.rows.codes import ORG_WEIGHTS, PATENT_WEIGHTS, USCC_ALPHABET, USCC_WEIGHTS
from etl.rows.columns_plain import Plain

BASE36 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
DECIMAL = "0123456789X"
ALPHABET = "[0-9A-HJ-NPQRTUWXY]"
USCC = rf"^[1-9ANY]{ALPHABET}[0-9]{{6}}{ALPHABET}{{10}}$"
ORG_CODE = r"^[0-9A-Z]{8}-?[0-9X]$"
PATENT = r"^(?:ZL|CN)?(?:19|20)[0-9]{10}\.?[0-9X]$"
ORCID = r"^[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]$"
REGISTRATION = r"^[0-9A-Z]{3}(?:19|20)[0-9]{2}Y[0-9]{4}$"
IPC = r"^[A-H][0-9]{2}[A-Z](?:[0-9]{1,4}(?:/[0-9]{2,6})?)?$"


@dataclass(frozen=True, slots=True)
class Digits:
    """A code whose characters' values, each times its weight, leave ``rest`` modulo ``modulus``.

    ``values`` and ``last``: the value of a character is its place in this alphabet, for the last one in ``last``.
    """

    values: str
    last: str
    weights: Sequence[int]
    modulus: int
    rest: int = 0

    def right(self, code: pl.Expr, form: pl.Expr) -> pl.Expr:
        """Whether the check digit of ``code`` is right, where ``form`` says it has the form; False elsewhere."""
        text = pl.when(form).then(code).otherwise(pl.lit("0" * len(self.weights)))
        rests = text.cast(pl.Binary).map_batches(self._rests, return_dtype=pl.Int64)
        return form & (rests == self.rest)

    def _rests(self, codes: pl.Series) -> pl.Series:
        row = pl.Array(pl.UInt8, len(self.weights))
        letters = codes.bin.reinterpret(dtype=row, endianness="little").to_numpy()
        values = _table(self.values)[letters]
        values[:, -1] = _table(self.last)[letters[:, -1]]
        return pl.Series((values @ np.array(self.weights, np.int32)) % self.modulus, dtype=pl.Int64)


def _table(alphabet: str) -> npt.NDArray[np.int32]:
    table = np.zeros(256, np.int32)
    table[np.frombuffer(alphabet.encode(), np.uint8)] = np.arange(len(alphabet))
    return table


# The published rules, with the check character's own term brought to the left side of the congruence.
USCC_DIGITS = Digits(USCC_ALPHABET, USCC_ALPHABET, (*USCC_WEIGHTS, 1), 31)
ORG_DIGITS = Digits(BASE36, DECIMAL, (*ORG_WEIGHTS, 1), 11)
PATENT_DIGITS = Digits(DECIMAL, DECIMAL, (*PATENT_WEIGHTS, -1), 11)
ORCID_WEIGHTS = [0 if place % 5 == 4 else 2 ** (15 - (place - place // 5)) % 11 for place in range(18)]
ORCID_DIGITS = Digits(DECIMAL, DECIMAL, (*ORCID_WEIGHTS, 1), 11, rest=1)


def inner_org_code(uscc: pl.Expr) -> pl.Expr:
    """Whether the organization code within a valid ``uscc`` has a right check digit of its own."""
    code = uscc.str.slice(8, 9)
    return ORG_DIGITS.right(code, code.str.contains(ORG_CODE))


def _uscc(cell: pl.Expr, code: pl.Expr) -> pl.Expr:
    return USCC_DIGITS.right(code, cell.str.contains(USCC))


def _org_code(cell: pl.Expr, code: pl.Expr) -> pl.Expr:
    return ORG_DIGITS.right(code, cell.str.contains(ORG_CODE))


def _without_dash(cell: pl.Expr) -> pl.Expr:
    return cell.str.replace("-", "", literal=True)


def _patent(cell: pl.Expr, number: pl.Expr) -> pl.Expr:
    return PATENT_DIGITS.right(number, cell.str.contains(PATENT))


def _bare_patent(cell: pl.Expr) -> pl.Expr:
    return cell.str.strip_prefix("ZL").str.strip_prefix("CN").str.replace(".", "", literal=True)


def _orcid(cell: pl.Expr, code: pl.Expr) -> pl.Expr:
    return ORCID_DIGITS.right(code, cell.str.contains(ORCID))


CODES: dict[str, Plain] = {
    "uscc": Plain(_uscc),
    "org_code": Plain(_org_code, _without_dash),
    "patent_no": Plain(_patent, _bare_patent),
    "orcid": Plain(_orcid),
    "registration_no": Plain(lambda cell, _: cell.str.contains(REGISTRATION)),
    "ipc": Plain(lambda cell, _: cell.str.contains(IPC)),
}
