"""Unified social credit codes (GB 32100-2015) that are valid in form and belong to nobody."""

from __future__ import annotations

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = tuple(3**i % 31 for i in range(17))
_ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
# Region 000000 does not exist: nobody can hold such a code.
_NOWHERE = "91000000"


def credit_code(number: int) -> str:
    """The fictitious code number ``number`` (0–9999): 91, no region, DEM0…, both check digits right."""
    body = _NOWHERE + _organization_code(f"DEMX{number:04d}")
    total = sum(_ALPHABET.index(c) * w for c, w in zip(body, _WEIGHTS, strict=True))
    return body + _ALPHABET[-total % 31]


def _organization_code(body: str) -> str:
    """``body`` and its check digit (GB 11714); X would not be wrong here, both alphabets hold it."""
    total = sum(int(c, 36) * w for c, w in zip(body, _ORGANIZATION_WEIGHTS, strict=True))
    rest = 11 - total % 11
    return body + {10: "X", 11: "0"}.get(rest, str(rest))
