"""Where a piece of a large array is, and the parts of other arrays that belong to it."""

from __future__ import annotations

from typing import Any

import numpy as np

Region = tuple[slice, ...]
"""Where a piece is in the whole array: one slice an axis, with both ends."""


def cut(array: Any, region: Region) -> Any:
    """Return the part of an array that broadcasts against a region of another of its order.

    >>> cut(np.ones((1, 6)), (slice(2, 4), slice(0, 3))).shape
    (1, 3)
    """
    if array is None:
        return None
    pairs = zip(array.shape, region, strict=True)
    part = array[tuple(slice(0, 1) if n == 1 else where for n, where in pairs)]
    return np.asarray(part.compute() if is_dask(part) else part)


def is_dask(array: Any) -> bool:
    """Return whether this is a Dask array; Dask is not imported to find out."""
    return type(array).__module__.partition(".")[0] == "dask" and hasattr(array, "chunks")
