"""Makes ``graph/text/background.tsv.gz`` of titles, patents and laws: ``python -m tools.term_background DATA``."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

from graph.text.background import PACKAGED, Background

LEAST = 3  # texts that have a phrase; fewer tell little and make the file large
PARAGRAPH = 20  # characters


def main() -> int:
    """Read the folder of data named on the command line; 0 when the file was written."""
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    background = Background.of(texts(Path(sys.argv[1])), least=LEAST)
    background.write(PACKAGED)
    print(f"{background.texts:,} texts, {len(background.counts):,} phrases, {PACKAGED.stat().st_size:,} bytes")
    return 0


def texts(data: Path) -> Iterator[str]:
    """The texts of the background: no paper is among them, and no patent that measurements use."""
    yield from _grants(data / "nsfc_grants" / "natural-2017-09-26.csv.zip")
    yield from (row["input"] for row in json.loads((data / "kppatent_zh" / "data_A.json").read_text(encoding="utf-8")))
    with gzip.open(data / "cn_sti_laws" / "laws.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            yield from (part for part in json.loads(line)["text"].split("\n") if len(part) > PARAGRAPH)


def _grants(file: Path) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        name = next(n for n in archive.namelist() if n.endswith(".csv") and not n.startswith("__"))
        rows = csv.DictReader(io.StringIO(archive.read(name).decode("utf-8")))
        yield from (row["项目名称"] for row in rows)


if __name__ == "__main__":
    sys.exit(main())
