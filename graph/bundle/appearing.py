"""A folder that appears whole or not at all."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.errors import InputError


@contextmanager
def appearing(folder: Path) -> Iterator[Path]:
    """A draft of ``folder`` beside it, to be filled; it becomes ``folder`` when all went well, and goes when not.

    Raises ``InputError``: FOLDER_THERE when ``folder`` is there, OUT_FOLDER when its place cannot be written into.
    """
    absent(folder)
    try:
        draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}.", dir=folder.parent))
    except OSError as error:
        raise InputError("OUT_FOLDER", path=folder.parent, why=error.strerror or error) from error
    try:
        yield draft
        draft.chmod(0o755)
        absent(folder)  # another run may have been quicker; a rename would replace an empty folder without a word
        draft.rename(folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def absent(folder: Path) -> None:
    """Raises ``InputError`` (FOLDER_THERE) when there is something at ``folder``."""
    if folder.exists():
        raise InputError("FOLDER_THERE", folder=folder)
