"""How much memory an array may take: what is there, asked before anything is made."""

from __future__ import annotations

import math
import os

from boxdot.grammar.errors import DataError

FALLBACK = 8 * 2**30
"""The limit where the system does not tell its memory."""


def memory_limit() -> int:
    """Return the most bytes that one array may take: half the memory of the machine."""
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, OSError, ValueError):
        return FALLBACK


def demand_memory(what: str, shape: tuple[int, ...], itemsize: int, limit: int) -> None:
    """Raise a DataError if an array of this shape would not fit.

    >>> demand_memory("X", (10**9, 10**9), 8, limit=2**30)
    Traceback (most recent call last):
        ...
    boxdot.grammar.errors.DataError: X of shape (1000000000, 1000000000) would take 8000000000 GB
    help: an array may take 1.1 GB; choose smaller sizes
    """
    needed = math.prod(shape) * itemsize
    if needed > limit:
        raise DataError(
            f"{what} of shape {shape} would take {_gigabytes(needed)}",
            hint=f"an array may take {_gigabytes(limit)}; choose smaller sizes",
        )


def _gigabytes(count: int) -> str:
    return f"{count / 1e9:.0f} GB" if count >= 1e10 else f"{count / 1e9:.1f} GB"
