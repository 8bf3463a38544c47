"""How kernels are compiled, and how they read arrays by address, so that one compilation serves every graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba
from numba.core import cgutils, types
from numba.extending import intrinsic

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """``function`` compiled to machine code, kept on disk for later processes, free of Python's lock."""
    made: Any = numba.njit(cache=True, nogil=True, boundscheck=False)(function)
    compiled: F = made
    return compiled


def inlined(function: F) -> F:
    """``function`` for kernels only, which take its lines in as if they were their own: a call counts references."""
    made: Any = numba.njit(inline="always", boundscheck=False)(function)
    compiled: F = made
    return compiled


@intrinsic
def _pointer(_context: Any, address: Any) -> Any:
    """The address of an array's first element as numba's ``carray`` reads it."""

    def generate(_codegen: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], cgutils.voidptr_t)

    return types.voidptr(address), generate


pointer: Any = _pointer


@intrinsic
def _copied(_context: Any, target: Any, source: Any, many: Any) -> Any:
    """Copy ``many`` bytes from one address to another; they must not overlap."""

    def generate(context: Any, builder: Any, _signature: Any, arguments: Any) -> Any:
        to, of = (builder.inttoptr(address, cgutils.voidptr_t) for address in arguments[:2])
        memcpy: Any = cgutils.raw_memcpy
        memcpy(builder, to, of, arguments[2], 1)
        return context.get_dummy_value()

    return types.void(target, source, many), generate


copied: Any = _copied
