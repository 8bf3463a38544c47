"""Processes that a test may kill: they come from one that has imported, and read, what all of them need."""

from __future__ import annotations

import multiprocessing

FORKED = multiprocessing.get_context("forkserver")
FORKED.set_forkserver_preload(["tests.processes_ready"])  # one list for the whole test process
