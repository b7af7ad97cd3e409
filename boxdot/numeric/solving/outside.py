"""Arrays that stay where they are: Dask arrays, memory maps, files that slice (HDF5, Zarr)."""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np

from boxdot.grammar.errors import DataError
from boxdot.numeric.compiling.libraries import library_of
from boxdot.numeric.evaluating.memory import memory_limit
from boxdot.numeric.slabs import is_dask
from boxdot.numeric.solving.solution import Array

SMALL = 2**20
"""What has fewer bytes is read at once, wherever it is."""


def is_outside(array: Any) -> bool:
    """Return whether an array is read piece by piece, and never as a whole.

    >>> is_outside(np.ones(3)), is_outside([1, 2])
    (False, False)
    """
    if not (is_dask(array) or isinstance(array, np.memmap) or _slices(array)):
        return False
    return len(array.shape) > 0 and bytes_of(array) >= SMALL


def is_in_memory(array: Any) -> bool:
    """Return whether this is a NumPy array, and no memory map."""
    return isinstance(array, np.ndarray) and not isinstance(array, np.memmap)


def _slices(array: Any) -> bool:
    """Return whether this slices like an array, and is none that NumPy or a library computes with.

    >>> _slices(np.ones(3)), _slices("text")
    (False, False)
    """
    if not all(hasattr(array, name) for name in ("shape", "dtype", "__getitem__")):
        return False
    computes = any(hasattr(array, f"__array_{name}__") for name in ("interface", "ufunc"))
    return not computes and isinstance(array.dtype, np.dtype) and library_of(array) is None


def bytes_of(array: Any) -> int:
    """Return how many bytes an array would take in memory."""
    return int(math.prod(array.shape) * np.dtype(array.dtype).itemsize)


def most_read() -> int:
    """Return how many bytes may be read at once of what is outside: an eighth of the memory."""
    return memory_limit() // 4


def loaded(name: str, array: Any) -> Array:
    """Return an array in memory, if it is not too large; a memory map is a view of its file.

    Raises
    ------
    DataError
        It would take more than an eighth of the memory.
    """
    if is_outside(array) and not isinstance(array, np.memmap) and bytes_of(array) > most_read():
        raise DataError(
            f"{name} would have to be in memory: {bytes_of(array) / 1e9:.2g} GB, "
            f"more than {most_read() / 1e9:.2g} GB",
            hint="only the tensor that is fitted, its mask and its weights may be larger",
        )
    return read(array)


def read(array: Any) -> Array:
    """Return all of an array; a memory map is a view of its file."""
    return np.asarray(array[(slice(None),) * len(array.shape)] if _slices(array) else array)


def brought(array: Any) -> Any:
    """Return an array that is outside as it is, and what is small enough read."""
    return read(array) if _slices(array) and not is_outside(array) else array


@contextmanager
def calling(**names: str) -> Iterator[None]:
    """Let errors of a kernel speak of its arguments by the names that the caller knows.

    >>> with calling(X="Y"):
    ...     raise DataError("X has entries that are infinite")
    Traceback (most recent call last):
        ...
    boxdot.grammar.errors.DataError: Y has entries that are infinite
    """
    try:
        yield
    except DataError as error:
        argument, _, rest = error.message.partition(" ")
        if argument not in names:
            raise
        raise DataError(f"{names[argument]} {rest}", hint=error.hint) from None
