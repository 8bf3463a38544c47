"""The formats of files, by their names."""

from __future__ import annotations

from pathlib import Path

from graph.errors import InputError

FORMATS = (".csv", ".tsv", ".xlsx", ".jsonl", ".json", ".parquet")
LOOSE = ".txt"  # a table only where it is named: in folders files of that name are notes and licences
OLDER = (".xls", ".et", ".xlsb", ".ods")  # workbooks that must be saved as .xlsx first
SPOOLED = ".spooled"  # the result of a query, written down by spool.py; no file of a user's has this form
PACKED = ".gz"


def form(path: Path) -> str | None:
    """The format of a file by its name (".csv", …), a final ".gz" aside; None when it is none of ours.

    A Parquet file is compressed within, so ".parquet.gz" is none.
    """
    name = path.name.lower()
    bare = name.removesuffix(PACKED)
    found = next((suffix for suffix in (*FORMATS, LOOSE, SPOOLED) if bare.endswith(suffix)), None)
    return None if found == ".parquet" and name != bare else found


def unknown(path: Path) -> InputError:
    """Why a file of no known format is not read: FILE_FORMAT, FILE_OLD_EXCEL."""
    if path.suffix.lower() in OLDER:
        return InputError("FILE_OLD_EXCEL", file=path.name)
    return InputError("FILE_FORMAT", file=path.name, known=" ".join(FORMATS))


def stem(path: Path) -> str:
    """The file's name without its suffixes of format and compression."""
    name = path.name[:-3] if path.name.lower().endswith(PACKED) else path.name
    return name.rsplit(".", 1)[0]
