"""Writes ``graph/store/classes.lst.gz``: the classes that Neo4j loads when it starts, loads data, and is asked.

To be run again after a change of ``jars.lock`` or of the Java version. Names of classes only.
"""

from __future__ import annotations

import gzip
import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.run import load
from graph.ontology import load_vocabulary
from graph.store import embedded, runtime
from graph.store.bolt import Store
from graph.store.classes import LIST
from graph.store.schema import ensure_schema

EXAMPLES = Path(__file__).parents[1] / "examples" / "province" / "demands.xlsx"
MADE = re.compile(r"\$?Proxy\d|\$\$Lambda|LambdaForm")  # made while it runs, under another name each time
LONGEST = 4_000  # characters of a line; Java refuses 4,096
NUMBER = re.compile(r" id: \d+$")


def main() -> int:
    """Run a store, load the examples' demands, and keep the names."""
    with TemporaryDirectory() as folder:
        raw = Path(folder) / "classes"
        runtime.OPTIONS = (*runtime.OPTIONS, f"-XX:DumpLoadedClassList={raw}", "-Xshare:off")
        store_folder = Path(folder) / "store"
        try:
            with Store(embedded.start(store_folder)) as store:
                vocabulary = load_vocabulary()
                ensure_schema(store, vocabulary)
                load([EXAMPLES], store, vocabulary)
        finally:
            embedded.stop(store_folder)
        names = [NUMBER.sub("", line) for line in raw.read_text(encoding="utf-8").splitlines()]
    kept = [line for line in dict.fromkeys(names) if len(line) < LONGEST and not MADE.search(line)]
    LIST.write_bytes(gzip.compress("".join(f"{line}\n" for line in kept).encode(), mtime=0))
    print(f"{len(kept)} lines")
    return 0


if __name__ == "__main__":
    sys.exit(main())
