"""Every data file that ships has its source and licence beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("graph", "etl", "api", "queries", "explorer", "examples", "tests")
DATA = {".txt", ".tsv", ".csv", ".gz", ".jsonl", ".xlsx", ".parquet", ".lock", ".woff2"}
NOTICES = ("LICENSES.md", "README.md", "LICENSES/README.md")


def data_files() -> Iterator[Path]:
    """What may be of others: files of data, and all that is in a folder of vendored code. Licence texts are not."""
    for path in (path for room in ROOMS for path in (ROOT / room).rglob("*") if path.is_file()):
        inside = path.relative_to(ROOT)
        licence = "LICENSES" in inside.parts or path.name == "LICENSE.txt"
        if (path.suffix in DATA or "vendor" in inside.parts) and not licence and "__pycache__" not in inside.parts:
            yield inside


def notices(file: Path) -> Iterator[tuple[Path, str]]:
    """(its folder, text) of the notices in the folder of ``file`` and in those above it, below the root."""
    for folder in list(file.parents)[:-1]:
        for name in NOTICES:
            if (ROOT / folder / name).is_file():
                yield folder, (ROOT / folder / name).read_text(encoding="utf-8")


def told(file: Path) -> bool:
    """Whether a notice names the file or, at the head of a row or an item, a folder that it is in."""
    for folder, text in notices(file):
        parts = file.relative_to(folder).parts
        folders = [f"\n{sign} `{'/'.join(parts[:end])}/`" for end in range(1, len(parts)) for sign in "|-"]
        if any(name in text for name in (f"`{file.name}`", *folders)):
            return True
    return False


def test_every_data_file_is_named_in_a_notice() -> None:
    files = list(data_files())
    assert len(files) > 200
    assert [str(file) for file in files if not told(file)] == []


@pytest.mark.parametrize("file", ["graph/text/new.txt", "examples/province/new.csv", "tests/goldens/new.txt"])
def test_a_file_that_no_notice_names_is_noticed(file: str) -> None:
    assert not told(Path(file))


def test_licences_that_ask_for_their_text_have_it() -> None:
    for notice, sign in {
        "tests/goldens/LICENSES.md": "Permission is hereby granted",
        "examples/LICENSES/MIT-KPPatent-ZH.txt": "Permission is hereby granted",
        "examples/LICENSES/MPL-2.0.txt": "Mozilla Public License Version 2.0",
        "examples/LICENSES/Apache-2.0.txt": "Apache License",
        "explorer/fonts/LICENSE.txt": "SIL OPEN FONT LICENSE",
    }.items():
        assert sign in (ROOT / notice).read_text(encoding="utf-8"), notice
