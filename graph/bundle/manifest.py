"""What a bundle says of itself: which graph it is, as who may see it, and what each of its files must hold."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

import orjson

from graph.errors import InputError
from graph.vocabulary import ENTITY, Level, Vocabulary

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A file of a bundle: its rows, and its SHA-256 in hex."""

    rows: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """``version``: the load version; ``vocabulary``: its hash; ``clearance``: the name of the level that sees it all.

    ``kinds``: how many nodes of each, in the order of their ids; ``relations``: how many edges; ``symmetric``: those
    without direction; ``files``: by their paths in the folder.
    """

    version: str
    vocabulary: str
    clearance: str
    kinds: Mapping[str, int]
    relations: Mapping[str, int]
    symmetric: tuple[str, ...]
    files: Mapping[str, Part]
    format: int = FORMAT

    @property
    def level(self) -> Level:
        """The clearance."""
        return Level[self.clearance.upper()]

    @property
    def bounds(self) -> tuple[int, ...]:
        """Where the ids of each kind begin, and one past the last id."""
        return tuple(accumulate(self.kinds.values(), initial=0))

    def under(self, folder: str) -> tuple[str, ...]:
        """The files in a folder of the bundle, in their order."""
        return tuple(sorted(name for name in self.files if name.startswith(f"{folder}/")))

    def count(self, kinds: Iterable[str], vocabulary: Vocabulary) -> int:
        """How many nodes are of ``kinds`` or their subkinds. Raises ``NotFoundError`` (UNKNOWN_KIND)."""
        return sum(self.kinds[kind] for kind in family(kinds, vocabulary) if kind in self.kinds)

    def save(self, folder: Path) -> None:
        """Write it into the folder of the bundle. Raises ``OSError``."""
        (folder / NAME).write_bytes(orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2))


def family(kinds: Iterable[str], vocabulary: Vocabulary) -> frozenset[str]:
    """``kinds`` and what is under them. Raises ``NotFoundError`` (UNKNOWN_KIND)."""
    named = (vocabulary.family(vocabulary.label(kind).name) if kind != ENTITY else _all(vocabulary) for kind in kinds)
    return frozenset(one for found in named for one in found)


def read(folder: Path, vocabulary: Vocabulary) -> Manifest:
    """The manifest of the bundle in ``folder``.

    Raises ``InputError``: BUNDLE_NONE when there is none, BUNDLE_FORMAT when a newer program wrote it,
    BUNDLE_VOCABULARY when it is of another vocabulary, BUNDLE_DAMAGED.
    """
    try:
        raw = orjson.loads((folder / NAME).read_bytes())
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError("BUNDLE_NONE", folder=folder) from error
    except ValueError as error:
        raise InputError("BUNDLE_DAMAGED", folder=folder, file=NAME) from error
    found = _manifest(raw, folder)
    if found.vocabulary != vocabulary_hash(vocabulary):
        raise InputError("BUNDLE_VOCABULARY", folder=folder)
    return found


def verify(folder: Path, manifest: Manifest) -> None:
    """Read every file once and compare it with the manifest. Raises ``InputError`` (BUNDLE_DAMAGED)."""
    for name, part in manifest.files.items():
        try:
            same = digest(folder / name) == part.sha256
        except OSError:
            same = False
        if not same:
            raise InputError("BUNDLE_DAMAGED", folder=folder, file=name)


def digest(file: Path) -> str:
    """The SHA-256 of a file in hex. Raises ``OSError``."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def vocabulary_hash(vocabulary: Vocabulary) -> str:
    """Equal for vocabularies with the same kinds and relations; SHA-256 in hex."""
    told = repr((sorted(vocabulary.labels.items()), sorted(vocabulary.relations.items())))
    return hashlib.sha256(told.encode()).hexdigest()


def _all(vocabulary: Vocabulary) -> tuple[str, ...]:
    return (*vocabulary.labels, ENTITY)


def _manifest(raw: Any, folder: Path) -> Manifest:
    try:
        if raw["format"] > FORMAT:
            raise InputError("BUNDLE_FORMAT", folder=folder, theirs=raw["format"], ours=FORMAT)
        files = {name: Part(**part) for name, part in raw["files"].items()}
        made = Manifest(**raw | {"files": files, "symmetric": tuple(raw["symmetric"])})
        if made.level < 0 or any(Path(name).is_absolute() or ".." in Path(name).parts for name in files):
            raise ValueError(folder)  # a file elsewhere is none of a bundle's
        return made
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError("BUNDLE_DAMAGED", folder=folder, file=NAME) from error
