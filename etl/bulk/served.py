"""What lies beside import files that are meant for a served store: the exact command, the schema, and how to."""

from __future__ import annotations

import shlex

from graph.store.importing import ImportFiles
from graph.store.schema import commands
from graph.vocabulary import Vocabulary
from graph.words import message

SCRIPT = """\
#!/bin/sh
# sh import.sh [database], where neo4j-admin is, with the store stopped and the database empty.
set -eu
cd "$(dirname "$0")"
exec neo4j-admin database import full "${{1:-neo4j}}" --overwrite-destination=true {arguments}
"""


def describe(files: ImportFiles, vocabulary: Vocabulary, *, nodes: int, database: str = "neo4j") -> None:
    """Write ``import.sh``, ``schema.cypher`` and ``README.md`` into the folder of ``files``. Raises ``OSError``."""
    arguments = " \\\n  ".join(("", *(shlex.quote(one) for one in files.arguments()))).lstrip()
    words = message("BULK_README", nodes=nodes, edges=files.rows, database=database)
    texts = {
        "import.sh": SCRIPT.format(arguments=arguments),
        "schema.cypher": "".join(f"{command};\n" for command in commands(vocabulary).values()),
        "README.md": f"{words.zh.strip()}\n\n{words.en.strip()}\n",
    }
    for name, text in texts.items():
        (files.folder / name).write_text(text, encoding="utf-8")
