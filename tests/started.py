"""Python processes that a process has started, and that they end."""

from __future__ import annotations

import time
from collections.abc import Iterable

import psutil


def started(module: str, of: int | None = None) -> list[psutil.Process]:
    """Those that run ``module`` of a process, this one unless told."""
    found = [one for one in psutil.Process(of).children() if one.status() != psutil.STATUS_ZOMBIE]
    return [one for one in found if module in " ".join(one.cmdline())]


def wait_until_ended(left: Iterable[psutil.Process]) -> None:
    """Wait a minute at most; what nobody has asked for its end yet has ended too."""
    until = time.monotonic() + 60
    while any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in left):
        assert time.monotonic() < until
        time.sleep(0.05)
