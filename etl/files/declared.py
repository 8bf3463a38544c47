"""What a manifest and a mapping declare in the same words: TOML with every fault told at once, in both languages."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from graph.errors import InputError
from graph.words import Words, message

UNITS = {"元": 1.0, "千元": 1e3, "万元": 1e4, "万": 1e4, "百万元": 1e6, "亿元": 1e8, "亿": 1e8, "cny": 1.0, "rmb": 1.0}
LARGEST = 1 << 24  # bytes

Raw = Mapping[str, Any]
Shape = Mapping[str, type | tuple[type, ...]]

COLUMNS: Shape = {"kind": str, "sheet": str, "minimum": int, "constants": dict, "columns": dict, "units": dict}
NAMES = {str: "text", int: "integer", bool: "true/false", dict: "[table]", list: "[[array]]"}
PLAIN = (str, int, float, bool, list)  # what a constant may be; TOML's dates are refused, being no text


def read_toml(path: Path) -> dict[str, Any]:
    """The table that a TOML file holds. Raises ``InputError`` (MANIFEST_INVALID, FILE_DENIED)."""
    try:
        if path.stat().st_size > LARGEST:
            raise InputError("MANIFEST_INVALID", file=path.name, faults=f"> {LARGEST >> 20} MB")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except PermissionError as error:
        raise InputError("FILE_DENIED", path=path) from error
    except (OSError, ValueError, RecursionError) as error:  # ValueError: not UTF-8, not TOML, a number too long
        raise InputError("MANIFEST_INVALID", file=path.name, faults=error) from error


def together(faults: Iterable[Words]) -> Words:
    """Several faults as one text."""
    listed = list(faults)
    return Words("；".join(fault.zh for fault in listed), "; ".join(fault.en for fault in listed))


def shape_faults(raw: Raw, shape: Shape, at: str) -> Iterator[Words]:
    """Keys that are not of ``shape``, and values that are not of their type there."""
    for key, value in raw.items():
        if key not in shape:
            yield message("FAULT_KEY", at=at, key=key, known=", ".join(shape))
        elif not isinstance(value, shape[key]) or (isinstance(value, bool) and shape[key] is not bool):
            wanted = shape[key]
            kinds = wanted if isinstance(wanted, tuple) else (wanted,)
            yield message("FAULT_TYPE", at=at, key=key, type=" / ".join(NAMES[kind] for kind in kinds))


def column_faults(raw: Raw, at: str) -> Iterator[Words]:
    """What is wrong with the parts that ``COLUMNS`` names, once ``shape_faults`` has looked at their types."""
    if isinstance(raw.get("minimum"), int) and raw["minimum"] < 0:
        yield message("FAULT_TYPE", at=at, key="minimum", type="≥ 0")
    for table, wanted in (("columns", str), ("units", str), ("constants", PLAIN)):
        entries = raw.get(table)
        for key, value in entries.items() if isinstance(entries, dict) else ():
            if not isinstance(value, wanted):
                yield message("FAULT_TYPE", at=at, key=f"{table}.{key}", type="text")
            elif table == "units" and value not in UNITS:
                yield message("FAULT_UNIT", at=at, heading=key, unit=value, known="、".join(UNITS))
