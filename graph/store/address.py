"""Where a store answers and with which credentials."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class StoreAddress:
    """A Bolt address. The password stays out of ``repr``, logs and errors."""

    uri: str
    user: str
    password: str = field(repr=False)
