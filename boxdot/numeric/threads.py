"""Threads that do not fight: BLAS is held to so many threads while kernels run their own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from typing import Any, TypeVar

Share = TypeVar("Share")
Found = TypeVar("Found")


@contextmanager
def blas_threads(count: int = 1) -> Iterator[None]:
    """Hold BLAS to ``count`` threads; does nothing where threadpoolctl is not installed.

    OpenBLAS threads that spin beside Numba's threads slow both down twentyfold.

    >>> with blas_threads(1):
    ...     pass
    """
    controller = _controller("scipy.linalg" in sys.modules)
    if controller is None:
        yield
        return
    with controller.limit(limits=count, user_api="blas"):
        yield


@cache
def _controller(with_scipy: bool) -> Any:
    """Return the one look at the loaded libraries (each look costs a millisecond), or None.

    SciPy brings a BLAS of its own: once it is loaded, one looks again.
    """
    if find_spec("threadpoolctl") is None:
        return None
    import numpy  # noqa: F401  (its BLAS must be loaded before one looks for it)
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


class Team:
    """Threads that work on shares side by side; the caller is one of them."""

    def __init__(self, count: int) -> None:
        self._helpers = ThreadPoolExecutor(count - 1) if count > 1 else None

    def each(self, job: Callable[[Share], Found], shares: Sequence[Share]) -> list[Found]:
        """Return what the job finds in each share, in their order.

        >>> Team(2).each(sum, [(1, 2), (3, 4), (5, 6)])
        [3, 7, 11]
        """
        if self._helpers is None:
            return [job(share) for share in shares]
        later = [self._helpers.submit(job, share) for share in shares[1:]]
        own = [job(share) for share in shares[:1]]
        return own + [one.result() for one in later]
