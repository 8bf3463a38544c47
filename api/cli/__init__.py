"""The command line: ``kezhuan``."""

from api.cli.frame import main

__all__ = ["main"]
