"""Waiting for what other processes do."""

from __future__ import annotations

import time
from collections.abc import Callable


def wait_until(ready: Callable[[], bool], *, timeout: float, pause: float = 0.1) -> bool:
    """Whether ``ready()`` became true within ``timeout`` seconds, asked every ``pause`` seconds."""
    end = time.monotonic() + timeout
    while time.monotonic() < end:
        if ready():
            return True
        time.sleep(pause)
    return ready()
