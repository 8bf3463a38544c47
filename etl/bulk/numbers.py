"""Numbers by which import files name entities: the importer finds the ends of edges a third faster by numbers than by
texts. Each is made of the uid alone, so that processes agree on them without asking each other."""

from __future__ import annotations

import hashlib
from array import array

import numpy as np

BYTES = 7  # of a number: the importer keeps the eighth of a long for itself
MOST = 200_000  # uids whose cells are remembered


def number(uid: str) -> int:
    """The number of an entity (BLAKE2, RFC 7693): two of some millions share one about once in ten thousand loads."""
    return int.from_bytes(hashlib.blake2b(uid.encode("utf-8", "surrogatepass"), digest_size=BYTES).digest(), "big")


def shared(numbers: array[int]) -> bool:
    """Whether two entities have one number; then uids are to name them."""
    return len(np.unique(np.frombuffer(numbers, np.uint64))) < len(numbers) if numbers else False


class Cells(dict[str, str]):
    """The numbers of uids as cells."""

    def __missing__(self, uid: str) -> str:
        if len(self) >= MOST:
            self.clear()
        self[uid] = cell = str(number(uid))
        return cell
