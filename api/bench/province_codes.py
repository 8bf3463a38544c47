"""Numbers with right check digits for whole columns, and wrong ones where asked; they belong to nobody."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from api.bench.province_words import Index, joined, pick
from etl.rows.codes import ORG_WEIGHTS, PATENT_WEIGHTS, USCC_ALPHABET, USCC_WEIGHTS

NOWHERE = "91000000P"  # region 000000 does not exist
P = 25  # the value of the letter P as a base-36 digit; in the alphabet of the credit code it is another
ELEVEN = "0123456789X"

Mask = npt.NDArray[np.bool]


def digits(numbers: Index, width: int) -> npt.NDArray[np.int64]:
    """The last ``width`` decimal digits of each number, one row each."""
    return numbers[:, None] // 10 ** np.arange(width - 1, -1, -1) % 10


def padded(numbers: Index, width: int) -> pl.Series:
    """The numbers with leading zeros."""
    return pl.Series(numbers).cast(pl.String).str.zfill(width)


def credit_codes(at: Index, wrong: Mask) -> pl.Series:
    """Unified social credit codes, another for each number below 10^7."""
    inner = P * ORG_WEIGHTS[0] + digits(at, 7) @ np.array(ORG_WEIGHTS[1:])
    check = (11 - inner % 11) % 11  # 10 is X, 0 stays 0
    head = sum(USCC_ALPHABET.index(char) * weight for char, weight in zip(NOWHERE, USCC_WEIGHTS, strict=False))
    places = np.where(check == 10, USCC_ALPHABET.index("X"), check)
    total = head + digits(at, 7) @ np.array(USCC_WEIGHTS[9:16]) + places * USCC_WEIGHTS[16]
    return joined(NOWHERE, padded(at, 7), pick(ELEVEN, check), pick(USCC_ALPHABET, (31 - total % 31) % 31 + wrong))


def patent_numbers(at: Index, years: Index, wrong: Mask) -> pl.Series:
    """Application numbers with a dot, another for each number below 10^7 in a year."""
    body = years * 10**8 + 10**7 + at % 10**7
    rest = digits(body, 12) @ np.array(PATENT_WEIGHTS)
    return joined(pl.Series(body).cast(pl.String), ".", pick(ELEVEN, rest % 11 + wrong))


def orcids(at: Index) -> pl.Series:
    """ORCID iDs, another for each number below 10^8."""
    total = 9 * 2**12 + digits(at, 8) @ 2 ** np.arange(8, 0, -1)  # 9 is the fourth of the fifteen digits
    text, check = padded(at, 8), pick(ELEVEN, (12 - total % 11) % 11)
    groups = (text.str.slice(0, 1), "-", text.str.slice(1, 4), "-", text.str.slice(5, 3))
    return joined("0009-000", *groups, check)
