"""Python's collector of circles, kept from looking too often at millions of small objects that hold none."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = (50_000, 20, 50)  # new objects until the youngest, then so many times until older generations are looked at


@contextmanager
def seldom() -> Iterator[None]:
    """Look for circles a hundred times as rarely in the block (or function): a fifth of a load's processor time.

    What reference counts free is freed at once, as ever. Source: "gc", The Python Standard Library.
    """
    before = gc.get_threshold()
    gc.set_threshold(*SELDOM)
    try:
        yield
    finally:
        gc.set_threshold(*before)
