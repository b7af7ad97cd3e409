"""Scratch arrays whose rows start where vectors like to start."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np

from boxdot.numeric.decomposition.layout import Array

LINE = 64
"""The bytes of a line of the cache, and of a vector."""


def padded_length(length: int, dtype: np.dtype[Any]) -> int:
    """Return the least multiple of a vector's width that is no less.

    >>> padded_length(9, np.dtype("f8")), padded_length(9, np.dtype("f4"))
    (16, 16)
    """
    width = LINE // dtype.itemsize
    return -(-length // width) * width


def aligned(shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """Return zeros that start at a line of the cache, with a line to spare behind them."""
    size = prod(shape) * dtype.itemsize
    raw = np.zeros(size + 2 * LINE, np.uint8)
    skip = -raw.ctypes.data % LINE
    return raw[skip : skip + size].view(dtype).reshape(shape)
