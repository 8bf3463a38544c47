"""A mapping ``columns.toml`` beside files without a manifest: what their headings mean, in the manifest's own words."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from etl.files.declared import COLUMNS, column_faults, read_toml, shape_faults, together
from etl.files.forms import stem
from graph.errors import InputError

MAPPING = "columns.toml"


def read_mapping(path: Path) -> dict[str, Any]:
    """What a mapping says of the files it is for, in terms of ``declared.COLUMNS``.

    ``columns`` maps a heading to a property or link, to "" when it is ignored on purpose; ``units`` a heading to the
    unit of its amounts; ``constants`` a property or link to its value in every row.
    Raises ``InputError``: INPUT_NO_FILE, FILE_DENIED, MANIFEST_INVALID with every fault at once.
    """
    if not path.is_file():
        raise InputError("INPUT_NO_FILE", path=path)
    raw = read_toml(path)
    found = [*shape_faults(raw, COLUMNS, path.name), *column_faults(raw, path.name)]
    if found:
        raise InputError("MANIFEST_INVALID", file=path.name, faults=together(found))
    return raw


def mapping_of(path: Path) -> Path | None:
    """The mapping for a file: its own (``a.csv.columns.toml``, ``a.columns.toml``), else its folder's, else None."""
    return next((one for one in _own(path) if one.is_file()), None) or mapping_in(path.parent)


def mapping_in(folder: Path) -> Path | None:
    """The mapping for what lies in a folder: in it, else beside it, else None."""
    places = (folder / MAPPING, *_own(folder))
    return next((one for one in places if one.is_file()), None)


def is_mapping(path: Path) -> bool:
    """Whether a file is a mapping by its name."""
    return path.name == MAPPING or path.name.endswith(f".{MAPPING}")


def _own(path: Path) -> Iterator[Path]:
    for name in dict.fromkeys((path.name, stem(path))):
        if name:
            yield path.with_name(f"{name}.{MAPPING}")
