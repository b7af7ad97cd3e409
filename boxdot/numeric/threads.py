"""Threads that do not fight: BLAS is held to so many threads while kernels run their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any


@contextmanager
def blas_threads(count: int = 1) -> Iterator[None]:
    """Hold BLAS to ``count`` threads; does nothing where threadpoolctl is not installed.

    OpenBLAS threads that spin beside Numba's threads slow both down twentyfold.

    >>> with blas_threads(1):
    ...     pass
    """
    controller = _controller()
    if controller is None:
        yield
        return
    with controller.limit(limits=count, user_api="blas"):
        yield


@cache
def _controller() -> Any:
    """Return the one look at the loaded libraries (each look costs a millisecond), or None."""
    if find_spec("threadpoolctl") is None:
        return None
    import numpy  # noqa: F401  (its BLAS must be loaded before one looks for it)
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()
