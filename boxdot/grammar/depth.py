"""How deeply functions may call themselves: a sum of 200 terms is a tree 200 levels deep."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

MOST_FRAMES = 12_000


@contextmanager
def deep() -> Iterator[None]:
    """Let functions call themselves as deeply as the deepest formula that is read needs.

    >>> with deep():
    ...     sys.getrecursionlimit() >= MOST_FRAMES
    True
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, MOST_FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
