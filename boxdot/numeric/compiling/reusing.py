"""Memory of large results: what a result gives back serves the next one.

A system fills the pages of new memory with zeros, which takes longer than the loops that write
into them. What is kept for the next result is marked as free if it is large, so that the system
takes it whenever it is short of memory. Where a system cannot do that, memory is as new as NumPy's.
"""

from __future__ import annotations

import mmap
import sys
from collections import deque
from contextlib import suppress
from typing import Any

import numpy as np

from boxdot.numeric.evaluating.loading import Array
from boxdot.numeric.evaluating.memory import memory_limit

LARGE = 2**22
"""So many bytes are worth keeping."""
MARKED = 2**25
"""Memory of fewer bytes is kept as it is: to mark its pages takes as long as to fill them."""
POSSIBLE = sys.platform == "linux" and hasattr(mmap, "MADV_FREE")

_kept: deque[mmap.mmap] = deque(maxlen=2)  # its methods are atomic: results end in any thread


class Memory:
    """Memory of an array, which is kept when the array is gone."""

    def __init__(self, size: int) -> None:
        self._map = _taken(size) or _mapped(size)
        flat = np.frombuffer(self._map, np.uint8)
        self.__array_interface__: dict[str, Any] = dict(flat.__array_interface__)

    def __del__(self) -> None:
        """Keep the memory, unless it is most of what there is or the process ends."""
        found = getattr(self, "_map", None)
        if found is not None and _kept is not None and len(found) <= memory_limit() // 4:
            if len(found) >= MARKED:
                found.madvise(mmap.MADV_FREE)
            _kept.append(found)


def _whole(size: int) -> int:
    return -(-size // mmap.PAGESIZE) * mmap.PAGESIZE


def _mapped(size: int) -> mmap.mmap:
    new = mmap.mmap(-1, _whole(size), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with suppress(OSError):  # a system without large pages
        new.madvise(mmap.MADV_HUGEPAGE)
    return new


def _taken(size: int) -> mmap.mmap | None:
    """Return kept memory of this size, if there is any."""
    for _ in range(len(_kept)):
        try:
            found = _kept.popleft()
        except IndexError:  # another thread was quicker
            return None
        if len(found) == _whole(size):
            return found
        _kept.append(found)
    return None


def forget() -> None:
    """Give back what is kept."""
    _kept.clear()


def empty(shape: tuple[int, ...], kind: np.dtype[Any]) -> Array:
    """Return a new array, in order, that may lie in memory of an earlier one.

    >>> empty((2, 3), np.dtype("f8")).shape
    (2, 3)
    """
    size = kind.itemsize
    for length in shape:
        size *= length
    if size < LARGE or not POSSIBLE:
        return np.empty(shape, kind)
    try:
        flat: Array = np.asarray(Memory(size))
    except OSError:  # the system has none: NumPy says so in its own way
        return np.empty(shape, kind)
    return flat[:size].view(kind).reshape(shape)
